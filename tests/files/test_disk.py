import os
from pathlib import Path

import pytest

from curate.errors import OutputRefused
from curate.files import disk

NOTE = b"The ferry to Oban leaves at a quarter past nine.\n"


def test_what_was_created_flushed_and_renamed_stands_under_its_last_name_alone(tmp_path: Path) -> None:
    disk.make_folder(tmp_path / "notes" / "harbour")
    with disk.create(tmp_path / "notes" / "draft") as file:
        file.write(NOTE)
        disk.flush(file)
    disk.rename(tmp_path / "notes" / "draft", tmp_path / "notes" / "harbour" / "ferry")
    disk.flush_folder(tmp_path / "notes")

    assert [each.name for each in (tmp_path / "notes").iterdir()] == ["harbour"]
    assert (tmp_path / "notes" / "harbour" / "ferry").read_bytes() == NOTE


def test_a_flush_waits_for_what_python_still_holds(tmp_path: Path) -> None:
    with disk.create(tmp_path / "ferry") as file:
        file.write(NOTE)
        disk.flush(file)
        assert (tmp_path / "ferry").read_bytes() == NOTE


def test_a_file_that_is_created_again_is_empty(tmp_path: Path) -> None:
    (tmp_path / "ferry").write_bytes(NOTE)
    disk.create(tmp_path / "ferry").close()

    assert (tmp_path / "ferry").read_bytes() == b""


def test_a_file_that_is_opened_again_holds_what_it_held_but_for_what_is_cut_away(tmp_path: Path) -> None:
    (tmp_path / "ferry").write_bytes(NOTE)
    with disk.reopen(tmp_path / "ferry") as file:
        disk.cut(file, 10)
        file.seek(10)
        file.write(b"is late.\n")

    assert (tmp_path / "ferry").read_bytes() == NOTE[:10] + b"is late.\n"
    with pytest.raises(FileNotFoundError):
        disk.reopen(tmp_path / "what-never-was")


def test_a_new_name_takes_the_place_of_what_has_it(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"The ferry is cancelled.\n")
    (tmp_path / "new").write_bytes(NOTE)
    disk.rename(tmp_path / "new", tmp_path / "old")

    assert (tmp_path / "old").read_bytes() == NOTE


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "ferry").write_bytes(NOTE)
    disk.make_folder(tmp_path)

    assert (tmp_path / "ferry").read_bytes() == NOTE


def test_files_and_folders_are_removed_with_all_that_they_hold(tmp_path: Path) -> None:
    disk.make_folder(tmp_path / "notes" / "harbour")
    (tmp_path / "notes" / "harbour" / "ferry").write_bytes(NOTE)
    (tmp_path / "tides").write_bytes(NOTE)
    for name in ("notes", "tides", "what-never-was"):
        disk.remove(tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_of_a_link_only_the_link_is_removed(tmp_path: Path) -> None:
    disk.make_folder(tmp_path / "letters")
    (tmp_path / "letters" / "aunt").write_bytes(NOTE)
    (tmp_path / "link").symlink_to(tmp_path / "letters")
    disk.remove(tmp_path / "link")

    assert not os.path.lexists(tmp_path / "link")
    assert (tmp_path / "letters" / "aunt").read_bytes() == NOTE


def test_what_the_system_refuses_names_the_folder_and_the_reason(tmp_path: Path) -> None:
    full = "harbour can not be written: no space left on device"
    with pytest.raises(OutputRefused, match=full) as refusal, disk.refused(tmp_path / "harbour"):
        raise OSError(28, "No space left on device")

    assert "run again" in refusal.value.hint


@pytest.mark.parametrize("trouble", [OutputRefused("another run uses it."), KeyError("tide")])
def test_what_is_no_refusal_of_the_system_passes_as_it_is(tmp_path: Path, trouble: Exception) -> None:
    with pytest.raises(type(trouble)) as passed, disk.refused(tmp_path):
        raise trouble

    assert passed.value is trouble
