import csv
import gzip
import json
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from curate.errors import InputError
from curate.files.slices import BOM, Slice
from curate.files.source import Place, Source
from curate.files.sources import open_source
from curate.files.texts import container_of

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
ROWS = [
    {"prompt": "Wie spät ist es in Lissabon, wenn es in Wien zwölf ist?", "completion": "Elf Uhr."},
    {"prompt": "Name a prime above 20.", "completion": "23"},
    {"prompt": "法国的首都是哪里？", "completion": "巴黎。\nParis, auf Deutsch."},
]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()
PRETTY = json.dumps(ROWS, ensure_ascii=False, indent=2).encode()
COMPACT = json.dumps(ROWS, separators=(",", ":")).encode()
HELD = json.dumps({"version": 3, "data": ROWS, "by": "Ines"}, indent=1).encode()


def cells(delimiter: str) -> bytes:
    text = StringIO(newline="")
    rows = csv.DictWriter(text, list(ROWS[0]), delimiter=delimiter)
    rows.writeheader()
    rows.writerows(ROWS)
    return text.getvalue().encode()


WRITTEN = {
    "lines": ("set", LINES, ".jsonl"),
    "pretty": ("set", PRETTY, ".json"),
    "compact": ("set", COMPACT, ".json"),
    "held": ("set", HELD, ".json"),
    "csv": ("set.csv", cells(","), ".csv"),
    "tsv": ("set.TSV", cells("\t"), ".tsv"),
}
COMPRESS: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstd.compress}
CONTAINERS = pytest.mark.parametrize("written", list(WRITTEN))
COMPRESSED = pytest.mark.parametrize("packing", list(COMPRESS))


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Source]:
    def write(content: bytes, name: str = "set") -> Source:
        path = tmp_path / name
        path.write_bytes(content)
        return open_source(str(path))

    return write


def pieces_of(source: Source) -> list[Slice]:
    return [piece for cut in source.cuts() for piece in cut]


def places_of(source: Source) -> list[Place]:
    return [(piece.row, piece.offset, len(piece.raw)) for piece in pieces_of(source)]


def said(source: Source) -> list[Any]:
    """What the records of a source say."""
    return [source.cells(piece.raw) or json.loads(piece.raw) for piece in pieces_of(source)]


def saved(source: Source, wanted: list[int]) -> bytes:
    file = BytesIO()
    source.save([places_of(source)[at] for at in wanted], file)
    return file.getvalue()


@CONTAINERS
@COMPRESSED
@pytest.mark.parametrize("lead", [b"", BOM, b"\r\n \t\n", BOM + b"\n"])
def test_a_file_of_text_is_told_by_its_content_plain_or_compressed(
    opened: Callable[..., Source], written: str, packing: str, lead: bytes
) -> None:
    name, content, ending = WRITTEN[written]
    suffix = packing if "." in name else ""
    source = opened(COMPRESS[packing](lead + content), name + suffix)

    assert source.ending == ending + packing
    assert said(source) == ROWS


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (b'["Guten Tag"]\n{"prompt": "Hi", "completion": "Hello"}\n', "lines"),
        (b'["Guten Tag"]\r\n["Auf Wiedersehen"]\r\n', "lines"),
        (b'[{"prompt": "Hi", "completion": "Hello"}]\n', "array"),
        (b'[{"prompt": "Hi", "completion": "Hello"},\n {"prompt": "Bye", "completion": "So long"}]', "array"),
        (b'[{"messages": []\n}, {"messages": []}]', "array"),
        (b"[", "array"),
        (b'{"prompt": "Hi", "completion": "Hello"}', "lines"),
        (b'{"data": [{"prompt": "Hi"}]}', "array"),
        (b'{"data": [{"prompt": "Hi"}]}\n{"data": [{"prompt": "Bye"}]}\n', "lines"),
        (b"buy milk", "lines"),
    ],
)
def test_a_bracket_opens_an_array_unless_it_closes_on_a_line_that_others_follow(
    head: bytes, container: str
) -> None:
    assert container_of("set.json", head) == container


@pytest.mark.parametrize(
    ("name", "container"),
    [("a.csv", "csv"), ("a.tsv.gz", "tsv"), ("A.CSV.ZST", "csv"), ("csv", "lines"), ("a.csv.jsonl", "lines")],
)
def test_cells_between_commas_or_tabs_are_told_by_the_name(name: str, container: str) -> None:
    assert container_of(name, b"[prompt],completion\n") == ("array" if container == "lines" else container)
    assert container_of(name, b"prompt,completion\n") == container


def test_the_digest_and_the_size_are_those_of_the_file_on_the_disk(opened: Callable[..., Source]) -> None:
    packed = gzip.compress(LINES)
    source = opened(packed, "set.jsonl.gz")

    assert source.digest() == sha256(packed).hexdigest()
    assert source.bytes == len(packed)


@CONTAINERS
@COMPRESSED
@pytest.mark.parametrize("wanted", [[], [0], [2], [0, 2], [0, 1, 2]])
def test_picked_places_give_back_the_bytes_that_stood_there(
    opened: Callable[..., Source], written: str, packing: str, wanted: list[int]
) -> None:
    name, content, _ = WRITTEN[written]
    source = opened(COMPRESS[packing](content), name + packing)
    pieces = [pieces_of(source)[row] for row in wanted]

    assert list(source.pick((piece.row, piece.offset, len(piece.raw)) for piece in pieces)) == [
        piece.raw for piece in pieces
    ]


@CONTAINERS
@pytest.mark.parametrize("wanted", [[1], [0, 2], [1, 2], [0, 1, 2]])
def test_what_is_saved_holds_the_very_bytes_of_these_records_and_no_others(
    opened: Callable[..., Source], written: str, wanted: list[int]
) -> None:
    name, content, _ = WRITTEN[written]
    source = opened(content, name)
    kept = [pieces_of(source)[at].raw for at in wanted]
    again = opened(saved(source, wanted), f"kept.{name}")

    assert [piece.raw for piece in pieces_of(again)] == kept
    assert said(again) == [ROWS[at] for at in wanted]


@pytest.mark.parametrize(
    ("written", "nothing"),
    [("lines", b""), ("pretty", b"[\n]\n"), ("held", b"[\n]\n"), ("csv", b"prompt,completion\r\n")],
)
def test_where_no_record_is_kept_what_holds_them_is_saved_all_the_same(
    opened: Callable[..., Source], written: str, nothing: bytes
) -> None:
    name, content, _ = WRITTEN[written]

    assert saved(opened(content, name), []) == nothing


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", LINES),
        ("a.jsonl", LINES.replace(b"\n", b"\r\n")),
        ("a.csv", cells(",")),
        ("a.csv", BOM + cells(",")),
        ("a.tsv", cells("\t").replace(b"\r\n", b"\n")),
    ],
)
def test_all_records_saved_are_the_same_file(opened: Callable[..., Source], name: str, content: bytes) -> None:
    assert saved(opened(content, name), [0, 1, 2]) == content


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_the_last_line_is_closed_when_it_is_saved(opened: Callable[..., Source], name: str) -> None:
    content = LINES if name == "a.jsonl" else cells(",").replace(b"\r\n", b"\n")

    assert saved(opened(content.removesuffix(b"\n"), name), [0, 1, 2]) == content


def test_places_far_apart_are_picked_across_many_blocks(opened: Callable[..., Source]) -> None:
    long = json.dumps({"prompt": "Repeat it.", "completion": "la " * 800_000}).encode()
    source = opened(LINES + long + b"\n" + LINES)
    places = places_of(source)

    assert [json.loads(raw) for raw in source.pick([places[0], places[-1]])] == [ROWS[0], ROWS[-1]]
    assert saved(source, list(range(len(places)))) == LINES + long + b"\n" + LINES


@pytest.mark.parametrize(("content", "line"), [(LINES, 1), (PRETTY, 2), (HELD, 4)])
def test_a_file_that_opens_with_a_long_run_of_blank_lines_is_not_called_empty(
    opened: Callable[..., Source], content: bytes, line: int
) -> None:
    source = opened(b"\n" * 1_500_000 + content)

    assert said(source) == ROWS
    assert pieces_of(source)[0].line == 1_500_000 + line


def test_the_cells_of_a_record_have_the_names_of_the_header(opened: Callable[..., Source]) -> None:
    source = opened(b'\xef\xbb\xbf"the\nprompt",completion\r\n"Wo?\nWann?",Hier\r\n', "a.csv")
    (piece,) = pieces_of(source)

    assert source.cells(piece.raw) == {"the\nprompt": "Wo?\nWann?", "completion": "Hier"}
    assert opened(LINES).cells(LINES.partition(b"\n")[0]) is None


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (b"prompt,completion,prompt", "two columns are called 'prompt'"),
        (b'prompt,"completion', "its header can not be read: a cell opens with"),
    ],
)
def test_a_header_that_names_no_cell_for_sure_is_refused(
    opened: Callable[..., Source], header: bytes, message: str
) -> None:
    source = opened(header + b"\nWann?,Um neun,Jo\n", "a.csv")

    with pytest.raises(InputError, match=message):
        list(source.cuts())


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (b"prompt,response\nHi,Hello\n", "csv"),
        (b"prompt\tresponse\r\nHi\tHello\r\n", "tsv"),
        (b"buy milk, eggs\n", "lines"),
    ],
)
def test_a_table_that_is_piped_in_is_told_by_its_header(head: bytes, container: str) -> None:
    assert container_of("-", head) == container
    assert container_of("notes.txt", head) == "lines"


@CONTAINERS
@COMPRESSED
@pytest.mark.parametrize("lead", [b"", BOM, BOM + b"\r\n"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_the_neighbours_of_a_changed_record_keep_their_very_bytes(
    opened: Callable[..., Source], written: str, packing: str, lead: bytes, at: int
) -> None:
    name, content, _ = WRITTEN[written]
    source = opened(COMPRESS[packing](lead + content), name + (packing if "." in name else ""))
    file = BytesIO()
    source.save(places_of(source), file, {at + 1: {"completion": 'Zwölf,\r\nsagt "man".'}})
    again = opened(file.getvalue(), f"again-{name}")

    changed = {**ROWS[at], "completion": 'Zwölf,\r\nsagt "man".'}
    assert said(again) == [changed if number == at else row for number, row in enumerate(ROWS)]
    raws, before = [piece.raw for piece in pieces_of(again)], [piece.raw for piece in pieces_of(source)]
    assert [number for number in range(3) if raws[number] != before[number]] == [at]


@pytest.mark.parametrize("name", ["set.csv", "set.jsonl"])
def test_every_line_end_stays_where_a_record_is_changed(opened: Callable[..., Source], name: str) -> None:
    lines = {
        "set.csv": (b"id,said\r\n1,Gr\xc3\xbcezi\n2,Servus\r\n3,Moin", b"2,Baba"),
        "set.jsonl": (
            b'{"said": "Gr\xc3\xbcezi"}\n{"said": "Servus"}\r\n{"said": "Moin"}',
            b'{"said": "Baba"}',
        ),
    }
    content, new = lines[name]
    file = BytesIO()
    source = opened(content, name)
    source.save(places_of(source), file, {2: {"said": "Baba"}})
    old = content.split(b"\r\n")[-2].rpartition(b"\n")[2]
    assert file.getvalue() == content.replace(old, new) + b"\n"


def test_a_new_column_is_put_behind_the_others_and_is_empty_where_nothing_is_told(
    opened: Callable[..., Source],
) -> None:
    source = opened(BOM + b'id,said\r\n1,"Gr\xc3\xbcezi, ""Jo"""\r\n2,\r\n3,Moin\n', "set.csv")
    file = BytesIO()
    source.save(places_of(source), file, {2: {"type": "talk"}, 3: {"said": "Tach", "mood, today": 3}})
    assert file.getvalue() == (
        BOM + b'id,said,type,"mood, today"\r\n1,"Gr\xc3\xbcezi, ""Jo""",,\r\n2,,talk,\r\n3,Tach,,3\n'
    )


def test_changes_of_records_that_are_left_out_bring_no_column(opened: Callable[..., Source]) -> None:
    source = opened(b"id,said\n1,Moin\n2,Servus\n", "set.csv")
    file = BytesIO()
    source.save(places_of(source)[:1], file, {2: {"type": "talk"}})
    assert file.getvalue() == b"id,said\n1,Moin\n"
