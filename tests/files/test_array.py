import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curate.files import array
from curate.files.array import HOLDERS, element_cuts, held_array
from curate.files.slices import BOM, CHUNK, MAX_RECORD, Slice

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ['"', "\\", '\\"', "], [", "}, {", '"}', "\n  {", "\u2028", "\x00", "Grüße", "巴黎", "🦔", "[[[", ""]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(TEXTS, VALUES, max_size=3)
LAYOUTS = st.fixed_dictionaries(
    {
        "indent": st.sampled_from([None, 0, 2, "\t"]),
        "separators": st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : ")]),
        "ensure_ascii": st.booleans(),
    }
)
SPACE = st.sampled_from([b"", b" ", b"\n", b"\r\n\t", b"\n\n"])
SCRAPS = st.lists(
    st.sampled_from([b"[", b"]", b"{", b"}", b",", b'"', b"\\", b":", b"\n", b"\n  {", b" ", b"1", b"a", b"\xe9"]),
    max_size=30,
).map(b"".join)


def scan(data: bytes, *, chunk: int = CHUNK, limit: int = MAX_RECORD) -> list[Slice]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(array, "CHUNK", chunk)
        return [piece for cut in element_cuts(BytesIO(data), limit=limit) for piece in cut]


def standing(data: bytes, pieces: list[Slice]) -> list[bytes]:
    """What stands in the data where the slices say that they stand."""
    return [data[piece.offset : piece.offset + len(piece.raw)] for piece in pieces]


def lines_by_counting(data: bytes, pieces: list[Slice]) -> list[int]:
    return [1 + data.count(b"\n", 0, piece.offset) for piece in pieces]


def margins_by_counting(data: bytes, pieces: list[Slice]) -> list[int]:
    """How many code points stand before each piece on its line; a byte order mark is none."""
    lines = [data[: piece.offset].removeprefix(BOM).rpartition(b"\n")[2] for piece in pieces]
    return [len(line.decode()) for line in lines]


def left_over(data: bytes, pieces: list[Slice]) -> bytes:
    """What stands in no slice, without white space."""
    gaps, at = [], 0
    for piece in pieces:
        gaps.append(data[at : piece.offset])
        at = piece.offset + len(piece.raw)
    return b"".join(b"".join([*gaps, data[at:]]).split())


@given(rows=st.lists(OBJECTS, max_size=5), layout=LAYOUTS, chunk=st.integers(8, 60), tail=SPACE)
@example(rows=[{"": "\\"}, {"\\": '"'}], layout={"ensure_ascii": False}, chunk=8, tail=b"")
@example(rows=[{"": "Grüße"}, {"巴": "黎"}, {}], layout={"ensure_ascii": False}, chunk=8, tail=b"")
def test_every_element_of_an_array_is_cut_where_it_stands(
    rows: list[dict[str, Any]], layout: dict[str, Any], chunk: int, tail: bytes
) -> None:
    data = json.dumps(rows, **layout).encode() + tail
    pieces = scan(data, chunk=chunk)

    assert [json.loads(raw) for raw in standing(data, pieces)] == json.loads(data)
    assert [piece.raw for piece in pieces] == standing(data, pieces)
    assert [piece.line for piece in pieces] == lines_by_counting(data, pieces)
    assert [piece.margin for piece in pieces] == margins_by_counting(data, pieces)
    assert [piece.row for piece in pieces] == list(range(1, len(rows) + 1))
    assert not any(piece.trouble for piece in pieces)


@given(values=st.lists(VALUES, max_size=5), layout=LAYOUTS)
def test_elements_that_are_no_objects_are_cut_as_well(values: list[Any], layout: dict[str, Any]) -> None:
    data = json.dumps(values, **layout).encode()

    assert [json.loads(piece.raw) for piece in scan(data)] == values


@given(data=SCRAPS.map(lambda scraps: b"[" + scraps), chunk=st.integers(8, 40))
@example(data=b'[{"a": 1}] \n\n and more', chunk=8)
@example(data=b'[{"a": [1}, {"b": 2}]', chunk=8)
@example(data=b"[}", chunk=8)
def test_whatever_the_bytes_only_what_separates_elements_is_left_over(data: bytes, chunk: int) -> None:
    pieces = scan(data, chunk=chunk)

    assert standing(data, pieces) == [piece.raw for piece in pieces]
    assert [piece.line for piece in pieces] == lines_by_counting(data, pieces)
    assert [piece.row for piece in pieces] == list(range(1, len(pieces) + 1))
    assert set(left_over(data, pieces)) <= set(b"[],")


@given(data=SCRAPS.map(lambda scraps: b"[" + scraps), chunk=st.integers(8, 40))
def test_an_array_is_cut_alike_for_any_size_of_the_chunks(data: bytes, chunk: int) -> None:
    assert scan(data, chunk=chunk) == scan(data)


@given(
    rows=st.lists(OBJECTS, min_size=1, max_size=4),
    before=st.dictionaries(st.sampled_from(["version", "größe", 'the "data": [{']), TEXTS | st.integers()),
    after=st.dictionaries(st.sampled_from(["count", "}]", "by"]), VALUES),
    name=st.sampled_from(HOLDERS),
)
def test_an_array_that_an_object_holds_is_cut_like_one_that_stands_alone(
    rows: list[dict[str, Any]], before: dict[str, Any], after: dict[str, Any], name: str
) -> None:
    data = json.dumps({**before, name: rows, **after}, ensure_ascii=False).encode()
    pieces = scan(data)
    whole = [piece for piece in pieces if not piece.trouble]

    assert [json.loads(raw) for raw in standing(data, whole)] == rows
    assert len(pieces) - len(whole) == ('": [{' in json.dumps(after))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'{"data": [{"prompt": "Is it far?"}]}', "data"),
        (b'{"version": "0.1", "count": 2, "rows": [{', "rows"),
        (b'{"meta": {"by": "Ines", "done": true}, "examples": [ {', "examples"),
        (b'{"said": "\\"data\\": [{", "train": [{', "train"),
        (b'{"records": []}', "records"),
        (b'\n {\n  "items" :\n [\n{', "items"),
    ],
)
def test_an_object_holds_an_array_of_records_under_a_name_that_says_so(head: bytes, name: str) -> None:
    assert held_array(head) == (name, head.index(b"[", head.index(f'"{name}"'.encode())))


@pytest.mark.parametrize(
    "head",
    [
        b'{"messages": [{"role": "user"}]}',
        b'{"data": ["Is it far?"]}',
        b'{"data": {"rows": [{}]}}',
        b'{"prompt": "the \\"data\\": [{ of today"}',
        b'[{"data": [{}]}]',
        b"",
    ],
)
def test_any_other_object_holds_none(head: bytes) -> None:
    assert held_array(head) is None


@pytest.mark.parametrize("text", [b"[]", b"[ \n ]", BOM + b"[]\n", b" \n[]", b'{"data": []}'])
def test_an_empty_array_holds_no_element(text: bytes) -> None:
    assert scan(text) == []


def test_a_long_element_is_found_whole_across_many_chunks() -> None:
    row = {"prompt": "Say it again.", "completion": 'He said: "no", \\ and [ and {.' * 500}
    data = json.dumps([row, {"prompt": "And you?"}, row], indent=2).encode()

    assert [json.loads(piece.raw) for piece in scan(data, chunk=16)] == json.loads(data)


CLOSED, GAP, AFTER = (
    "",
    "there is nothing between two commas, or after the last one",
    "there is more text after the end of the array",
)
UNCLOSED = "it is not closed before the next one, or before the file ends"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'[{"a": 1},]', [CLOSED, GAP]),
        (b'[{"a": 1},, {"b": 2}]', [CLOSED, GAP, CLOSED]),
        (b"[,]", [GAP, GAP]),
        (b'[{"a": 1}] and more', [CLOSED, AFTER]),
        (b'[{"a": 1}]]', [CLOSED, AFTER]),
        (b'{"data": [{"a": 1}], "more": 5}', [CLOSED]),
        (b'[{"a": 1}, {"b": [2}]', [CLOSED, UNCLOSED]),
        (b'[{"a": 1}, {"b": "2}]', [CLOSED, UNCLOSED]),
        (b'[\n  {"a": 1},\n  {"b": [2},\n  {"c": 3}\n]', [CLOSED, UNCLOSED, CLOSED]),
        (b'[\n  {"a": 1},\n  {"b": {},\n  {"c": {},\n  {"d": 4}\n]', [CLOSED, UNCLOSED, UNCLOSED, CLOSED]),
    ],
)
def test_what_the_cut_itself_shows_to_be_broken_is_told(data: bytes, expected: list[str]) -> None:
    assert [piece.trouble for piece in scan(data)] == expected


@pytest.mark.parametrize("chunk", [8, CHUNK])
def test_a_brace_too_many_spoils_its_own_element_and_no_other(chunk: int) -> None:
    pieces = scan(b'[{"a": 1}}, {"b": 2]}, {"c": [3}]}, {"d": 4}]', chunk=chunk)

    assert [piece.raw for piece in pieces] == [b'{"a": 1}}', b'{"b": 2]}', b'{"c": [3}]}', b'{"d": 4}']
    assert not any(piece.trouble for piece in pieces)


def test_an_element_that_never_closes_ends_where_the_next_opens_with_its_indentation() -> None:
    data = b'[\n  {"a": {"b":\n    {"c": 1},\n  {"d": 2}\n]'
    broken, whole = scan(data, chunk=8)

    assert (broken.row, broken.line, broken.offset, broken.raw) == (1, 2, 4, b'{"a": {"b":\n    {"c": 1}')
    assert (whole.row, whole.line, whole.offset, whole.raw) == (2, 4, data.index(b'{"d"'), b'{"d": 2}')


def test_an_element_over_the_limit_is_given_up_with_its_start_and_the_line_it_opens_on() -> None:
    data = b'[\n{"a": 1},\n{"b": "' + b"x" * 5_000
    first, endless = scan(data, chunk=64, limit=2_000)

    assert (first.raw, first.trouble) == (b'{"a": 1}', "")
    assert endless.trouble == "it is longer than 2,000 bytes; only its start is kept here"
    assert (endless.row, endless.line, endless.offset, len(endless.raw)) == (2, 3, 12, 1_000)


@pytest.mark.parametrize("chunk", [16, CHUNK])
def test_a_second_array_in_an_object_is_not_passed_over_without_a_word(chunk: int) -> None:
    data = b'{"train": [{"id": 1}],\n "note": "[{", "test": [{"id": 2}]}'
    first, second = scan(data, chunk=chunk)

    assert (first.raw, first.trouble) == (b'{"id": 1}', "")
    assert "the object holds another array" in second.trouble
    assert (second.line, data[second.offset :]) == (2, b'"test": [{"id": 2}]}')


def test_what_else_stands_behind_an_array_that_an_object_holds_is_no_record() -> None:
    assert len(scan(b'{"rows": [{"id": 1}], "tags": ["a"], "licence": {"name": "CC0", "years": [2026]}}')) == 1
