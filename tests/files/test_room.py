"""Room in a folder."""

import os
from pathlib import Path

from curate.files.room import make_room, used


def laid(folder: Path, *sizes: int) -> list[Path]:
    """Files `0`, `1`, ... of so many bytes, each used a second after the one before, in 2001."""
    folder.mkdir(exist_ok=True)
    files = [folder / str(number) for number in range(len(sizes))]
    for number, (file, size) in enumerate(zip(files, sizes, strict=True)):
        file.write_bytes(b"x" * size)
        os.utime(file, (1e9 + number, 1e9 + number))
    return files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_least_used_goes_until_the_rest_is_small_enough(tmp_path: Path) -> None:
    files = laid(tmp_path, 40, 40, 40)
    make_room(files, 120)
    assert names(tmp_path) == ["0", "1", "2"]
    make_room(files, 100)
    assert names(tmp_path) == ["1", "2"]


def test_what_is_marked_as_used_goes_last(tmp_path: Path) -> None:
    files = laid(tmp_path, 40, 40, 40)
    used(files[0])
    used(tmp_path / "nothing of that name")
    make_room(files, 80)
    assert names(tmp_path) == ["0", "2"]


def test_a_folder_counts_with_all_that_it_holds_and_goes_as_a_whole(tmp_path: Path) -> None:
    (file,) = laid(tmp_path, 40)
    laid(tmp_path / "states", 40, 40)
    os.utime(tmp_path / "states", (1e9 - 1, 1e9 - 1))
    make_room(tmp_path.glob("*"), 120)
    assert names(tmp_path) == ["0", "states"]
    make_room(tmp_path.glob("*"), 100)
    assert names(tmp_path) == [file.name]


def test_there_are_no_more_than_asked_for(tmp_path: Path) -> None:
    make_room(laid(tmp_path, 1, 1, 1), 100, count=2)
    assert names(tmp_path) == ["1", "2"]


def test_what_was_used_of_late_stays_however_much_it_takes(tmp_path: Path) -> None:
    make_room(laid(tmp_path, 40, 40, 40), 10, spared=1e9 + 1)
    assert names(tmp_path) == ["1", "2"]


def test_a_folder_that_is_not_there_has_room(tmp_path: Path) -> None:
    make_room((tmp_path / "none").glob("*"), 1)
