"""Much of the same: bounded memory, and no text that is gone through again and again."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path

import numpy as np
import pytest

import curate
from curate.files import array, brackets
from curate.files.array import element_cuts
from curate.files.delimited import row_cuts
from curate.files.lines import Stretch, line_cuts, stretches
from tests.conftest import Command

PAIR = b'{"prompt": "Wo laichen Aale?", "completion": "In der Sargassosee."}'
LINES = [PAIR, PAIR.replace(b"Aale", b"Lachse"), PAIR.replace(b"Aale", b"Heringe")]
LIMIT = 200


@pytest.fixture
def low_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record may have 200 bytes."""
    for cuts in (line_cuts, stretches, Stretch.cut, element_cuts, row_cuts):
        monkeypatch.setitem(cuts.__kwdefaults__ or {}, "limit", LIMIT)


def long_record(size: int) -> bytes:
    return PAIR.replace(b"See.", b"").replace(b'."}', b"e" * (size - len(PAIR)) + b'."}')


@pytest.mark.usefixtures("low_limit")
@pytest.mark.parametrize("over", [-1, 0, 1, 2, 50, 5_000])
@pytest.mark.parametrize("layout", ["lines", "last line", "array", "pretty array"])
def test_a_record_over_the_limit_is_rejected_and_its_neighbours_are_read(
    tmp_path: Path, over: int, layout: str
) -> None:
    record = long_record(LIMIT + over)
    between = {"array": b",", "pretty array": b",\n  "}.get(layout, b"\n")
    order = [*LINES, record] if layout == "last line" else [LINES[0], record, *LINES[1:]]
    data = between.join(order)
    data = b"[" + data + b"]" if "array" in layout else data
    path = tmp_path / "set"
    path.write_bytes(data)
    records = curate.read(path)

    if over > 0 and "array" in layout and over > 1_000:
        # An element so long that its end is not seen within the limit ends the reading of the array.
        assert records.rejects[-1].code == "FMT005"
    elif over > 0:
        (reject,) = records.rejects
        assert (reject.code, reject.offset) == ("FMT005", data.index(record))
        assert record.startswith(reject.raw)
        assert "longer than 200 bytes" in reject.message
        assert list(records.raw(0)) == LINES
    else:
        assert list(records.raw(0)) == order
    assert records.read == len(records) + len(records.rejects)


@pytest.mark.usefixtures("low_limit")
def test_blanks_over_the_limit_are_no_record(tmp_path: Path) -> None:
    blanks = b"\n" + b" " * 999 + b"\n" * 999
    for name, data in {
        "lines": blanks.join([b"", *LINES, b""]),
        "array": blanks + b"[" + (blanks + b"," + blanks).join(LINES) + blanks + b"]" + blanks,
    }.items():
        (tmp_path / name).write_bytes(data)
        records = curate.read(tmp_path / name)
        assert (list(records.raw(0)), records.rejects) == (LINES, ()), name


MANY = {
    "elements that do not close": b"[\n" + b",\n".join(LINES) + b",\n" + b'{"a": [1,\n' * 20_000 + b"]",
    "lists": b"[\n" + b",\n".join(LINES) + b",\n" + b"[\n" * 20_000,
    "texts that do not close": b"[\n" + b",\n".join(LINES) + b",\n" + b'{"a": "x,\n' * 20_000,
    "lists on one line": b"[" + b"[" * 300_000,
    "brackets that close nothing": b"[\n" + b",\n".join(LINES) + b",\n{" + b"}" * 300_000 + b"]",
    "backslashes": b'["' + b"\\" * 300_001 + b'"]',
    "quotes": b"[" + b'"' * 300_001,
    "escaped quotes": b'["' + b'\\"' * 150_000,
    "commas": b"[" + b"," * 100_000,
    "escaped quotes behind an array": b'{"data": [{"a": 1}], "b": "' + b'\\"' * 400_000,
    "blanks behind an array": b'{"data": [{"a": 1}], "b"' + b" " * 400_000,
    "escaped quotes before an array": b'{"a": "' + b'\\"' * 32_000 + b'", "data": [{"a": 1}]}',
    "one long element in steps": b'[{"a": "' + b"x" * 300_000 + b'"}]',
}


# What is searched for and not counted would not end here if it went over the same text again.
@pytest.mark.parametrize("name", MANY)
def test_an_array_is_looked_at_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    looked, data, frombuffer = 0, MANY[name], np.frombuffer

    def counted(text: bytes, kind: type) -> object:
        nonlocal looked
        looked += len(text)
        return frombuffer(text, kind)

    monkeypatch.setattr(array, "CHUNK", 1_000)
    monkeypatch.setattr(brackets, "BLOCK", 1_000)
    monkeypatch.setattr(np, "frombuffer", counted)
    cuts = list(element_cuts(BytesIO(data)))

    assert looked <= 4 * len(data)
    assert sum(len(raw) for cut in cuts for raw in cut.raws) <= len(data)


@pytest.mark.parametrize("few", [10, 100, 1_000])
def test_no_more_brackets_are_noted_than_memory_allows_and_good_records_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, few: int
) -> None:
    monkeypatch.setattr(brackets, "BLOCK", 100)
    monkeypatch.setattr(brackets, "MOST_MARKS", few)
    elements = [PAIR, b'{"a": [1', PAIR, b'{"a": "x', PAIR, PAIR] * 10
    path = tmp_path / "set.json"
    path.write_bytes(b"[\n  " + b",\n  ".join(elements) + b"\n]")
    records = curate.read(path)

    assert set(records.raw(0)) == {PAIR}
    assert records.read == len(records) + len(records.rejects) == 60


@pytest.mark.parametrize(
    ("name", "data", "trouble"),
    [
        ("set.json", b"\n[" + b"[" * 300_000, "The first, in line 2: it is not closed"),
        ("set.json", b"[,,]", "The first, in line 1: there is nothing between two commas"),
        ("set.csv", b"prompt,completion\nWo?\n", "The first, in line 2: it has 1 cell where the header has 2"),
    ],
)
def test_a_file_in_which_no_record_is_whole_is_told_what_is_wrong_with_the_first(
    tmp_path: Path, command: Command, name: str, data: bytes, trouble: str
) -> None:
    (tmp_path / name).write_bytes(data)
    code, out, err = command("check", tmp_path / name)

    assert (code, out) == (3, "")
    assert "none of its records is whole" in err
    assert trouble in err


CHILD = """
import sys
import curate
records = curate.read(sys.argv[1])
peak = lambda: next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
reading = peak()
curate.check(records, ignore=["DUP"])
print(len(records), records.read, len(records.rejects), reading, peak())
"""
READING, CHECKING = 900, 2_000
"""Megabytes that a child may take at its peak: to read any of these files, and to check what was read but for
near-duplicates."""


def written(path: Path, opening: bytes, parts: Iterator[bytes], size: int) -> int:
    """Write parts until the file has a size; give how many."""
    number = 0
    with path.open("wb") as file:
        file.write(opening)
        while file.tell() < size:
            file.write(next(parts))
            number += 1
    return number


def numbered(before: bytes, behind: bytes, *, different: int = 15) -> Iterator[bytes]:
    """Records of a kilobyte, in which so many of fifteen sentences differ; fewer than that are said again."""
    for number in count():
        depths = [(number * 15 + at, number * 7919 % 10_007 + at, at * 104_729 % 1_009) for at in range(different)]
        said = "".join(
            f"Nummer {one} liegt {two} Meter tief, und Nummer {two} liegt {three} Meter tief. "
            for one, two, three in depths * (15 // different)
        )
        yield before + f'{{"prompt": "Wie tief liegt {number}?", "completion": "{said}"}}'.encode() + behind


def measured(path: Path) -> list[int]:
    done = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=True)
    *counts, reading, checking = map(int, done.stdout.split())
    assert reading / 1024 <= READING, f"{reading / 1024:.0f} MB"
    assert checking / 1024 <= CHECKING, f"{checking / 1024:.0f} MB"
    return counts


on_linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is told by /proc")


@on_linux
@pytest.mark.slow
def test_100_mb_of_lines_in_which_every_record_is_found_stay_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    # Every response loops, so that each record is found, and its places told.
    number = written(path, b"", numbered(b"", b"\n", different=1), 100_000_000)

    assert measured(path) == [number, number, 0]


@on_linux
@pytest.mark.slow
def test_a_line_of_100_mb_stays_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "line.jsonl"
    path.write_bytes(PAIR + b"\n" + PAIR.replace(b"Aale", b"Aale, " * 16_700_000) + b"\n" + PAIR + b"\n")

    assert measured(path) == [3, 3, 0]


@on_linux
@pytest.mark.slow
def test_a_line_over_the_limit_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "line.jsonl"
    with path.open("wb") as file:
        file.write(PAIR + b'\n{"prompt": "')
        for _ in range(400):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + PAIR)

    assert measured(path) == [2, 3, 1]


@on_linux
@pytest.mark.slow
def test_an_array_of_300_mb_that_does_not_close_stays_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "array.json"
    number = written(path, b"[\n", numbered(b"  ", b",\n"), 300_000_000)

    assert measured(path) == [number, number, 0]


@on_linux
@pytest.mark.slow
def test_an_element_that_does_not_close_before_300_mb_stays_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "array.json"
    number = written(path, b'[\n  {"a": [\n', numbered(b"  ", b",\n"), 300_000_000)

    assert measured(path) == [number, number + 1, 1]


@on_linux
@pytest.mark.slow
@pytest.mark.parametrize("byte", [b"[", b"{", b'"', b"\\", b","])
def test_a_file_of_one_byte_holds_no_records(tmp_path: Path, command: Command, byte: bytes) -> None:
    for opening, ending in ((b"", "jsonl"), (b"[", "json"), (b"prompt,completion\n", "csv")):
        path = tmp_path / f"set.{ending}"
        # Each comma of an array is a record, a broken one, which is named.
        size = 300_000 if byte == b"," and ending == "json" else 100_000_000
        path.write_bytes(opening + byte * size)
        code, _, err = command("check", path, "--from", "prompt-completion")
        assert code == 3, err
