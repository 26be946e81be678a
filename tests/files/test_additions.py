"""A file of additions: what was added is there, whole; what is not as it was written is noticed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.errors import CurateError, InputError, OutputRefused
from curate.files import disk
from curate.files.additions import (
    ALIGNED,
    MAGIC,
    VERSION,
    Additions,
    create_additions,
    read_additions,
)

KIND = "log of tides"
SETTINGS = {"harbour": "Oban", "height": 3}
FIRST, SECOND = [b"low 4:10", b"", b"high 10h"], [b"low 16:31", b"\0" * 23]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with one addition."""
    create_additions(tmp_path / "tides", SETTINGS, FIRST)
    return tmp_path / "tides"


@pytest.fixture
def two(path: Path) -> Path:
    """A file with two."""
    read(path).add(SECOND)
    return path


def read(path: Path) -> Additions:
    return read_additions(path, KIND)


def held(path: Path) -> list[bytes]:
    return [bytes(content) for content in read(path).contents]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(added=st.lists(st.lists(st.binary(max_size=40), max_size=3), min_size=1, max_size=4))
def test_what_was_added_is_there_in_its_order_and_nothing_moves(added: list[list[bytes]], tmp_path: Path) -> None:
    path, before = tmp_path / "any", b""
    for number, pieces in enumerate(added):
        create_additions(path, SETTINGS, pieces) if number == 0 else read(path).add(pieces)
        assert number == 0 or path.read_bytes().startswith(before)
        before = path.read_bytes()
    assert held(path) == [b"".join(pieces) for pieces in added]
    assert read(path).settings == SETTINGS


def test_it_begins_as_no_text_does_and_its_content_is_aligned(path: Path) -> None:
    whole = path.read_bytes()
    assert whole.startswith(MAGIC)
    assert whole.index(b"".join(FIRST)) % ALIGNED == 0


def test_every_byte_that_is_another_is_noticed(two: Path) -> None:
    whole = two.read_bytes()
    for at in range(len(whole)):
        for flipped in (0xFF, 0x01, 0x80):
            two.write_bytes(whole[:at] + bytes([whole[at] ^ flipped]) + whole[at + 1 :])
            with pytest.raises(InputError):
                read(two)


BEFORE = 32
"""Bytes that stand before the content of an addition; the word it begins with, which is written last, has 8."""


def ended(whole: bytes, written: int, word: int = 0) -> bytes:
    """What a writer of the second addition leaves that was ended after so many bytes of it, or of its word."""
    begin = len(whole) - len(b"".join(SECOND)) - BEFORE
    left = whole[:begin] + (whole[begin : begin + word] + bytes(8))[:8] + whole[begin + 8 :]
    return left[: begin + written]


def test_one_that_was_cut_short_is_damaged_and_nothing_is_added_to_it(two: Path) -> None:
    whole = two.read_bytes()
    first = len(whole) - len(b"".join(SECOND)) - BEFORE
    for length in range(len(whole)):
        two.write_bytes(whole[:length])
        if length == first:
            assert held(two) == [b"".join(FIRST)]
            continue
        with pytest.raises(InputError, match="its last addition is cut short" if length > first else str(two)):
            read(two)
        assert two.read_bytes() == whole[:length]


def test_an_addition_whose_writer_was_ended_does_not_count_and_is_made_anew(
    two: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole = two.read_bytes()
    all_of_it = BEFORE + len(b"".join(SECOND))
    cut, torn = [(number, 0) for number in range(1, all_of_it)], [(all_of_it, word) for word in range(8)]
    for written, word in cut + torn:
        two.write_bytes(ended(whole, written, word))
        caplog.clear()
        assert held(two) == [b"".join(FIRST)]
        assert "an addition that was ended before it was whole does not count; add it again" in caplog.text
        read(two).add(SECOND)
        assert two.read_bytes() == whole


def test_space_that_was_given_to_it_but_never_filled_does_not_count(two: Path) -> None:
    whole = two.read_bytes()
    first = len(whole) - len(b"".join(SECOND)) - BEFORE
    for space in (4096, 7):
        two.write_bytes(whole[:first] + bytes(space))
        assert held(two) == [b"".join(FIRST)]
        read(two).add(SECOND)
        assert two.read_bytes() == whole


def test_bytes_behind_the_last_addition_that_no_writer_leaves_are_damage(two: Path) -> None:
    whole = two.read_bytes()
    for more in (b"x" * 32, b"\0" * 32 + b"x", b"ADD" + b"\0" * 7, b"\0" * 8 + b"x" * 24, whole[-40:]):
        two.write_bytes(whole + more)
        with pytest.raises(InputError, match="is damaged"):
            read(two)


def test_so_is_an_addition_without_its_word_before_another_one(two: Path) -> None:
    read(two).add(FIRST)
    whole = two.read_bytes()
    at = whole.index(b"ADDITION", whole.index(b"ADDITION") + 1)
    two.write_bytes(whole[:at] + bytes(8) + whole[at + 8 :])
    with pytest.raises(InputError, match="is damaged"):
        read(two)


@pytest.mark.parametrize("number", [0, 1])
def test_a_writer_that_ends_before_all_is_on_the_disk_has_added_nothing(
    path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, flushed = disk.flush, list[str]()

    def ending(file: object) -> None:
        flushed.append("")
        if len(flushed) > number:
            raise KeyboardInterrupt
        real(file)  # type: ignore[arg-type]

    monkeypatch.setattr(disk, "flush", ending)
    first = read(path)
    with pytest.raises(KeyboardInterrupt):
        first.add(SECOND)
    monkeypatch.undo()
    # Ended behind the word, it may have been added or not.
    assert held(path) in ([b"".join(FIRST)], [b"".join(FIRST), b"".join(SECOND)][: number + 1])


def test_what_was_read_stays_as_it_was_while_more_is_added(path: Path) -> None:
    before = read(path)
    read(path).add(SECOND)
    assert [bytes(content) for content in before.contents] == [b"".join(FIRST)]
    assert all(content.readonly for content in before.contents)


def test_a_disk_that_is_full_leaves_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    first, other = read(path), path.with_name("other")
    monkeypatch.setattr(disk, "flush", full)
    with pytest.raises(OutputRefused, match="tides can not be written: no space left on device"):
        first.add(SECOND)
    with pytest.raises(OutputRefused, match="other can not be written"):
        create_additions(other, SETTINGS, FIRST)
    assert held(path) == [b"".join(FIRST)]
    assert [each.name for each in path.parent.iterdir()] == ["tides"]


def test_a_file_that_became_shorter_meanwhile_is_not_added_to(two: Path) -> None:
    before = read(two)
    two.write_bytes(two.read_bytes()[:100])
    with pytest.raises(OutputRefused, match="was changed after it was read; nothing was added"):
        before.add(SECOND)
    assert two.stat().st_size == 100


def test_an_addition_that_came_meanwhile_is_not_written_over(path: Path) -> None:
    before = read(path)
    before.add(SECOND)
    with pytest.raises(OutputRefused, match="was changed after it was read; nothing was added"):
        before.add(FIRST)
    assert held(path) == [b"".join(FIRST), b"".join(SECOND)]


def _of_a_newer_version(whole: bytes) -> bytes:
    return whole[:8] + (VERSION + 1).to_bytes(4, "little") + whole[12:]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            _of_a_newer_version,
            f"is of version {VERSION + 1} of its format, and this curate knows {VERSION}",
        ),
        (lambda whole: whole[:8] + bytes(4) + whole[12:], "is of version 0 .*Make it anew"),
        (lambda _: b"", f"is no {KIND}"),
        (lambda _: b'{"prompt": "When is high tide?"}\n', f"is no {KIND}"),
        (lambda whole: whole.replace(b"\n", b"\r\n", 1), f"is no {KIND}"),
    ],
)
def test_what_is_something_else_is_told_by_what_it_is(
    path: Path, made: Callable[[bytes], bytes], said: str
) -> None:
    path.write_bytes(made(path.read_bytes()))
    with pytest.raises(InputError) as refusal:
        read(path)
    assert re.search(said, f"{refusal.value} {refusal.value.hint}", re.DOTALL)


def test_a_folder_or_nothing_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(CurateError, match="as it is no file"):
        read(tmp_path)
    with pytest.raises(CurateError, match="can not be read: no such file or directory"):
        read(tmp_path / "none")
