"""Runs whose folders become pages: small ones, and one whose records are written to break a page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from curate.report.left import Left
from curate.report.page.section import Material
from tests.report.runs import Run

Row = dict[str, Any]
CLEANS = """
[[steps]]
use = "repair"
on = ["TXT001"]
[[steps]]
use = "drop"
on = ["STR", "LEN001", "PII002"]
[[steps]]
use = "keep-one"
of = "DUP002"
[gates]
min_records = 1
max_dropped_share = 0.9
"""
LEEKS = "Wash {n} leeks, cut them into rings, stir them in butter until they are soft and sweet, then add stock."
TOKEN = "glpat-" + "x7Kq2mVb9RtW4nZp5LsY"


def chat(name: str, prompt: str, response: str, **fields: object) -> Row:
    """One demonstration with a name."""
    said = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
    return {"id": name, **fields, "messages": said}


SOUPS = [
    chat("soup", "How do I begin a leek soup for four people on a cold evening?", LEEKS.format(n="three")),
    chat("again", "How do I begin a leek soup for four people on a cold evening?", LEEKS.format(n="four")),
    chat("curt", "Please explain in a few sentences why a bread oven holds its heat for so long.", "ok."),
    chat(
        "damaged",
        "Wie lange braucht ein Sauerteig im Winter?",
        "Das hÃ¤ngt von der KÃ¼che ab: bei achtzehn Grad rechne ich mit zwÃ¶lf Stunden, sonst mit acht.",
    ),
    chat("silent", "Which knife should I buy first?", ""),
    chat(
        "plain",
        "What is a roux?",
        "Flour that is cooked in as much fat, until it smells of nuts; it thickens a sauce.",
    ),
]

SCRIPT = "<script>document.title='taken'</script>"
IMAGE = "<img src=x onerror=\"document.title='taken'\">"
CLOSING = "</script></td></table></section></main></style><!-- -->"
TURNED = "\u202egnitirw\u202c \u2066inside\u2069 \u200f"
HOSTILE = [
    chat(f"{SCRIPT}", f"Why does this not run? {SCRIPT}", "ok."),
    chat(f'"{IMAGE}', f"Explain {IMAGE} in detail, please, and why it is there.", "ok."),
    chat("closing", f"Explain what {CLOSING} closes, and in which order.", "ok."),
    chat("turned", f"Explain which way this is read: {TURNED}", "ok."),
    chat("long", "Explain this line of text. " + "Nothing in it ever ends. " * 42_000, "ok."),
    chat("template", "Explain {{ 7 * 7 }} and {% raw %} to me, please.", "ok.", note="{{ self }}"),
    chat(
        "secret",
        "Why does it fail? export GITLAB_TOKEN=" + TOKEN,
        "The token lacks the right to read the registry.",
    ),
    chat("half \ud83e", "Explain why half of a character stands in this name.".rstrip("."), "ok."),
]


def left_by(folder: Path, rows: Sequence[Row], pipeline: str = CLEANS) -> Left:
    """What a run of these rows leaves."""
    return Run(folder, rows, pipeline).telling().left


def material_of(
    folder: Path, rows: Sequence[Row] = SOUPS, pipeline: str = CLEANS, *, text: bool = True
) -> Material:
    """The same, as sections need it."""
    return Material(left_by(folder, rows, pipeline), text=text)
