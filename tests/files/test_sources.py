import gzip
import json
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from curate.errors import InputError, OutputRefused, UsageError
from curate.files.slices import BOM
from curate.files.source import Source
from curate.files.sources import must_not_replace, open_source, open_sources, sources_of

ROWS = [
    {"prompt": "Wie spät ist es in Lissabon, wenn es in Wien zwölf ist?", "completion": "Elf Uhr."},
    {"prompt": "Name a prime above 20.", "completion": "23"},
    {"prompt": "法国的首都是哪里？", "completion": "巴黎。"},
]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()
TABLE = pl.DataFrame(ROWS)


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: bytes, name: str = "set.json") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def said(source: Source) -> list[Any]:
    """What the records of a source say."""
    return [
        json.loads(piece.raw) if cut.values is None else cut.values[at]
        for cut in source.cuts()
        for at, piece in enumerate(cut)
    ]


def in_memory(write: Callable[[BytesIO], object]) -> bytes:
    stream = BytesIO()
    write(stream)
    return stream.getvalue()


TABLES = {
    "parquet": in_memory(TABLE.write_parquet),
    "arrow": in_memory(TABLE.write_ipc),
    "arrows": in_memory(TABLE.write_ipc_stream),
}


@pytest.mark.parametrize("container", list(TABLES))
def test_a_table_is_told_by_its_first_bytes_and_never_by_its_name(
    file: Callable[..., Path], container: str
) -> None:
    source = open_source(str(file(TABLES[container], "set.jsonl")))

    assert (source.container, source.ending) == (container, f".{container}")
    assert said(source) == ROWS


@pytest.mark.parametrize("content", [LINES, gzip.compress(LINES), *TABLES.values()])
def test_whatever_is_piped_in_is_told_by_its_first_bytes(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
    (source,) = open_sources(["-"])

    assert source.name == "-"
    assert said(source) == said(source) == ROWS


@pytest.mark.parametrize(
    ("magic", "message", "hint"),
    [
        (b"PK\x03\x04", "is a zip archive", "Unpack it first: unzip"),
        (b"7z\xbc\xaf\x27\x1c", "is a 7z archive", "Unpack it first: 7z x"),
        (b"BZh91AY", "is compressed by bzip2", "Unpack it first: bunzip2"),
        (b"\xfd7zXZ\x00", "is compressed by xz", "Unpack it first: unxz"),
        (b"\x80\x04\x95\x10", "is a Python pickle, which can run code", "Ask for JSON Lines in its place:"),
    ],
)
def test_a_file_of_a_kind_that_is_not_read_is_named_with_what_helps(
    file: Callable[..., Path], magic: bytes, message: str, hint: str
) -> None:
    path = file(magic + bytes(100), "set.jsonl")

    with pytest.raises(InputError, match=message) as refused:
        open_source(str(path))
    assert refused.value.hint == f"{hint} {path}"


@pytest.mark.parametrize(
    "content", [b"", b"\n\n \t\r\n", BOM, BOM + b"\n", gzip.compress(b"", mtime=0), gzip.compress(b" \n", mtime=0)]
)
def test_a_file_without_a_record_is_called_empty(file: Callable[..., Path], content: bytes) -> None:
    with pytest.raises(InputError, match=r"set\.json is empty"):
        open_source(str(file(content)))


def test_a_missing_file_is_named_as_the_user_wrote_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError, match=r"^data/april\.jsonl does not exist\.$"):
        open_source("data/april.jsonl")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("{file}/records.jsonl", id="below a file"),
        pytest.param("x" * 5000, id="too long"),
        pytest.param("a\0b.jsonl", id="with NUL"),
    ],
)
def test_a_name_that_no_file_can_have_is_an_input_error(file: Callable[..., Path], name: str) -> None:
    with pytest.raises(InputError):
        open_source(name.format(file=file(LINES)))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_answered_with_the_command_that_converts_it(file: Callable[..., Path], encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""

    with pytest.raises(InputError, match="is UTF-16") as refused:
        open_source(str(file(mark + LINES.decode().encode(encoding))))

    assert "iconv -f UTF-16 -t UTF-8" in refused.value.hint


def test_utf_32_is_not_called_utf_16(file: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="UTF-32"):
        open_source(str(file(LINES.decode().encode("utf-32"))))


def test_sources_keep_the_order_they_are_given_in(file: Callable[..., Path]) -> None:
    names = [str(file(LINES, name)) for name in ("b.jsonl", "a.jsonl", "c.jsonl")]

    assert [source.name for source in open_sources(names)] == names


def test_a_file_that_is_named_twice_is_refused(file: Callable[..., Path]) -> None:
    once, twice = str(file(LINES, "once.jsonl")), str(file(LINES, "twice.jsonl"))

    with pytest.raises(InputError, match=r"twice\.jsonl is named twice"):
        open_sources([twice, once, twice])


def test_so_is_one_by_another_name_of_it(file: Callable[..., Path], tmp_path: Path) -> None:
    once, link = file(LINES, "once.jsonl"), tmp_path / "link.jsonl"
    link.symlink_to(once)

    for other in (str(link), f"{tmp_path}/./once.jsonl"):
        with pytest.raises(InputError, match=r"is named twice, the other time as .*/once\.jsonl\.$"):
            open_sources([str(once), other])


class FromHub:
    """Gives itself as a frame, as a `datasets.Dataset` does."""

    def to_polars(self) -> pl.DataFrame:
        return TABLE


FromHub.__module__ = "datasets.arrow_dataset"


@pytest.mark.parametrize("given", [TABLE, TABLE.lazy(), FromHub()], ids=["frame", "lazy frame", "dataset"])
def test_a_frame_or_a_dataset_in_memory_is_a_source(given: object) -> None:
    (source,) = sources_of([given])

    assert (source.name, source.container) == ("frame 1", "frame")
    assert said(source) == ROWS


def test_frames_and_files_may_come_together(file: Callable[..., Path]) -> None:
    path = file(LINES)

    assert [source.name for source in sources_of([path, TABLE, TABLE])] == [str(path), "frame 2", "frame 3"]


def test_a_file_that_is_named_twice_among_frames_is_refused(file: Callable[..., Path]) -> None:
    path = file(LINES)

    with pytest.raises(InputError, match="is named twice"):
        sources_of([path, TABLE, str(path)])


@pytest.mark.parametrize("given", [5, {"train": TABLE}, [TABLE]])
def test_anything_else_is_refused_with_what_is_taken(given: object) -> None:
    with pytest.raises(UsageError, match=f"records can not be read from a {type(given).__name__}") as refused:
        sources_of([given])
    assert "one of its splits" in refused.value.hint


def test_what_is_read_is_not_to_be_replaced_by_whatever_name(file: Callable[..., Path], tmp_path: Path) -> None:
    data = file(b'{"prompt": "Is it open?", "completion": "Until eight."}\n')
    sources = open_sources([str(data)])
    (tmp_path / "link.jsonl").symlink_to(data)
    for name in (data, tmp_path / "link.jsonl", tmp_path / ".." / tmp_path.name / data.name):
        with pytest.raises(UsageError, match=r"is what was read; nothing was written\."):
            must_not_replace(name, sources)
    must_not_replace(tmp_path / "other.jsonl", sources)
    with pytest.raises(OutputRefused, match="can not be written"):
        must_not_replace(tmp_path / f"{'x' * 300}.jsonl", sources)
    must_not_replace(data, sources_of([pl.DataFrame({"prompt": ["Is it open?"], "completion": ["Yes."]})]))
