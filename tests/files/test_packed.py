import gzip
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.errors import InputError
from curate.files import packed as packing_module
from curate.files.packed import Packing, packed, packing_for, packing_of, readable, unpacked

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
COMPRESS: dict[Packing, Callable[[bytes], bytes]] = {"": bytes, "gz": gzip.compress, "zst": zstd.compress}
LETTER = "Sehr geehrte Frau Okafor, der Termin am Donnerstag fällt aus.\n".encode() * 40
PACKINGS = pytest.mark.parametrize("packing", ["gz", "zst"])


def test_how_a_file_is_compressed_is_told_by_its_first_bytes() -> None:
    assert [packing_of(compress(LETTER)) for compress in COMPRESS.values()] == list(COMPRESS)


@pytest.mark.parametrize(
    ("name", "packing"),
    [("kept.jsonl", ""), ("kept.jsonl.gz", "gz"), ("kept.csv.zst", "zst"), ("gz", "gz"), ("kept.zip", "")],
)
def test_how_a_file_is_to_be_compressed_is_told_by_its_name(name: str, packing: Packing) -> None:
    assert packing_for(name) == packing


@given(data=st.binary(max_size=200), packing=st.sampled_from(list(COMPRESS)))
def test_what_was_compressed_is_unpacked_again_and_equal_content_gives_equal_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, packing: Packing
) -> None:
    path = tmp_path_factory.mktemp("packed") / "letter"
    twice = [BytesIO(), BytesIO()]
    for file in twice:
        with packed(file, packing) as stream:
            stream.write(data)
    path.write_bytes(twice[0].getvalue())

    assert twice[0].getvalue() == twice[1].getvalue()
    with unpacked(path, "letter", packing) as back:
        assert back.read(1 << 20) == data


def read_in_pieces(path: Path, packing: Packing, *, line_by_line: bool = False) -> Iterator[bytes]:
    with unpacked(path, path.name, packing) as stream:
        while more := stream.readline(100) if line_by_line else stream.read(100):
            yield more


@PACKINGS
def test_a_file_of_two_compressed_members_is_read_to_its_end(tmp_path: Path, packing: Packing) -> None:
    (tmp_path / "letters").write_bytes(COMPRESS[packing](LETTER) * 2)

    with unpacked(tmp_path / "letters", "letters", packing) as stream:
        assert stream.read(1 << 20) + stream.read(1 << 20) == LETTER * 2


@PACKINGS
@pytest.mark.parametrize("left", [5, 9, 12, -9, -1])
def test_a_compressed_stream_that_breaks_off_is_called_damaged(
    tmp_path: Path, packing: Packing, left: int
) -> None:
    (tmp_path / "letter").write_bytes(COMPRESS[packing](LETTER)[:left])

    with pytest.raises(InputError, match=f"letter is damaged: its {packing} stream can not be") as refused:
        list(read_in_pieces(tmp_path / "letter", packing))
    assert refused.value.hint == "Nothing of it was used. Fetch or compress it again."


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a small file can break."""
    monkeypatch.setattr(packing_module, "MOST_UNPACKED", 1_000)
    monkeypatch.setattr(packing_module, "MOST_RATIO", 10)


@pytest.mark.usefixtures("narrow")
@PACKINGS
@pytest.mark.parametrize("line_by_line", [False, True])
def test_a_small_file_that_unpacks_to_far_too_much_is_refused_before_it_does(
    tmp_path: Path, packing: Packing, *, line_by_line: bool
) -> None:
    (tmp_path / "bomb").write_bytes(COMPRESS[packing](b"0" * 99 + b"\n" + b"0" * 100_000))
    pieces = read_in_pieces(tmp_path / "bomb", packing, line_by_line=line_by_line)
    read: list[bytes] = []

    with pytest.raises(InputError, match="bomb unpacks to over 10 times its size") as refused:
        read.extend(pieces)
    assert len(b"".join(read)) <= max(1_000, 10 * (tmp_path / "bomb").stat().st_size)
    assert "unpack it yourself" in refused.value.hint


@pytest.mark.usefixtures("narrow")
@PACKINGS
def test_both_bounds_must_be_broken_before_a_file_is_refused(tmp_path: Path, packing: Packing) -> None:
    (tmp_path / "small").write_bytes(COMPRESS[packing](b"0" * 1_000))

    with unpacked(tmp_path / "small", "small", packing) as stream:
        assert len(stream.read(1 << 20)) == 1_000


def test_a_missing_file_is_named_as_its_user_wrote_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^data/april\.jsonl does not exist\.$"):
        readable(tmp_path / "april.jsonl", "data/april.jsonl")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("folder", "folder can not be read: is a directory."),
        ("file/below", "file/below can not be read: not a directory."),
        ("x" * 5000, "can not be read: file name too long."),
        ("a\0b", "'a\\x00b' can not be the name of a file"),
    ],
)
def test_a_name_that_can_not_be_opened_says_why(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()

    with pytest.raises(InputError) as refused:
        readable(tmp_path / name, name)
    assert message in str(refused.value)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and can not be read")
def test_a_file_that_opens_and_can_not_be_read_says_why() -> None:
    with (
        pytest.raises(InputError, match=r"^april\.jsonl can not be read: input/output error\.$"),
        readable(Path("/proc/self/mem"), "april.jsonl") as file,
    ):
        file.read(8)


def test_an_error_of_whoever_reads_a_file_is_not_called_one_of_the_file(tmp_path: Path) -> None:
    """As when a disk is full that records are copied to."""
    (tmp_path / "april.jsonl").write_bytes(LETTER)

    with pytest.raises(OSError, match="No space left"), readable(tmp_path / "april.jsonl", "april.jsonl"):
        raise OSError(28, "No space left on device")
