"""The value of a field, as steps that group by one read it."""

from pathlib import Path

import pytest

from curate.report.gathered import Gathered
from curate.report.grouped import value_of
from curate.report.left import KEPT
from curate.report.lookup import Entry
from tests.report.runs import Run

ROW = {
    "id": "r0", "prompt": "Name a tree.", "completion": "The rowan, which birds plant on roofs.",
    "meta": {"desk": "harbour", "tags": ["a", "b"]}, "type": "brainstorming", "score": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("score", 3),
        ("meta.desk", "harbour"),
        ("meta.tags", '["a","b"]'),
        ("type", "brainstorming"),
        ("nothing", None),
    ],
)
def test_a_field_a_path_and_the_label_of_a_type_are_found(tmp_path: Path, field: str, value: object) -> None:
    left = Run(tmp_path, [ROW], "[[steps]]\nuse = 'drop'\non = ['LEN001']\n").telling().left
    entry = Entry("kept", next(left.rows(KEPT)))
    member = Gathered(left, [entry]).member(entry, 0)
    assert value_of(entry.row, member.saying, field) == value
    assert value_of(entry.row, member.saying, "file") == entry.row["file"]
