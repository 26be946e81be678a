import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curate.files import lines
from curate.files.lines import line_cuts, stretches
from curate.files.slices import BOM, CHUNK, MAX_RECORD, Cut, Slice

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["\u2028", "\x85", "\\n", "🦔", ""])
ROWS = st.lists(st.dictionaries(TEXTS, TEXTS, max_size=3), max_size=5)
SCRAPS = st.lists(
    st.sampled_from([b"\n", b"\r\n", b"\r", b" ", b"\t\n", b"{}", b"a line", b"\xe9", b"\xe2\x80\xa8", BOM]),
    max_size=30,
).map(b"".join)
LIMITS = st.integers(4, 80)


def cuts_of(data: bytes, *, limit: int = MAX_RECORD, chunk: int = CHUNK) -> list[Cut]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "CHUNK", chunk)
        return list(line_cuts(BytesIO(data), limit=limit))


def scan(data: bytes, *, limit: int = MAX_RECORD, chunk: int = CHUNK) -> list[Slice]:
    return [piece for cut in cuts_of(data, limit=limit, chunk=chunk) for piece in cut]


def standing(data: bytes, pieces: list[Slice]) -> list[bytes]:
    """What stands in the data where the slices say that they stand."""
    return [data[piece.offset : piece.offset + len(piece.raw)] for piece in pieces]


def lines_by_counting(data: bytes, pieces: list[Slice]) -> list[int]:
    return [1 + data.count(b"\n", 0, piece.offset) for piece in pieces]


@given(
    rows=ROWS,
    ends=st.lists(st.sampled_from([b"\n", b"\r\n", b"\n\n", b"\n \t\n"]), max_size=5),
    chunk=st.integers(1, 60),
)
@example(rows=[{"text": "\u2028"}, {"text": "\x85\x0b\x0c"}], ends=[], chunk=1)
def test_every_line_is_cut_where_it_stands(rows: list[dict[str, Any]], ends: list[bytes], chunk: int) -> None:
    endings = [*ends, *[b"\n"] * len(rows)]
    written = [json.dumps(row, ensure_ascii=False).encode() for row in rows]
    data = b"".join(row + end for row, end in zip(written, endings, strict=False))
    pieces = scan(data, chunk=chunk)

    assert standing(data, pieces) == [piece.raw for piece in pieces] == written
    assert [piece.line for piece in pieces] == lines_by_counting(data, pieces)
    assert [piece.row for piece in pieces] == list(range(1, len(rows) + 1))


@given(data=st.binary(max_size=60) | SCRAPS, limit=LIMITS, chunk=st.integers(1, 40))
@example(data=b"     a sentence behind a long blank", limit=4, chunk=8)
def test_whatever_the_bytes_no_line_gets_lost(data: bytes, limit: int, chunk: int) -> None:
    pieces = scan(data, limit=limit, chunk=chunk)
    full = [line for line in data.removeprefix(BOM).split(b"\n") if line.strip()]

    assert standing(data, pieces) == [piece.raw for piece in pieces]
    assert [piece.line for piece in pieces] == lines_by_counting(data, pieces)
    assert [piece.row for piece in pieces] == list(range(1, len(full) + 1))
    whole = [(raw, line) for (_, _, _, raw, trouble, _), line in zip(pieces, full, strict=True) if not trouble]
    assert all(raw == line.rstrip(b"\r") for raw, line in whole)


@given(data=SCRAPS, limit=LIMITS, chunk=st.integers(1, 40))
@example(data=b"a line that is too long\nand one more", limit=4, chunk=1)
@example(data=b"\n\n\n\rone\r\r\n", limit=4, chunk=1)
def test_lines_are_cut_alike_for_any_size_of_the_chunks(data: bytes, limit: int, chunk: int) -> None:
    assert scan(data, limit=limit, chunk=chunk) == scan(data, limit=limit)


@given(data=SCRAPS, chunk=st.integers(1, 40))
def test_each_cut_goes_on_where_the_one_before_ended(data: bytes, chunk: int) -> None:
    row = 1
    for cut in cuts_of(data, chunk=chunk):
        assert cut.first_row == row
        assert len(cut.raws) == len(cut.lines) == len(cut.offsets)
        row += len(cut.raws)


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
    pieces = scan(text)

    assert [piece.offset for piece in pieces] == starts
    assert [piece.line for piece in pieces] == numbers


def test_behind_a_line_that_is_another_stretches_are_soon_the_same_again() -> None:
    rows = [b"%d %s" % (number, b"a crossing " * (number % 7)) for number in range(3_000)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "CHUNK", 4_000)
        before, more, less = (
            [each.data for each in stretches(BytesIO(b"\n".join(given)))]
            for given in (rows, [*rows[:1500], b"one more", *rows[1500:]], [*rows[:1500], *rows[1501:]])
        )
    assert len(before) > 20
    for after in (more, less):
        assert b"".join(after) != b"".join(before)
        assert len(set(after) - set(before)) <= 3


def test_a_byte_order_mark_inside_the_file_stays_part_of_its_line() -> None:
    assert [piece.raw for piece in scan(b"one\n" + BOM + b"two\n")] == [b"one", BOM + b"two"]


@pytest.mark.parametrize("chunk", [1, 50, CHUNK])
@pytest.mark.parametrize("long", [101, 102, 199, 200, 201, 1000])
def test_a_line_over_the_limit_is_one_troubled_slice_and_its_neighbours_are_read(long: int, chunk: int) -> None:
    data = b"before\n" + b"x" * long + b"\nafter\n"
    before, over, after = scan(data, limit=100, chunk=chunk)

    assert (before.raw, after.raw) == (b"before", b"after")
    assert (over.row, over.line, over.offset) == (2, 2, 7)
    assert over.trouble == "it is longer than 100 bytes; only its start is kept here"
    assert (after.row, after.line, after.offset) == (3, 3, 8 + long)


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_line_of_exactly_the_limit_is_whole(end: bytes) -> None:
    (piece,) = scan(b"x" * 100 + end, limit=100)

    assert (piece.trouble, len(piece.raw)) == ("", 100)


def test_of_a_line_over_the_limit_only_the_start_is_kept() -> None:
    (piece,) = scan(b"x" * 5_000, limit=2_000)

    assert piece.raw == b"x" * 1_000
