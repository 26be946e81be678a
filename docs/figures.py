"""Draws the pictures of the README from a real run of the sample.

python docs/figures.py
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

import curate
from curate.cli.demo import LANGUAGES, pipeline
from curate.files.resources import sample_files
from curate.ledger import Ledger
from curate.report.story import Telling
from curate.report.story_text import print_story
from curate.report.terminal import print_result

IMAGES = Path(__file__).parent / "images"
FONT = "font-family: Helvetica, Arial, sans-serif"
KEPT, DROPPED, REJECTED, INK, FAINT = "#2f7d5b", "#c9822b", "#b5423c", "#1f2933", "#8895a1"
WIDTH, BAR, ROOM_FOR_TEXT = 860, 700, 330
BESIDE = (
    "findings.jsonl: every finding · lineage.jsonl: output row to input row · ledger.json: these numbers",
    "manifest.json: inputs, settings, versions, SHA-256 of each file · timing.json: what each part took",
)


STORIES = {"near-duplicate": "s-0259", "short-answer": "a-0017", "repair": "a-0095"}
"""Records of the sample to tell a story of, by what its picture is called."""


def terminal(command: str, called: str, draw: Callable[[Console], None]) -> str:
    """What a command prints, as a picture of a terminal."""
    screen = Console(record=True, width=118, highlight=False, markup=False, emoji=False, file=StringIO())
    draw(screen)
    drawn = screen.export_svg(title=command, unique_id=called)
    # The stock template fetches its font from the network.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def stories(folder: Path) -> Iterator[tuple[str, str]]:
    """The stories of records of a run, each with the file name of its picture."""
    telling = Telling(folder)
    for called, record in STORIES.items():
        name, draw = f"why-{called}", partial(print_story, story=telling.story(record))
        yield f"{name}.svg", terminal(f"curate why cleaned {record}", name, draw)


class Bar(NamedTuple):
    """So many records, and where they are."""

    name: str
    start: int
    records: int
    colour: str
    file: str


def run_folder(ledger: Ledger) -> str:
    """Where every record went, and the file that holds it."""
    drawn = [_drawn(bar, 40 + 50 * number, BAR / ledger.read) for number, bar in enumerate(_bars(ledger))]
    last = 40 + 50 * len(drawn)
    for number, line in enumerate(BESIDE):
        drawn.append(f'<text x="20" y="{last + 14 + 20 * number}" font-size="13" fill="{FAINT}">{line}</text>')
    height = last + 50
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img" '
        f'style="{FONT}"><title>Where every record of a run goes</title>'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n' + "\n".join(drawn) + "\n</svg>\n"
    )


def _bars(ledger: Ledger) -> Iterator[Bar]:
    yield Bar("read", 0, ledger.read, INK, "your files, which are never changed")
    yield Bar("rejected", ledger.parsed, ledger.rejected, REJECTED, "rejected.jsonl")
    for step in ledger.steps:
        yield Bar(f"step {step.step}, {step.use}", step.kept, step.dropped, DROPPED, "dropped.jsonl")
    yield Bar("kept", 0, ledger.kept, KEPT, "kept/, each file in its own format, byte for byte")


def _drawn(bar: Bar, top: int, scale: float) -> str:
    x, width = 140 + bar.start * scale, max(2.0, bar.records * scale)
    inside, outside = f'x="{x + 8:.1f}" fill="#ffffff"', f'x="{x - 8:.1f}" text-anchor="end" fill="{INK}"'
    return (
        f'<text x="20" y="{top + 18}" font-size="14" fill="{INK}">{bar.name}</text>'
        f'<rect x="{x:.1f}" y="{top}" width="{width:.1f}" height="26" fill="{bar.colour}" rx="2"/>'
        f'<text {inside if width > ROOM_FOR_TEXT else outside} y="{top + 18}" font-size="13">'
        f"{bar.records:,} · {bar.file}</text>"
    )


def pictures() -> dict[str, str]:
    """Every picture by its file name."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "cleaned"
        result = curate.run(pipeline(), sample_files(), out=out, expect=LANGUAGES)
        demo = terminal("./demo", "demo", lambda screen: print_result(screen, result, Path("build/demo")))
        return {"demo.svg": demo, "run.svg": run_folder(result.ledger), **dict(stories(out))}


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    for name, drawn in pictures().items():
        (IMAGES / name).write_text(drawn, encoding="utf-8")
