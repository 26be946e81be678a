import gzip
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from curate.errors import InputError
from curate.files.slices import BOM
from curate.files.sources import open_source, open_sources

ROWS = [
    {"prompt": "Wie spät ist es in Lissabon, wenn es in Wien zwölf ist?", "completion": "Elf Uhr."},
    {"prompt": "Name a prime above 20.", "completion": "23"},
    {"prompt": "法国的首都是哪里？", "completion": "巴黎。"},
]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()
PRETTY = json.dumps(ROWS, ensure_ascii=False, indent=2).encode()
COMPACT = json.dumps(ROWS, separators=(",", ":")).encode()


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: bytes, name: str = "set.json") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("lead", [b"", BOM, b"\r\n \t\n", BOM + b"\n"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("content", "ending"), [(LINES, ".jsonl"), (PRETTY, ".json"), (COMPACT, ".json")])
def test_the_container_is_told_by_content_and_never_by_name(
    file: Callable[..., Path], content: bytes, ending: str, lead: bytes, *, packed: bool
) -> None:
    path = file(gzip.compress(lead + content) if packed else lead + content, "set.txt")
    source = open_source(str(path))

    assert source.ending == ending + (".gz" if packed else "")
    assert [json.loads(piece.raw) for piece in source.slices()] == ROWS


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (b'["Guten Tag"]\n{"prompt": "Hi", "completion": "Hello"}\n', "lines"),
        (b'["Guten Tag"]\r\n["Auf Wiedersehen"]\r\n', "lines"),
        (b'[{"prompt": "Hi", "completion": "Hello"}]\n', "array"),
        (b'[{"prompt": "Hi", "completion": "Hello"},\n {"prompt": "Bye", "completion": "So long"}]', "array"),
        (b'[{"messages": []\n}, {"messages": []}]', "array"),
        (b"[", "array"),
    ],
)
def test_a_bracket_opens_an_array_unless_it_closes_on_a_line_that_others_follow(
    file: Callable[..., Path], content: bytes, container: str
) -> None:
    assert open_source(str(file(content))).container == container


def test_the_digest_and_the_size_are_those_of_the_file_on_the_disk(file: Callable[..., Path]) -> None:
    packed = gzip.compress(LINES)
    source = open_source(str(file(packed, "set.jsonl.gz")))

    assert source.digest() == sha256(packed).hexdigest()
    assert source.bytes == len(packed)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("content", [LINES, PRETTY, COMPACT])
@pytest.mark.parametrize("wanted", [[], [0], [2], [0, 2], [0, 1, 2]])
def test_picked_places_give_back_the_bytes_that_stood_there(
    file: Callable[..., Path], content: bytes, wanted: list[int], *, packed: bool
) -> None:
    source = open_source(str(file(gzip.compress(content) if packed else content)))
    pieces = [list(source.slices())[row] for row in wanted]

    places = iter([(piece.offset, len(piece.raw)) for piece in pieces])
    assert [json.loads(raw) for raw in source.pick(places)] == [ROWS[row] for row in wanted]


def test_places_far_apart_are_picked_across_many_blocks(file: Callable[..., Path]) -> None:
    long = json.dumps({"prompt": "Repeat it.", "completion": "la " * 800_000}).encode()
    source = open_source(str(file(LINES + long + b"\n" + LINES)))
    pieces = list(source.slices())

    places = iter([(piece.offset, len(piece.raw)) for piece in (pieces[0], pieces[-1])])
    assert [json.loads(raw) for raw in source.pick(places)] == [ROWS[0], ROWS[-1]]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n \t\r\n", BOM, BOM + b"\n", gzip.compress(b"", mtime=0), gzip.compress(b" \n", mtime=0)]
)
def test_a_file_without_a_record_is_called_empty(file: Callable[..., Path], content: bytes) -> None:
    with pytest.raises(InputError, match=r"set\.json is empty"):
        open_source(str(file(content)))


def test_a_file_that_opens_with_a_long_run_of_blank_lines_is_not_called_empty(file: Callable[..., Path]) -> None:
    source = open_source(str(file(b"\n" * 70_000 + LINES)))

    assert [piece.line for piece in source.slices()] == [70_001, 70_002, 70_003]


def test_a_missing_file_is_named_as_the_user_wrote_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError, match=r"^data/april\.jsonl does not exist\.$"):
        open_source("data/april.jsonl")


@pytest.mark.parametrize("written", ["{folder}", "{folder}/"])
def test_a_folder_is_answered_with_a_pattern_for_its_files(tmp_path: Path, written: str) -> None:
    with pytest.raises(InputError, match="is a folder") as refused:
        open_source(written.format(folder=tmp_path))

    assert f"{tmp_path}/*.jsonl" in refused.value.hint


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


@pytest.mark.parametrize("left", [2, 9, 30, -9, -1])
def test_a_gzip_stream_that_breaks_off_is_called_damaged(file: Callable[..., Path], left: int) -> None:
    path = file(gzip.compress(LINES)[:left])

    with pytest.raises(InputError, match="is damaged: its gzip stream can not be unpacked"):
        list(open_source(str(path)).slices())


def test_a_gzip_file_of_two_members_is_read_to_its_end(file: Callable[..., Path]) -> None:
    source = open_source(str(file(gzip.compress(LINES) + gzip.compress(LINES))))

    assert [json.loads(piece.raw) for piece in source.slices()] == ROWS + ROWS


def test_sources_keep_the_order_they_are_given_in(file: Callable[..., Path]) -> None:
    names = [str(file(LINES, name)) for name in ("b.jsonl", "a.jsonl", "c.jsonl")]

    assert [source.name for source in open_sources(names)] == names


def test_a_file_that_is_named_twice_is_refused(file: Callable[..., Path]) -> None:
    once, twice = str(file(LINES, "once.jsonl")), str(file(LINES, "twice.jsonl"))

    with pytest.raises(InputError, match=r"twice\.jsonl is named twice"):
        open_sources([twice, once, twice])
