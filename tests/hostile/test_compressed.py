import gzip
import io
import json
import struct
import sys
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

import curate
from curate.errors import InputError
from curate.files import packed
from tests.conftest import Command

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "zst": zstd.compress,
}
PACKINGS = pytest.mark.parametrize("packing", list(COMPRESS))
ROWS = [{"prompt": f"Was kostet Nummer {number}?", "completion": f"{number * 7} Euro."} for number in range(60)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()


def of(folder: Path, data: bytes, name: str = "set.jsonl") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@PACKINGS
def test_a_stream_ended_anywhere_gives_an_error_and_no_record(tmp_path: Path, packing: str) -> None:
    whole = COMPRESS[packing](LINES)
    for end in range(1, len(whole), 3):
        with pytest.raises(InputError) as refused:
            curate.read(of(tmp_path, whole[:end]))
        assert end < 4 or "damaged" in refused.value.message, end


@PACKINGS
def test_a_byte_that_flipped_gives_an_error_or_the_same_records(tmp_path: Path, packing: str) -> None:
    whole = COMPRESS[packing](LINES)
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 0x55
        try:
            records = curate.read(of(tmp_path, bytes(flipped)))
        except InputError:
            continue
        # Neither the time in a header nor, in a zstd frame without a checksum, the content is guarded.
        assert records.read == len(records) + len(records.rejects)
        assert packing == "zst" or [*records.raw(0)] == LINES.splitlines()


@PACKINGS
def test_all_members_are_read_also_empty_ones(tmp_path: Path, packing: str) -> None:
    compress = COMPRESS[packing]
    middle = LINES.index(b"Nummer 30")
    data = compress(b"") + compress(LINES[:middle]) + compress(b"") + compress(LINES[middle:]) + compress(b"")

    assert list(curate.read(of(tmp_path, data)).raw(0)) == LINES.splitlines()


@PACKINGS
@pytest.mark.parametrize(
    "garbage", [b"garbage", b"\n", LINES[:50], b"\x1f", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"]
)
def test_garbage_behind_a_member_is_damage(tmp_path: Path, packing: str, garbage: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        curate.read(of(tmp_path, COMPRESS[packing](LINES) + garbage))


def test_zeros_behind_a_gzip_member_are_padding_and_a_skippable_frame_is_skipped(tmp_path: Path) -> None:
    skippable = struct.pack("<II", 0x184D2A50, 5) + b"hello"

    assert len(curate.read(of(tmp_path, gzip.compress(LINES) + bytes(512)))) == 60
    assert len(curate.read(of(tmp_path, zstd.compress(LINES) + skippable))) == 60


@PACKINGS
def test_what_is_compressed_twice_is_no_text(tmp_path: Path, packing: str) -> None:
    with pytest.raises(InputError):
        curate.read(of(tmp_path, COMPRESS[packing](COMPRESS[packing](LINES)), f"set.jsonl.{packing}.{packing}"))


@PACKINGS
@pytest.mark.parametrize("content", [LINES, b"[" + b",".join(LINES.splitlines()) + b"]"], ids=["lines", "array"])
def test_a_bomb_is_refused_where_it_passes_both_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packing: str, content: bytes
) -> None:
    path = of(tmp_path, COMPRESS[packing](content))
    ratio = len(content) / path.stat().st_size
    monkeypatch.setattr(packed, "MOST_UNPACKED", len(content) // 2)
    monkeypatch.setattr(packed, "MOST_RATIO", int(ratio) + 1)
    assert len(curate.read(path)) == 60

    monkeypatch.setattr(packed, "MOST_RATIO", int(ratio) - 1)
    with pytest.raises(InputError, match="unpacks to over"):
        curate.read(path)

    monkeypatch.setattr(packed, "MOST_UNPACKED", len(content))
    assert len(curate.read(path)) == 60


@pytest.mark.slow
@PACKINGS
def test_a_real_bomb_of_blanks_is_refused(tmp_path: Path, command: Command, packing: str) -> None:
    path = tmp_path / "bomb.jsonl"
    opened = gzip.open if packing == "gz" else zstd.open
    with opened(path, "wb") as file:
        file.write(LINES)
        for _ in range(1_150):
            file.write(b" " * (1 << 20))
    code, out, err = command("check", path)

    assert (code, out) == (3, "")
    assert "unpacks to over 1,000 times its size" in err


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("set.jsonl", LINES)
    return file.getvalue()


ARCHIVES = {
    "zip": zipped(), "7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(20), "bz2": b"BZh91AY&SY" + bytes(20),
    "xz": b"\xfd7zXZ\x00\x00\x04" + bytes(20), "pkl": b"\x80\x04\x95" + bytes(20),
}  # fmt: skip


@pytest.mark.parametrize("ending", ["same", "jsonl", "csv", "parquet"])
@pytest.mark.parametrize("archive", ARCHIVES)
def test_an_archive_is_refused_by_its_content_with_a_way_out(tmp_path: Path, archive: str, ending: str) -> None:
    path = of(tmp_path, ARCHIVES[archive], f"set.{archive if ending == 'same' else ending}")

    with pytest.raises(InputError) as refused:
        curate.read(path)
    assert str(path) in refused.value.hint


NOTHING = {
    "empty": b"", "mark": b"\xef\xbb\xbf", "newline": b"\n", "blanks": b" \t\r\n" * 50,
    "a block of blanks": b"\n" * 70_000, "mark and blanks": b"\xef\xbb\xbf \n \n", "form feed": b"\x0c\n",
    "many blocks of blanks": b" \n" * 300_000,
}  # fmt: skip


@pytest.mark.parametrize(
    "name", ["set.jsonl", "set.json", "set.csv", "set.tsv", "set.parquet", "set.arrow", "set"]
)
@pytest.mark.parametrize("content", NOTHING)
@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_a_file_in_which_nothing_stands_is_told_to_be_empty(
    tmp_path: Path, name: str, content: str, packing: str
) -> None:
    data = COMPRESS.get(packing, bytes)(NOTHING[content])

    with pytest.raises(InputError, match="is empty"):
        curate.read(of(tmp_path, data, f"{name}.{packing}" if packing else name))
