import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.files.values import Row
from curate.files.written import JsonText, cell_of, cells_line, json_bytes, json_with, write_cells

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=8,
)
ROWS = st.dictionaries(st.text(), JSON, min_size=1, max_size=5)
CELLS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=5)


@given(row=ROWS, fields=ROWS, indent=st.sampled_from([None, 2]))
def test_a_row_of_json_gets_the_new_fields_and_keeps_all_others(row: Row, fields: Row, indent: int | None) -> None:
    raw = json.dumps(row, indent=indent).encode()
    assert json.loads(json_with(raw, fields)) == {**row, **fields}


@given(row=ROWS, fields=ROWS)
def test_a_value_that_is_json_text_is_put_in_as_it_stands(row: Row, fields: Row) -> None:
    raw, told = json.dumps(row).encode(), {name: JsonText(json.dumps(value)) for name, value in fields.items()}
    made = json_with(raw, told)
    assert json.loads(made) == {**row, **fields}
    assert all(text.encode() in made for text in told.values())


def test_what_is_not_changed_keeps_the_letters_it_was_written_with() -> None:
    raw = b'{ "id" : 1e5, "text":"caf\\u00e9  au lait",\t"weight":0.12345678901234567890, "far": 1e999}'
    assert json_with(raw, {"text": "café au lait"}) == (
        b'{ "id" : 1e5, "text":"caf\xc3\xa9 au lait",\t"weight":0.12345678901234567890, "far": 1e999}'
    )


def test_a_number_of_any_length_is_passed_over() -> None:
    digits = b"7" * 5_000
    assert json_with(b'{"n": ' + digits + b', "said": "so"}', {"said": "thus"}) == (
        b'{"n": ' + digits + b', "said": "thus"}'
    )


def test_a_field_that_was_absent_is_put_behind_the_others() -> None:
    assert json_with(b'{"said": "so"\n}', {"type": "talk", "score": 3}) == (
        b'{"said": "so", "type": "talk", "score": 3\n}'
    )


def test_a_name_inside_of_a_value_is_not_mistaken_for_a_field() -> None:
    raw = b'{"meta": {"type": "old", "text": "\\"type\\": 3"}, "type": "old"}'
    assert json_with(raw, {"type": "new"}) == (
        b'{"meta": {"type": "old", "text": "\\"type\\": 3"}, "type": "new"}'
    )


@given(row=ROWS)
def test_json_text_says_what_the_row_says(row: Row) -> None:
    assert json.loads(json_bytes(row)) == row


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (3, "3"),
        (2.5, "2.5"),
        ("", ""),
        ("Guten Tag", "Guten Tag"),
        (["é"], '["é"]'),
        ({"a": None}, '{"a": null}'),
    ],
)
def test_a_value_is_written_into_a_cell_as_text(value: Any, cell: str) -> None:  # noqa: ANN401
    assert cell_of(value) == cell
    assert cell_of(JsonText(json.dumps(value))) == cell


@pytest.mark.parametrize("delimiter", [",", "\t"])
@given(cells=CELLS)
def test_cells_are_read_back_as_they_were(delimiter: str, cells: list[str]) -> None:
    line = cells_line(cells, delimiter)
    file = BytesIO()
    write_cells([cells, cells], file, delimiter)
    assert file.getvalue() == (line + b"\n") * 2
    (read,) = csv.reader(StringIO(line.decode() + "\n", newline=""), delimiter=delimiter, strict=True)
    assert read == cells
