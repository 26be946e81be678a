"""The page of formats says of each format what it carries, and that is so."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import WouldLose
from curate.records.formats import FORMATS

PAGE = Path(__file__).parent.parent / "docs" / "formats.md"
ASKED = {"role": "user", "content": "When does the ferry leave?"}
ANSWERED = {"role": "assistant", "content": "At nine, from the north pier."}
CALL = {"type": "function", "function": {"name": "timetable", "arguments": "{}"}}
CARRIED: dict[str, dict[str, Any]] = {
    "several turns": {"messages": [ASKED, ANSWERED, ASKED, ANSWERED]},
    "system message": {"messages": [{"role": "system", "content": "Be brief."}, ASKED, ANSWERED]},
    "tools and calls": {
        "messages": [
            ASKED,
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            {"role": "tool", "content": "09:00"},
            ANSWERED,
        ],
        "tools": [{"type": "function", "function": {"name": "timetable"}}],
    },
    "content in parts": {
        "messages": [{"role": "user", "content": [{"type": "image", "image": "pier.png"}]}, ANSWERED]
    },
    "two responses": {"messages": [ASKED], "chosen": [ANSWERED], "rejected": [{**ANSWERED, "content": "Dunno."}]},
    "label": {"messages": [ASKED, ANSWERED], "label": True},
}
NEEDS = {"preference": "two responses", "kto": "label"}


def told() -> list[tuple[str, str, bool]]:
    table = re.search(r"<!-- carries -->\n(.*?)<!-- end -->", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert table
    head, _, *rows = ([cell.strip(" `") for cell in line.split("|")[1:-1]] for line in table[1].splitlines())
    return [(row[0], what, cell == "yes") for row in rows for what, cell in zip(head[1:], row[1:], strict=True)]


def test_every_format_has_its_row() -> None:
    assert list(dict.fromkeys(name for name, _, _ in told())) == [known.name for known in FORMATS]


@pytest.mark.parametrize(("name", "what", "carries"), told())
def test_a_format_carries_what_the_page_says(name: str, what: str, carries: bool, tmp_path: Path) -> None:  # noqa: FBT001
    row = CARRIED[what]
    if name in NEEDS and what not in NEEDS.values():
        needed = {"chosen": [ANSWERED], "rejected": [ANSWERED]} if name == "preference" else {"label": True}
        row = {**row, **needed}
    (tmp_path / "set.jsonl").write_text(json.dumps(row))
    records = curate.read(tmp_path / "set.jsonl", format="messages")
    try:
        curate.convert(records, name, tmp_path / "out.jsonl")
    except WouldLose:
        assert not carries
    else:
        assert carries
