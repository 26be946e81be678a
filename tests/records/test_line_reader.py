"""Lines read anew, or known from when they were read before."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from curate.errors import InputError
from curate.files import lines
from curate.files.cache import Cache
from curate.files.lines import Stretch
from curate.files.shelf import InMemory, Late, Shelf
from curate.files.sources import sources_of
from curate.records import frame, line_reader
from curate.records.frame import Base
from curate.records.known import Reading, known_as
from curate.records.line_reader import AFRESH, CachedReader, moved, read_lines
from curate.records.read import read_sources
from curate.records.records import Records
from tests.at_work import SET, chat

READING = Reading("messages")
LINES = [
    *(json.dumps(row).encode() for row in SET),
    json.dumps(chat("Who waits?", "A heron.", type="qa", curate_ignore=["LEN"]), ensure_ascii=False).encode(),
    b'{"messages": "none"}',
    b'{"messages": [',
    b"\xe9",
    b"  ",
    b"",
]


def read(paths: Sequence[Path], cache: Path | None, shelf: Shelf | None = None) -> Records:
    """With what is in a cache, or without one."""
    lines = CachedReader(Cache(cache), "the code") if cache else AFRESH
    return read_sources(sources_of(paths), READING, shelf=shelf or Late(InMemory()), lines=lines)


def must_be_alike(told: Records, plain: Records) -> None:
    assert_frame_equal(told.index, plain.index)
    assert told.rejects == plain.rejects
    assert [(each.read, each.rejected) for each in told.inputs] == [(x.read, x.rejected) for x in plain.inputs]
    assert [part.names for part in told.parts] == [part.names for part in plain.parts]
    assert [part.ranks.to_list() for part in told.parts] == [part.ranks.to_list() for part in plain.parts]
    assert_frame_equal(told.frame, plain.frame)


FILES = st.lists(st.lists(st.integers(0, len(LINES) - 1), min_size=1, max_size=12), min_size=1, max_size=2)
ENDS = st.sampled_from([b"\n", b"\r\n"])


@given(sets=st.lists(FILES, min_size=2, max_size=3), end=ENDS, last=st.booleans(), chunk=st.integers(100, 900))
@settings(max_examples=25, deadline=None)
def test_whatever_was_read_before_the_same_is_read(
    tmp_path_factory: pytest.TempPathFactory, sets: list[list[list[int]]], end: bytes, *, last: bool, chunk: int
) -> None:
    folder = tmp_path_factory.mktemp("read")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "CHUNK", chunk)
        patch.setattr(frame, "SIZE", 5)
        for number, files in enumerate(sets):
            paths = [folder / f"{number}-{at}.jsonl" for at in range(len(files))]
            for path, rows in zip(paths, files, strict=True):
                path.write_bytes(end.join([LINES[0], *(LINES[row] for row in rows)]) + end * last)
            must_be_alike(read(paths, folder / "cache"), read(paths, None))


@pytest.fixture
def basil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of several stretches, in two parts."""
    monkeypatch.setattr(lines, "CHUNK", 400)
    monkeypatch.setattr(frame, "SIZE", 6)
    path = tmp_path / "basil.jsonl"
    path.write_bytes(b"\n".join(LINES) + b"\n")
    return path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were parsed, each time."""
    counts, real = list[int](), line_reader.read_lines

    def noted(stretch: Stretch, *given: object) -> object:
        made = real(stretch, *given)  # type: ignore[arg-type]
        counts.append(made[0].rows)
        return made

    monkeypatch.setattr("curate.records.line_reader.read_lines", noted)
    return counts


def test_what_was_read_before_is_not_parsed_until_it_is_asked_for(
    basil: Path, tmp_path: Path, parsed: list[int]
) -> None:
    first = read([basil], tmp_path / "cache")
    assert sum(parsed) == first.read
    assert len(parsed) > 2
    parsed.clear()
    shelf = InMemory()
    again = read([basil], tmp_path / "cache", Late(shelf))
    assert parsed == []
    assert shelf.frames == {}
    must_be_alike(again, first)
    assert len(shelf.frames) == len(again.parts) == 2


def test_of_a_file_with_another_line_only_the_stretch_around_it_is_read(
    basil: Path, tmp_path: Path, parsed: list[int]
) -> None:
    read([basil], tmp_path / "cache")
    stretches = len(parsed)
    parsed.clear()
    basil.write_bytes(basil.read_bytes().replace(b"six hours", b"about six hours", 1))
    told = read([basil], tmp_path / "cache")
    assert 0 < len(parsed) < stretches
    must_be_alike(told, read([basil], None))


def test_what_a_few_records_say_is_read_without_the_others(
    basil: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "SIZE", 100)
    plain = read([basil], tmp_path / "cache").frame
    shelf = InMemory()
    again = read([basil], tmp_path / "cache", Late(shelf))
    index = again.index[[1]]
    assert_frame_equal(again.parts[0].frame(index), plain[[1]])
    assert shelf.frames == {}


def test_another_format_and_other_code_read_for_themselves(basil: Path, tmp_path: Path, parsed: list[int]) -> None:
    read([basil], tmp_path / "cache")
    count = sum(parsed)
    for asked, reading in (
        ("other code", READING),
        ("the code", Reading("messages", {"id": "name"})),
        ("the code", Reading("prompt-completion")),
    ):
        parsed.clear()
        known = CachedReader(Cache(tmp_path / "cache"), asked)
        read_sources(sources_of([basil]), reading, shelf=Late(InMemory()), lines=known)
        assert sum(parsed) == count


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def flipped(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for at in range(100, len(whole), 97):
        whole[at] ^= 1
    path.write_bytes(bytes(whole))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("trouble", [cut, flipped, emptied, Path.unlink])
def test_what_became_of_the_files_of_the_cache_changes_nothing(
    basil: Path, tmp_path: Path, trouble: Callable[[Path], None], parsed: list[int]
) -> None:
    first = read([basil], tmp_path / "cache")
    for file in (tmp_path / "cache").glob("*/*"):
        trouble(file)
    parsed.clear()
    must_be_alike(read([basil], tmp_path / "cache"), first)
    assert sum(parsed) == first.read
    parsed.clear()
    must_be_alike(read([basil], tmp_path / "cache"), first)
    assert parsed == []


def test_a_cache_that_can_not_be_written_is_none(basil: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a shopping list")
    must_be_alike(read([basil], tmp_path / "cache"), read([basil], None))


def test_a_source_that_was_changed_after_it_was_counted_is_named(basil: Path, tmp_path: Path) -> None:
    read([basil], tmp_path / "cache")
    again = read([basil], tmp_path / "cache")
    basil.write_bytes(basil.read_bytes().replace(b"basil", b"thyme"))
    with pytest.raises(InputError, match="was changed after it was read"):
        _ = again.frame


def test_a_reject_is_moved_to_its_place_in_all_of_its_source() -> None:
    known = known_as(READING, delimited=False)
    assert known
    kept, _ = read_lines(Stretch(0, b'{"messages": "none"}\n'), known)
    (reject,) = kept.rejects
    there = moved(reject, Base(1, row=4, line=6, offset=100))
    assert (there.source, there.row, there.line, there.offset) == (1, 5, 7, 100)
