"""Whatever the bytes of a file and whatever its name: a command ends as it promises to."""

import gzip
import json
import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from curate.files import array, brackets, delimited, lines
from tests.conftest import Command

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
ENDINGS = (
    ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".arrow", ".arrows", ".feather", "", ".txt",
    ".jsonl.gz", ".json.zst", ".csv.gz", ".tsv.zst",
)  # fmt: skip
PAIR = b'{"prompt": "Wo laichen Aale?", "completion": "In der Sargassosee."}'
CHAT = b'{"messages": [{"role": "user", "content": "Wo?"}, {"role": "assistant", "content": "Hier."}]}'


def _table(write: str) -> bytes:
    file = BytesIO()
    getattr(pl.DataFrame({"prompt": ["Wo?", "Wer?"], "completion": ["Hier.", "Ich."]}), write)(file)
    return file.getvalue()


WHOLE = [
    PAIR, CHAT, b'{"instruction": "Sag a.", "output": "a"}',
    b'{"conversations": [{"from": "human", "value": "Wo?"}]}',
    b'{"prompt": "Wo?", "chosen": "Hier.", "rejected": "Da."}',
    b'{"prompt": "Wo?", "completion": "Hier.", "label": true}', b'{"data": [', b"prompt,completion\n",
    b"prompt\tcompletion\n", b"Wo?,Hier.\n", b'"Wo\n?",Hier.\n', b'"Wo?,Hier.\n',
    gzip.compress(PAIR + b"\n", mtime=0), zstd.compress(PAIR + b"\n"),
    *map(_table, ("write_parquet", "write_ipc", "write_ipc_stream")),
]  # fmt: skip
SCRAPS = [
    b"[", b"]", b"{", b"}", b",", b":", b'"', b"'", b"\\", b"\n", b"\r\n", b"\r", b" ", b"\t", b"\x0b", b"\0",
    b"1e999", b"-", b"null", b"NaN", b'"prompt": ', b'"messages": [', b'"completion": null', b"\\ud800",
    b"\\u0000", "\u2028".encode(), b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b",
    b"\x1f\x8b\x08\0\0\0\0\0\0\xff", b"\x28\xb5\x2f\xfd", b"PAR1", b"ARROW1\0\0", b"\xff\xff\xff\xff",
    b"PK\x03\x04", b"[" * 300, b"{\"a\":" * 300, b"7" * 5_000, b"\n  {", b'{"role": "user", "content": ', b"//",
    b"=1+1", "中🦔".encode(),
]  # fmt: skip
PIECES = st.sampled_from(WHOLE) | st.sampled_from(SCRAPS) | st.binary(max_size=12)
CONTENT = st.lists(PIECES, max_size=14).map(b"".join) | st.lists(PIECES, max_size=8).map(b"\n".join)
CUT = st.tuples(st.sampled_from(WHOLE), st.integers(0, 400), st.binary(max_size=6)).map(
    lambda drawn: drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] + len(drawn[2]) :]
)
PACKED = st.sampled_from([bytes, bytes, bytes, gzip.compress, zstd.compress])
FIXTURES = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def must_end_as_promised(command: Command, path: Path, *options: str) -> None:
    """Exit 0, 1 or 3, and where there is an answer its numbers add up."""
    code, out, err = command("check", path, "--output-format", "json", *options)

    assert code in (0, 1, 3), err
    assert "Traceback" not in err
    assert "error in curate itself" not in err
    if not out:
        assert code == 3
        assert err.startswith("curate: ")
        return
    told = json.loads(out)
    assert told["read"] == told["parsed"] + told["rejected"]
    assert all(each["read"] == each["parsed"] + each["rejected"] for each in told["inputs"])
    assert (code == 3) == (told["parsed"] == 0)
    unreadable = [each for each in told["findings"] if each["code"].startswith("FMT")]
    assert len(unreadable) == told["rejected"]


@pytest.mark.slow
@FIXTURES
@given(content=CONTENT | CUT | st.binary(max_size=200), ending=st.sampled_from(ENDINGS), pack=PACKED)
@example(content=b'"\n' * 40, ending=".csv", pack=bytes)
@example(content=b"prompt,completion,\xe9\nWo?,Hier.,1\n", ending=".csv", pack=bytes)
@example(content=b'{"data": [' + b" " * 70_000 + CHAT + b"]}", ending=".json", pack=bytes)
@example(content=b" " * 70_000 + b'{"data": [' + CHAT + b"]}", ending=".json", pack=gzip.compress)
def test_any_file_is_read_or_refused(
    tmp_path: Path, command: Command, content: bytes, ending: str, pack: type[bytes]
) -> None:
    path = tmp_path / f"set{ending}"
    path.write_bytes(pack(content))
    must_end_as_promised(command, path)


@pytest.mark.slow
@FIXTURES
@given(
    content=CONTENT | CUT,
    ending=st.sampled_from(ENDINGS),
    format=st.sampled_from(["messages", "alpaca", "preference"]),
)
def test_any_file_is_read_or_refused_in_a_format_that_is_told(
    tmp_path: Path, command: Command, content: bytes, ending: str, format: str
) -> None:
    path = tmp_path / f"set{ending}"
    path.write_bytes(content)
    must_end_as_promised(command, path, "--from", format)


@pytest.mark.slow
@FIXTURES
@given(
    content=CONTENT,
    ending=st.sampled_from([".jsonl", ".json", ".csv"]),
    sizes=st.tuples(st.integers(1, 40), st.integers(8, 90)),
)
def test_any_file_is_read_or_refused_whatever_the_bounds(
    tmp_path: Path, command: Command, content: bytes, ending: str, sizes: tuple[int, int]
) -> None:
    chunk, limit = sizes
    path = tmp_path / f"set{ending}"
    path.write_bytes(PAIR + b"\n" + content if ending == ".jsonl" else content)
    with pytest.MonkeyPatch.context() as patch:
        for module in (array, delimited, lines):
            patch.setattr(module, "CHUNK", chunk)
        patch.setattr(brackets, "BLOCK", chunk)
        patch.setattr(brackets, "MOST_MARKS", limit)
        must_end_as_promised(command, path)
