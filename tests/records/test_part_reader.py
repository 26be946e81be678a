"""Lines read a part at a time, wherever that is done."""

import gzip
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from curate.engine.hands import Hands
from curate.files import lines
from curate.files.shelf import InMemory, OnDisk, Shelf
from curate.files.sources import sources_of
from curate.records import frame, part_reader
from curate.records.known import Reading
from curate.records.line_reader import AFRESH
from curate.records.part_reader import Ahead, PartReader, Read
from curate.records.read import read_sources
from curate.records.records import Records
from tests.records.test_line_reader import LINES

READING = Reading("messages")


def in_turn(works: Iterable[Callable[[], Read]]) -> Iterator[Read]:
    return (work() for work in works)


def by_pairs(works: Iterable[Callable[[], Read]]) -> Iterator[Read]:
    """Two at a time, the second one first, as processes may do them."""
    coming = iter(works)
    for work in coming:
        later = [other() for other in islice(coming, 1)]
        yield from [work(), *later]


def read(paths: list[Path], ahead: Ahead | None = None, shelf: Shelf | None = None) -> Records:
    """As other processes would, or without them."""
    shelf = shelf or InMemory()
    lines = PartReader(shelf, ahead) if ahead else AFRESH
    return read_sources(sources_of(paths), READING, shelf=shelf, lines=lines)


def must_be_alike(told: Records, plain: Records) -> None:
    assert_frame_equal(told.index, plain.index)
    assert told.rejects == plain.rejects
    assert [(each.read, each.rejected) for each in told.inputs] == [(x.read, x.rejected) for x in plain.inputs]
    assert_frame_equal(told.frame, plain.frame)


ROWS = st.lists(st.integers(0, len(LINES) - 1), min_size=1, max_size=14)
ENDS = st.sampled_from([b"\n", b"\r\n"])
SIZES = st.tuples(st.integers(80, 900), st.integers(1, 7), st.integers(200, 2000))
"""Of what is read at once, and of a part in records and in bytes."""


@given(
    texts=st.lists(st.tuples(ROWS, ENDS, st.booleans()), min_size=1, max_size=3),
    sizes=SIZES,
    ahead=st.sampled_from([in_turn, by_pairs]),
)
@settings(max_examples=60, deadline=None)
def test_the_same_is_read_in_parts_that_are_no_larger(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[tuple[list[int], bytes, bool]],
    sizes: tuple[int, int, int],
    ahead: Ahead,
) -> None:
    paths, folder, (chunk, size, room) = [], tmp_path_factory.mktemp("read"), sizes
    for number, (rows, end, last) in enumerate(texts):
        paths.append(folder / f"{number}.jsonl")
        paths[-1].write_bytes(end.join([LINES[0], *(LINES[row] for row in rows)]) + end * last)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "CHUNK", chunk)
        for module in (frame, part_reader):
            patch.setattr(module, "SIZE", size)
            patch.setattr(module, "BYTES", room)
        told = read(paths, ahead)
        must_be_alike(told, read(paths))
    length_of = dict(told.index.select("rank", "length").iter_rows())
    lengths = [[length_of[rank] for rank in part.ranks] for part in told.parts]
    assert all(0 < len(own) <= size for own in lengths) or lengths == [[]]
    assert all(sum(own) <= room or len(own) == 1 for own in lengths)


def test_a_line_that_is_too_long_is_told_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = lines.stretches
    monkeypatch.setattr("curate.files.texts.stretches", lambda stream: real(stream, limit=300))
    path = tmp_path / "long.jsonl"
    path.write_bytes(b"\n".join([LINES[0], LINES[0][:-2] + b"x" * 400 + b'"}]}', b" " * 500, LINES[1], LINES[2]]))
    told, plain = read([path], in_turn), read([path])
    assert len(plain.rejects) == 1
    must_be_alike(told, plain)


def test_a_compressed_file_is_read_here(tmp_path: Path) -> None:
    path = tmp_path / "basil.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(LINES[:5])))

    def nobody(works: Iterable[Callable[[], Read]]) -> Iterator[Read]:
        pytest.fail(f"{works} is handed over")

    must_be_alike(read([path], nobody), read([path]))


def test_other_processes_lay_down_what_they_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "CHUNK", 400)
    monkeypatch.setattr(part_reader, "SIZE", 4)
    path = tmp_path / "basil.jsonl"
    path.write_bytes(b"\n".join(LINES))
    laid = list[int]()
    monkeypatch.setattr(OnDisk, "put", lambda *_: laid.append(os.getpid()))
    with Hands(2) as hands:
        hands.get_ready([])
        for started in hands._starting:
            started.result()
        told = read([path], hands.ahead, OnDisk(tmp_path / "shelf"))
    assert len(told.parts) > 2
    assert laid == []
    must_be_alike(told, read([path]))
