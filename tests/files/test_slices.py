import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curate.files import slices
from curate.files.slices import BOM, Slice, elements, lines

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
JSON_SCRAPS = st.lists(
    st.sampled_from([b"[", b"]", b"{", b"}", b",", b'"', b"\\", b":", b"\n", b"\n  {", b" ", b"1", b"a", b"\xe9"]),
    max_size=30,
).map(b"".join)


def cuts(data: bytes, pieces: list[Slice]) -> list[bytes]:
    return [data[piece.offset : piece.offset + len(piece.raw)] for piece in pieces]


def lines_of(data: bytes, pieces: list[Slice]) -> list[int]:
    return [1 + data.count(b"\n", 0, piece.offset) for piece in pieces]


def left_over(data: bytes, pieces: list[Slice]) -> bytes:
    """What stands in no slice, without white space."""
    gaps, at = [], 0
    for piece in pieces:
        gaps.append(data[at : piece.offset])
        at = piece.offset + len(piece.raw)
    return b"".join(b"".join([*gaps, data[at:]]).split())


def scan(data: bytes, *, chunk: int = slices.CHUNK) -> list[Slice]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "CHUNK", chunk)
        return list(elements(BytesIO(data)))


@given(rows=st.lists(OBJECTS, max_size=5), layout=LAYOUTS, chunk=st.integers(8, 60), tail=SPACE)
@example(rows=[{"": "\\"}, {"\\": '"'}], layout={"ensure_ascii": False}, chunk=8, tail=b"")
def test_every_element_of_an_array_is_cut_where_it_stands(
    rows: list[dict[str, Any]], layout: dict[str, Any], chunk: int, tail: bytes
) -> None:
    data = json.dumps(rows, **layout).encode() + tail
    pieces = scan(data, chunk=chunk)

    assert [json.loads(raw) for raw in cuts(data, pieces)] == json.loads(data)
    assert [piece.raw for piece in pieces] == cuts(data, pieces)
    assert [piece.line for piece in pieces] == lines_of(data, pieces)
    assert [piece.row for piece in pieces] == list(range(1, len(rows) + 1))
    assert not any(piece.trouble for piece in pieces)


@given(values=st.lists(VALUES, max_size=5), layout=LAYOUTS)
def test_elements_that_are_no_objects_are_cut_as_well(values: list[Any], layout: dict[str, Any]) -> None:
    data = json.dumps(values, **layout).encode()

    assert [json.loads(piece.raw) for piece in scan(data)] == values


@given(rows=st.lists(OBJECTS, max_size=5), ends=st.lists(st.sampled_from([b"\n", b"\r\n", b"\n\n", b"\n \t\n"])))
@example(rows=[{"text": "\u2028"}, {"text": "\x85\x0b\x0c"}], ends=[])
def test_every_line_is_cut_where_it_stands(rows: list[dict[str, Any]], ends: list[bytes]) -> None:
    endings = [*ends, *[b"\n"] * len(rows)]
    written = [json.dumps(row, ensure_ascii=False).encode() for row in rows]
    data = b"".join(row + end for row, end in zip(written, endings, strict=False))
    pieces = list(lines(BytesIO(data)))

    assert cuts(data, pieces) == [piece.raw for piece in pieces] == written
    assert [piece.line for piece in pieces] == lines_of(data, pieces)
    assert [piece.row for piece in pieces] == list(range(1, len(rows) + 1))


@given(data=st.binary(max_size=60) | JSON_SCRAPS, limit=st.integers(4, 80))
@example(data=b"     a sentence behind a long blank", limit=4)
def test_whatever_the_bytes_no_line_gets_lost(data: bytes, limit: int) -> None:
    pieces = list(lines(BytesIO(data), limit=limit))
    blank = (not line.strip() for line in data.removeprefix(BOM).split(b"\n"))

    assert len(pieces) == sum(not each for each in blank)
    assert cuts(data, pieces) == [piece.raw for piece in pieces]
    assert [piece.line for piece in pieces] == lines_of(data, pieces)
    if not any(piece.trouble for piece in pieces):
        assert left_over(data, pieces).removeprefix(BOM) == b""


@given(data=JSON_SCRAPS.map(lambda scraps: b"[" + scraps), chunk=st.integers(8, 40))
@example(data=b'[{"a": 1}] \n\n and more', chunk=8)
def test_whatever_the_bytes_of_an_array_only_what_separates_its_elements_is_left_over(
    data: bytes, chunk: int
) -> None:
    pieces = scan(data, chunk=chunk)

    assert cuts(data, pieces) == [piece.raw for piece in pieces]
    assert [piece.line for piece in pieces] == lines_of(data, pieces)
    assert [piece.row for piece in pieces] == list(range(1, len(pieces) + 1))
    assert set(left_over(data, pieces)) <= set(b"[],")


@given(data=JSON_SCRAPS.map(lambda scraps: b"[" + scraps), chunk=st.integers(8, 40))
def test_an_array_is_cut_alike_for_any_size_of_the_chunks(data: bytes, chunk: int) -> None:
    assert scan(data, chunk=chunk) == scan(data)


@pytest.mark.parametrize(
    ("text", "starts", "numbers"),
    [
        (b"one\ntwo\n", [0, 4], [1, 2]),
        (b"one\ntwo", [0, 4], [1, 2]),
        (b"one\r\ntwo\r\n", [0, 5], [1, 2]),
        (BOM + b"one\ntwo\n", [3, 7], [1, 2]),
        (b"\n\n  one\n \ntwo\n\n", [2, 10], [3, 5]),
        ("naïve\u2028café\ntwo\n".encode(), [0, 15], [1, 2]),
        (b"one\rstill one\ntwo\n", [0, 14], [1, 2]),
        (b"", [], []),
        (BOM + b"\n", [], []),
    ],
)
def test_only_a_line_feed_ends_a_line_and_blank_ones_are_counted_but_not_read(
    text: bytes, starts: list[int], numbers: list[int]
) -> None:
    pieces = list(lines(BytesIO(text)))

    assert [piece.offset for piece in pieces] == starts
    assert [piece.line for piece in pieces] == numbers


def test_a_byte_order_mark_inside_the_file_stays_part_of_its_line() -> None:
    assert [piece.raw for piece in lines(BytesIO(b"one\n" + BOM + b"two\n"))] == [b"one", BOM + b"two"]


@pytest.mark.parametrize("long", [101, 102, 199, 200, 201, 1000])
def test_a_line_over_the_limit_is_one_troubled_slice_and_its_neighbours_are_read(long: int) -> None:
    data = b"before\n" + b"x" * long + b"\nafter\n"
    before, over, after = lines(BytesIO(data), limit=100)

    assert (before.raw, after.raw) == (b"before", b"after")
    assert (over.row, over.line, over.offset) == (2, 2, 7)
    assert over.trouble.startswith("it is longer than 100 bytes")
    assert (after.row, after.line, after.offset) == (3, 3, 8 + long)


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_line_of_exactly_the_limit_is_whole(end: bytes) -> None:
    (piece,) = lines(BytesIO(b"x" * 100 + end), limit=100)

    assert (piece.trouble, len(piece.raw)) == ("", 100)


@pytest.mark.parametrize("text", [b"[]", b"[ \n ]", BOM + b"[]\n", b" \n[]"])
def test_an_empty_array_holds_no_element(text: bytes) -> None:
    assert scan(text) == []


def test_a_long_element_is_found_whole_across_many_chunks() -> None:
    row = {"prompt": "Say it again.", "completion": 'He said: "no", \\ and [ and {.' * 500}
    data = json.dumps([row, {"prompt": "And you?"}, row], indent=2).encode()

    assert [json.loads(piece.raw) for piece in scan(data, chunk=16)] == json.loads(data)


def troubles(data: bytes) -> list[str]:
    return [piece.trouble.partition(",")[0] for piece in scan(data)]


CLOSED, GAP, AFTER = "", "there is nothing between two commas", "there is more text after the end of the array"
UNCLOSED = "it is not closed before the next one"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'[{"a": 1},]', [CLOSED, GAP]),
        (b'[{"a": 1},, {"b": 2}]', [CLOSED, GAP, CLOSED]),
        (b"[,]", [GAP, GAP]),
        (b'[{"a": 1}] and more', [CLOSED, AFTER]),
        (b'[{"a": 1}]]', [CLOSED, AFTER]),
        (b'[{"a": 1}, {"b": [2}]', [CLOSED, UNCLOSED]),
        (b'[{"a": 1}, {"b": "2}]', [CLOSED, UNCLOSED]),
        (b'[\n  {"a": 1},\n  {"b": [2},\n  {"c": 3}\n]', [CLOSED, UNCLOSED, CLOSED]),
        (b'[\n  {"a": 1},\n  {"b": {},\n  {"c": {},\n  {"d": 4}\n]', [CLOSED, UNCLOSED, UNCLOSED, CLOSED]),
    ],
)
def test_what_the_cut_itself_shows_to_be_broken_is_told(data: bytes, expected: list[str]) -> None:
    assert troubles(data) == expected


def test_an_element_that_never_closes_ends_where_the_next_opens_with_its_indentation() -> None:
    data = b'[\n  {"a": {"b":\n    {"c": 1},\n  {"d": 2}\n]'
    broken, whole = scan(data, chunk=8)

    assert (broken.row, broken.line, broken.offset, broken.raw) == (1, 2, 4, b'{"a": {"b":\n    {"c": 1}')
    assert (whole.row, whole.line, whole.offset, whole.raw) == (2, 4, data.index(b'{"d"'), b'{"d": 2}')
