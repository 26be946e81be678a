import logging
import os
import re
import stat
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from curate.errors import OutputRefused
from curate.files import cache as module
from curate.files.cache import Cache, cache_folder

BIRDS = pl.DataFrame({"rank": [0, 1], "said": ["A heron stands in the ditch.", "The swift sleeps on the wing."]})


def names(cache: Cache) -> set[str]:
    return {path.stem for path in cache.folder.glob("*/*")}


def aged(cache: Cache, shelf: str, name: str, seconds: int) -> None:
    """As if it had been used last so many seconds after some day in 2001."""
    os.utime(cache.folder / shelf / f"{name}.frames", (1e9 + seconds, 1e9 + seconds))


def size_of_one(folder: Path) -> int:
    probe = Cache(folder / "probe")
    probe.put(probe.shelf("s"), "one", {"found": BIRDS})
    return (folder / "probe" / "s" / "one.frames").stat().st_size


def test_what_is_laid_on_a_shelf_is_there_for_the_next_one_and_on_no_other_shelf(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "curate")
    cache.put(cache.shelf("asked"), "look-2", {"found": BIRDS})
    cache.put(cache.shelf("asked"), "look-1", {"found": BIRDS.clear()})
    later = Cache(tmp_path / "curate")

    assert later.names(later.shelf("asked")) == ["look-1", "look-2"]
    assert_frame_equal(later.shelf("asked").get("look-2", "found"), BIRDS)
    assert later.names(later.shelf("another question")) == []


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "home" / "curate")
    cache.put(cache.shelf("asked"), "look-1", {"found": BIRDS})

    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700


def test_it_stays_within_its_size_and_the_least_used_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "curate", most=3 * size_of_one(tmp_path))
    for number in range(3):
        cache.put(cache.shelf(f"s{number}"), f"look-{number}", {"found": BIRDS})
        aged(cache, f"s{number}", f"look-{number}", number)
    assert names(cache) == {"look-0", "look-1", "look-2"}

    cache.used(cache.shelf("s0"), "look-0")
    cache.put(cache.shelf("s3"), "look-3", {"found": BIRDS})
    assert names(cache) == {"look-0", "look-2", "look-3"}
    assert sum(path.stat().st_size for path in cache.folder.glob("*/*")) <= cache.most


def test_what_is_larger_than_all_of_it_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "curate", most=10)
    cache.put(cache.shelf("asked"), "look-1", {"found": BIRDS})

    assert names(cache) == set()


def test_it_never_holds_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 4)
    cache = Cache(tmp_path / "curate")
    for number in range(7):
        cache.put(cache.shelf("asked"), f"look-{number}", {"found": BIRDS})
        aged(cache, "asked", f"look-{number}", number)

    assert names(cache) == {"look-3", "look-4", "look-5", "look-6"}


def test_what_another_process_never_finished_goes_in_its_turn(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "curate", most=2 * size_of_one(tmp_path))
    cache.put(cache.shelf("asked"), "look-1", {"found": BIRDS})
    left = cache.folder / "asked" / "look-9.4711.partial"
    left.write_bytes(bytes(cache.most))
    os.utime(left, (1e9, 1e9))
    cache.put(cache.shelf("asked"), "look-2", {"found": BIRDS})

    assert names(cache) == {"look-1", "look-2"}


def test_a_file_that_another_process_removes_meanwhile_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path / "curate")
    cache.put(cache.shelf("asked"), "look-1", {"found": BIRDS})
    real = Path.stat

    def late(path: Path, **how: bool) -> os.stat_result:
        if path.name == "look-1.frames":
            path.unlink(missing_ok=True)
        return real(path, **how)

    monkeypatch.setattr(Path, "stat", late)
    cache.put(cache.shelf("asked"), "look-2", {"found": BIRDS})
    monkeypatch.undo()
    assert names(cache) == {"look-2"}


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a shopping list")
    cache = Cache(tmp_path / "file" / "curate")

    assert cache.names(cache.shelf("asked")) == []
    with pytest.raises(OutputRefused, match="curate can not be written: not a directory"):
        cache.put(cache.shelf("asked"), "look-1", {"found": BIRDS})


def test_where_it_is_only_a_help_it_is_told_once_for_all_that_would_be_kept_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("a shopping list")
    with caplog.at_level(logging.INFO, "curate"):
        for number in range(3):
            cache = Cache(tmp_path / "file")
            cache.keep(cache.shelf(f"asked-{number}"), "look-1", {"found": BIRDS})
    (told,) = caplog.messages
    assert re.fullmatch(f"nothing is cached: {tmp_path}/file.* can not be written: [a-z ]+( \\(.*\\))?\\.", told)


def test_it_lies_where_the_system_has_a_place_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "curate"
    monkeypatch.setenv("HOME", str(tmp_path / "ines"))
    for nowhere in ("", "caches", "."):
        monkeypatch.setenv("XDG_CACHE_HOME", nowhere)
        assert cache_folder() == tmp_path / "ines" / ".cache" / "curate"


def test_a_user_without_a_home_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None


def test_what_was_used_last_comes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "curate")
    for seconds, name in enumerate(("set-b", "set-a", "look-1")):
        cache.put(cache.shelf("asked"), name, {"found": BIRDS})
        aged(cache, "asked", name, seconds)
    assert cache.latest(cache.shelf("asked"), "set-") == ["set-a", "set-b"]
    assert cache.latest(cache.shelf("another question"), "set-") == []
