import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curate.files import delimited
from curate.files.delimited import header_lines, header_of, row_cuts
from curate.files.slices import BOM, Slice

HEADER = ["prompt", "completion"]
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=10) | st.sampled_from(
    ["", '"', '""', ",", "\t", "\n", "\r\n", "a\n\nb", " ", "Grüße, Jo", '{"a": 1}', "\u2028", "🦔", "=1+1"]
)
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=5)
SCRAPS = st.lists(st.sampled_from([b",", b'"', b'""', b"\n", b"\r\n", b"a", b" ", b"\xe9", b"a,b\n"])).map(
    b"".join
)
UNCLOSED = 'a cell opens with " and is not closed; write a quote inside a quoted cell twice'


def scan(data: bytes, delimiter: str = ",") -> tuple[list[Slice], list[dict[str, str]]]:
    """The slices of all cuts, and what their cells hold."""
    cuts = list(row_cuts(BytesIO(data), delimiter))
    return [piece for cut in cuts for piece in cut], [cells for cut in cuts for cells in cut.values or []]


def written(rows: list[tuple[str, str]], **layout: str | int) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, **layout).writerows([HEADER, *rows])  # type: ignore[arg-type]
    return text.getvalue().encode()


def standing(data: bytes, pieces: list[Slice]) -> list[bytes]:
    """What stands in the data where the slices say that they stand."""
    return [data[piece.offset : piece.offset + len(piece.raw)] for piece in pieces]


def lines_by_counting(data: bytes, pieces: list[Slice]) -> list[int]:
    return [1 + data.count(b"\n", 0, piece.offset) for piece in pieces]


@given(
    rows=ROWS,
    delimiter=st.sampled_from([",", "\t"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from([b"", BOM, b"\n", b"\r\n \n"]),
)
@example(rows=[("a\nb", "c"), ("d", "")], delimiter=",", quoting=csv.QUOTE_MINIMAL, end="\r\n", mark=BOM)
def test_what_pythons_own_writer_wrote_comes_back(
    rows: list[tuple[str, str]], delimiter: str, quoting: int, end: str, mark: bytes
) -> None:
    data = mark + written(rows, delimiter=delimiter, quoting=quoting, lineterminator=end)
    pieces, cells = scan(data, delimiter)

    assert cells == [dict(zip(HEADER, row, strict=True)) for row in rows]
    assert standing(data, pieces) == [piece.raw for piece in pieces]
    assert [piece.line for piece in pieces] == lines_by_counting(data, pieces)
    assert [piece.row for piece in pieces] == list(range(1, len(rows) + 1))
    assert not any(piece.trouble for piece in pieces)


@given(data=SCRAPS)
@example(data=b'a"b,"\n"c\n')
def test_whatever_the_bytes_no_row_gets_lost(data: bytes) -> None:
    data = b"prompt,completion\n" + data
    pieces, cells = scan(data)
    gaps = [len(b"prompt,completion\n"), *(piece.offset + len(piece.raw) for piece in pieces)]
    starts = [*(piece.offset for piece in pieces), len(data)]

    assert standing(data, pieces) == [piece.raw for piece in pieces]
    assert [piece.line for piece in pieces] == lines_by_counting(data, pieces)
    assert [piece.row for piece in pieces] == list(range(1, len(pieces) + 1))
    assert len(cells) == len(pieces)
    assert not b"".join(data[end:start] for end, start in zip(gaps, starts, strict=True)).strip(b"\r\n")


@given(data=SCRAPS, together=st.integers(1, 3))
def test_rows_are_cut_alike_however_many_are_handed_on_at_once(data: bytes, together: int) -> None:
    data = b"prompt,completion\n" + data
    whole = scan(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "TOGETHER", together)
        assert scan(data) == whole


@pytest.mark.parametrize(
    ("row", "trouble"),
    [
        (b"Is it far?", "it has 1 cell where the header has 2 (prompt, completion)"),
        (b"Is it far?,No,Not at all", "it has 3 cells where the header has 2 (prompt, completion)"),
        (b'Is it far?,"No, not at all', UNCLOSED),
        (b'Is it "far"?,"No" she said', "',' expected after '\"'; write a quote inside a quoted cell twice"),
    ],
)
def test_a_row_with_something_wrong_is_one_troubled_slice_and_its_neighbours_are_read(
    row: bytes, trouble: str
) -> None:
    data = b"\n".join([b"prompt,completion", b"Wann?,Um neun", row, b"Wo?,Im Hof", b""])
    (before, wrong, after), cells = scan(data)

    assert (wrong.row, wrong.line, wrong.raw, wrong.trouble) == (2, 3, row, trouble)
    assert (before.trouble, after.trouble) == ("", "")
    assert (after.row, after.line) == (3, 4)
    assert cells[2] == {"prompt": "Wo?", "completion": "Im Hof"}


def test_blank_lines_between_rows_are_counted_but_not_read() -> None:
    pieces, _ = scan(b"prompt,completion\n\nWann?,Um neun\r\n\r\nWo?,Im Hof\n\n")

    assert [(piece.row, piece.line) for piece in pieces] == [(1, 3), (2, 5)]


def test_a_quote_that_closes_nowhere_near_is_followed_over_a_bounded_number_of_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delimited, "MOST_LINES", 3)
    pieces, _ = scan(b'prompt,completion\n"Wann,Um neun\n' + b"Wo?,Im Hof\n" * 5)

    assert [piece.trouble for piece in pieces] == [UNCLOSED, *[""] * 5]


def test_a_file_full_of_quotes_that_do_not_close_is_not_read_again_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delimited, "AGAIN", 0)
    data = b'prompt,completion\nWann?,Um neun\n"Wo?,Im Hof\nWer?,Jo\n'
    (_, given_up), _ = scan(data)

    assert (given_up.trouble, given_up.raw) == (UNCLOSED, b'"Wo?,Im Hof\nWer?,Jo')


def test_a_huge_cell_is_read_and_the_limit_of_the_module_is_left_as_it_was() -> None:
    before = csv.field_size_limit()
    _, cells = scan(b"prompt,completion\nSing it.," + b"la " * 100_000 + b"\n")

    assert len(cells[0]["completion"]) == 300_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("data", "above"),
    [
        (b"prompt,completion\nWann?,Um neun\n", b"prompt,completion\n"),
        (BOM + b"\r\nprompt,completion\r\nWann?,Um neun\n", BOM + b"\r\nprompt,completion\r\n"),
        (b'"the\nprompt",completion\nWann?,Um neun\n', b'"the\nprompt",completion\n'),
    ],
)
def test_the_header_is_all_that_stands_above_the_first_row(data: bytes, above: bytes) -> None:
    assert header_lines(BytesIO(data), ",") == above


def test_a_header_that_is_broken_is_told_and_not_taken_for_an_empty_one() -> None:
    assert header_of(BytesIO(b"prompt\tcompletion\n"), "\t") == (["prompt", "completion"], "")
    assert header_of(BytesIO(b'prompt,"completion\nWann?,Um neun\n'), ",") == ([], UNCLOSED)
