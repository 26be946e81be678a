from pathlib import Path
from typing import NamedTuple

import pytest

import curate
from curate.errors import InputError
from curate.files import delimited
from curate.files.delimited import row_cuts
from curate.files.slices import BOM
from tests.conftest import Command


class Case(NamedTuple):
    """Rows of one text, and what is read of them."""

    name: str
    text: bytes
    read: tuple[tuple[str, str], ...] = ()
    wrong: tuple[int, ...] = ()
    """Which rows of the case are rejected, from 1."""


HUGE = "x" * 131_073
CASES = (
    Case("plain", b"Wo?,Hier.", (("Wo?", "Hier."),)),
    Case("quoted", b'"Wo?","Hier."', (("Wo?", "Hier."),)),
    Case("comma in quotes", b'"Wo, bitte?",Hier.', (("Wo, bitte?", "Hier."),)),
    Case("quote in quotes", b'"Wo ist ""hier""?",Da.', (('Wo ist "hier"?', "Da."),)),
    Case("only quotes in quotes", b'"""""",Hier.', (('""', "Hier."),)),
    Case("newline in a cell", b'"Wo\nist\n\nes?",Hier.', (("Wo\nist\n\nes?", "Hier."),)),
    Case("return in a cell", b'"Wo\r\nist es?",Hier.', (("Wo\r\nist es?", "Hier."),)),
    Case("blanks around cells", b" Wo? , Hier. ", ((" Wo? ", " Hier. "),)),
    Case("quote behind a blank", b'Wo?, "Hier."', (("Wo?", ' "Hier."'),)),
    Case("stray quote inside", b'Wo "hier?,Da "dort.', (('Wo "hier?', 'Da "dort.'),)),
    Case("NUL", b"Wo\0?,Hier.", (("Wo\0?", "Hier."),)),
    Case("byte order mark inside", BOM + b"Wo?,Hier.", (("\ufeffWo?", "Hier."),)),
    Case("formula", b'=1+1,"@SUM(A1)"', (("=1+1", "@SUM(A1)"),)),
    Case("command", b"=cmd|' /C calc'!A0,+1", (("=cmd|' /C calc'!A0", "+1"),)),
    Case("a cell over 131,072", f"Wo?,{HUGE}".encode(), (("Wo?", HUGE),)),
    Case("a quoted cell over 131,072", f'Wo?,"{HUGE}"'.encode(), (("Wo?", HUGE),)),
    Case("line separator", "Wo\u2028?,Hier.".encode(), (("Wo\u2028?", "Hier."),)),
    Case("JSON in a cell", b'"{""a"": [1]}",Hier.', (('{"a": [1]}', "Hier."),)),
    Case("returns at the end", b"Wo?,Hier.\r", (("Wo?", "Hier."),)),
    Case("text behind a quote", b'"Wo"?,Hier.', wrong=(1,)),
    Case("unclosed", b'"Wo?,Hier.', wrong=(1,)),
    Case("unclosed in the second cell", b'Wo?,"Hier.', wrong=(1,)),
    Case("unclosed, twice", b'"Wo?,Hier.\n"Wann?,Morgen.', wrong=(1, 2)),
    Case("unclosed before good ones", b'Wo?,"Hier.\nWann?,Morgen.', (("Wann?", "Morgen."),), wrong=(1,)),
    Case("only a quote", b'"', wrong=(1,)),
    Case("too few cells", b"Wo?", wrong=(1,)),
    Case("too many cells", b"Wo?,Hier.,Da.", wrong=(1,)),
    Case("a comma behind", b"Wo?,Hier.,", wrong=(1,)),
    Case("only commas", b",,,,", wrong=(1,)),
    Case("bare return", b"Wo\rist es?,Hier.", wrong=(1,)),
    Case("semicolons", b"Wo?;Hier.", wrong=(1,)),
    Case("a tab", b"Wo?\tHier.", wrong=(1,)),
    Case("bad bytes", "Wo ist Köln?,Hier.".encode("latin-1"), wrong=(1,)),
    Case("blank", b" ", wrong=(1,)),
    Case("blank lines", b"\n\r\n\n"),
)
BEFORE, BEHIND = ("Wer?", "Niemand."), ("Wann?", "Nie.")


def written(text: bytes, delimiter: str) -> bytes:
    row = delimiter.join
    lines = [row(("prompt", "completion")), row(BEFORE), "%s", row(BEHIND), row(BEHIND), ""]
    return "\n".join(lines).encode().replace(b"%s", text)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_cells_are_read_or_their_row_is_rejected_and_its_neighbours_are_read(
    tmp_path: Path, case: Case, kind: str
) -> None:
    delimiter = "," if kind == "csv" else "\t"
    text = case.text if kind == "csv" else case.text.translate(bytes.maketrans(b",\t", b"\t,"))
    told = str.maketrans(",\t", ",\t" if kind == "csv" else "\t,")
    data = written(text, delimiter)
    path = tmp_path / f"set.{kind}"
    path.write_bytes(data)
    records = curate.read(path, format="prompt-completion")

    expected = [BEFORE, *(tuple(cell.translate(told) for cell in row) for row in case.read), BEHIND, BEHIND]
    said = [[message["content"] for message in record["messages"]] for record in records]
    assert said == [list(row) for row in expected]
    assert [reject.row for reject in records.rejects] == [row + 1 for row in case.wrong]
    for reject in records.rejects:
        assert data[reject.offset :].startswith(reject.raw)
        assert reject.line == 1 + data.count(b"\n", 0, reject.offset)
    assert records.read == len(records) + len(records.rejects)


HEADERS = {
    "two columns of one name": b"prompt,completion,prompt\n", "unclosed": b'"prompt,completion\n',
    "bare return": b"prompt\rcompletion\r", "text behind a quote": b'"prompt"x,completion\n',
    "two columns without a name": b"prompt,completion,,\n",
    "over the limit": b"prompt,completion," + b"x" * 3_000 + b"\n",
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("format", ["auto", "prompt-completion"])
def test_a_header_that_names_no_columns_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, format: str
) -> None:
    monkeypatch.setattr(delimited, "MAX_RECORD", 2_000)
    path = tmp_path / "set.csv"
    path.write_bytes(HEADERS[header] + b"Wo?,Hier.\n" * 20)

    with pytest.raises(InputError, match=r"header|two columns"):
        curate.read(path, format=format)


@pytest.mark.parametrize(
    "text", [b"prompt,completion", b"prompt,completion\n", BOM + b"prompt,completion\r\n\r\n"]
)
def test_a_header_alone_holds_no_records(tmp_path: Path, command: Command, text: bytes) -> None:
    (tmp_path / "set.csv").write_bytes(text)

    assert command("check", tmp_path / "set.csv")[0] == 3
    assert command("check", tmp_path / "set.csv", "--from", "prompt-completion")[0] == 3


@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_a_mark_at_the_beginning_belongs_to_no_name(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"set.{kind}"
    delimiter = "," if kind == "csv" else "\t"
    path.write_bytes(BOM + written(delimiter.join(BEFORE).encode(), delimiter))

    assert len(curate.read(path)) == 4


def test_a_header_that_is_no_text_is_told(tmp_path: Path, command: Command) -> None:
    (tmp_path / "set.csv").write_bytes("prompt,completion,größe\nWo?,Hier.,1\n".encode("latin-1"))

    for options in ((), ("--from", "messages"), ("--map", "prompt=completion", "--map", "response=prompt")):
        code, out, err = command("check", tmp_path / "set.csv", *options)
        assert (code, out) == (3, "")
        assert "its header can not be read: it is not UTF-8" in err


@pytest.mark.parametrize("long", [99, 100, 101, 102, 1_000, 5_000])
def test_a_line_over_the_limit_is_one_reject_and_its_neighbours_keep_their_places(
    tmp_path: Path, long: int
) -> None:
    path = tmp_path / "set.csv"
    data = b"prompt,completion\nWer?,Niemand.\n" + b"x" * (long - 1) + b"\nWann?,Nie.\n"
    path.write_bytes(data)
    with path.open("rb") as stream:
        pieces = [piece for cut in row_cuts(stream, ",", limit=100) for piece in cut]

    assert [piece.row for piece in pieces] == [1, 2, 3]
    assert [piece.line for piece in pieces] == [2, 3, 4]
    assert [piece.offset for piece in pieces] == [18, 32, 32 + long]
    assert pieces[1].trouble.startswith("it is longer than" if long > 101 else "it has 1 cell ")
    assert [bool(piece.trouble) for piece in pieces] == [False, True, False]


def test_a_quote_that_does_not_close_is_not_followed_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_bytes(b'prompt,completion\n"Wer?,Niemand.\n' + b"Wann?,Nie.\n" * 50 + b'x"\n')
    with path.open("rb") as stream:
        pieces = [piece for cut in row_cuts(stream, ",", limit=100) for piece in cut]

    assert [piece.row for piece in pieces if piece.trouble] == [1, 52]
    assert len(pieces) == 52


def test_a_file_in_which_every_line_opens_a_quote_is_read_in_few_passes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    parsed = 0
    lines_of = delimited._Rows._lines

    def counted(rows: delimited._Rows) -> object:
        nonlocal parsed
        for line in lines_of(rows):
            parsed += len(line)
            yield line

    monkeypatch.setattr(delimited._Rows, "_lines", counted)
    monkeypatch.setattr(delimited, "CHUNK", 1_000)
    path = tmp_path / "set.csv"
    data = b"prompt,completion\n" + b'"Wo?,Hier.\n' * 5_000
    path.write_bytes(data)
    with path.open("rb") as stream:
        rows = sum(len(cut.raws) for cut in row_cuts(stream, ","))

    assert rows >= 1
    assert parsed <= (delimited.AGAIN + 3) * len(data)
