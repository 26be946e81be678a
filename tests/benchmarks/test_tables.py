"""The tables of the pages are those of the stored results."""

import json
from pathlib import Path

import pytest

from benchmarks.table.memory import PICTURE, memory_picture
from benchmarks.tables import PAGES, README, renewed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tables_are_those_of_the_stored_results(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert renewed(text) == text, "python -m benchmarks.tables"


def test_the_picture_is_that_of_the_stored_result() -> None:
    stored = json.loads((README.parent / "results" / "memory.json").read_text())
    assert memory_picture(stored) == PICTURE.read_text(), "python -m benchmarks.tables"
