import json
from pathlib import Path
from typing import NamedTuple

import pytest

import curate
from curate.records.records import Records
from tests.hostile.odd_json import CASES, RECORD, Case, refused_by

BEFORE = [
    f'{{"prompt": "Was heißt {word} auf Deutsch?", "completion": "Drei Dinge, {word}."}}'.encode()
    for word in "abc"
]
BEHIND = [
    f'{{"prompt": "Et {word}, 中文?", "completion": "Nichts von [{word}], {{wirklich}}."}}'.encode()
    for word in "xyz"
]
NEIGHBOURS = [*BEFORE, *BEHIND]
JSON_BLANKS = b" \t\r\n"


class Layout(NamedTuple):
    """What stands around the records of a file."""

    opening: bytes
    between: bytes
    closing: bytes


LINES, ARRAY = Layout(b"", b"\n", b"\n"), Layout(b"[\n  ", b",\n  ", b"\n]\n")


def written(text: bytes, layout: Layout) -> tuple[bytes, list[int]]:
    """A file with a case between its neighbours, and the offset of each record."""
    records = [*BEFORE, text, *BEHIND]
    offsets, data = [], layout.opening
    for number, record in enumerate(records):
        data += layout.between if number else b""
        offsets.append(len(data) + len(record) - len(record.lstrip(JSON_BLANKS) if layout is ARRAY else record))
        data += record
    return data + layout.closing, offsets


def stands(text: bytes) -> tuple[bool, bool]:
    """Whether a text is one element where it stands in an array, and whether it closes; one byte at a time."""
    depth, inside, escaped = 0, False, False
    for char in text.decode("latin-1"):
        if char == '"' and not escaped:
            inside = not inside
        elif not inside and char in "[{":
            depth += 1
        elif not inside and char in ",]" and not depth:
            return False, False
        elif not inside and char in "]}":
            depth = max(0, depth - 1)
        escaped = char == "\\" and not escaped
    return True, not depth and not inside


def expected_code(case: Case) -> str:
    """What the case is rejected with; nothing if it is read."""
    if case.fine and not case.stricter:
        row = json.loads(case.text)
        said = (
            isinstance(row, dict) and isinstance(row.get("prompt"), str) and isinstance(row.get("completion"), str)
        )
        return "" if said else "FMT004"
    nested = "not closed" in case.name
    return "FMT002" if case.stricter or nested else refused_by(case.text)


def must_hold(records: Records, layout: Layout, case: Case, code: str) -> None:
    """All neighbours are read, the case is read or rejected, and each with its place and its bytes."""
    _, offsets = written(case.text, layout)
    raw = case.text if layout is LINES else case.text.strip(JSON_BLANKS)
    raw = raw.rstrip(b"\r") if layout is LINES else raw
    rows = [1, 2, 3, *([] if code else [4]), 5, 6, 7]
    lines = [row + (layout is ARRAY) for row in rows]
    raws = [*BEFORE, *([] if code else [raw]), *BEHIND]

    assert records.frame["row"].to_list() == rows
    assert records.frame["line"].to_list() == lines
    assert records.frame["offset"].to_list() == [offsets[row - 1] for row in rows]
    assert list(records.raw(0)) == raws
    assert [(each.code, each.row, each.offset, each.raw) for each in records.rejects] == (
        [(code, 4, offsets[3], raw)] if code else []
    )
    assert all(each.line == 4 + (layout is ARRAY) for each in records.rejects)
    assert records.read == len(records) + len(records.rejects) == 7


def read(folder: Path, name: str, data: bytes) -> Records:
    path = folder / name
    path.write_bytes(data)
    return curate.read(path, format="prompt-completion")


def by_name(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[ascii(case.name) for case in cases])


ON_A_LINE = [case for case in CASES if b"\n" not in case.text and not case.text.isspace()]
CLOSED = [case for case in CASES if stands(case.text) == (True, True) and case.text.strip()]
UNCLOSED = [
    case for case in CASES if stands(case.text) == (True, False) and b"\n" not in case.text and b"{" in case.text
]
"""Behind a bare quote that stands in no object any comma may be the next one's."""


def test_there_are_many_cases_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 300
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.text for case in CASES if "byte" not in case.name}) >= 300


def test_a_strict_reader_answers_as_each_case_states() -> None:
    shallow = [case for case in CASES if case.text.count(b"[") + case.text.count(b"{") < 500]
    wrong = [case.name for case in shallow if case.fine == bool(refused_by(case.text))]
    assert wrong == []


def test_where_we_are_stricter_the_reason_is_one_of_three() -> None:
    stricter = [case for case in CASES if case.stricter]
    assert all(case.fine for case in stricter)
    assert len({case.stricter for case in stricter}) == 3


@by_name(ON_A_LINE)
def test_a_line_is_read_or_rejected_and_its_neighbours_are_read(tmp_path: Path, case: Case) -> None:
    records = read(tmp_path, "lines.jsonl", written(case.text, LINES)[0])
    must_hold(records, LINES, case, expected_code(case))


@by_name(CLOSED)
def test_an_element_is_read_or_rejected_and_its_neighbours_are_read(tmp_path: Path, case: Case) -> None:
    data, offsets = written(case.text, ARRAY)
    records = read(tmp_path, "array.json", data)
    if b"\n" not in case.text:
        must_hold(records, ARRAY, case, expected_code(case))
    else:
        assert [piece.offset for piece in records.rejects] == [offsets[3]]
        assert list(records.raw(0)) == NEIGHBOURS


@by_name(UNCLOSED)
def test_an_element_that_does_not_close_is_rejected_and_its_neighbours_are_read(
    tmp_path: Path, case: Case
) -> None:
    records = read(tmp_path, "array.json", written(case.text, ARRAY)[0])
    must_hold(records, ARRAY, case, "FMT005")


def test_behind_a_bare_quote_all_is_accounted_for(tmp_path: Path) -> None:
    records = read(tmp_path, "array.json", written(b'"', ARRAY)[0])

    assert list(records.raw(0)) == BEFORE
    assert records.rejects[0].row == 4
    assert records.read == len(records) + len(records.rejects)


@pytest.mark.parametrize("layout", [LINES, ARRAY], ids=["lines", "array"])
def test_all_cases_in_one_file_leave_every_good_record(tmp_path: Path, layout: Layout) -> None:
    cases = ON_A_LINE if layout is LINES else [case for case in CLOSED if b"\n" not in case.text]
    texts = [text for case in cases for text in (RECORD.encode(), case.text)]
    records = read(tmp_path, "all.json", layout.opening + layout.between.join(texts) + layout.closing)

    good = sum(not expected_code(case) for case in cases)
    assert (len(records), records.read) == (len(cases) + good, 2 * len(cases))
    assert [each.row for each in records.rejects] == [
        2 * number for number, case in enumerate(cases, 1) if expected_code(case)
    ]
