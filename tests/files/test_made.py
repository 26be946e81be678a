"""A folder that something else fills is whole, or is not there."""

from pathlib import Path

import pytest

from curate.errors import OutputRefused
from curate.files.made import made_folder


def fill(folder: Path) -> None:
    (folder / "weights").write_text("7")


def test_it_is_filled_once(tmp_path: Path) -> None:
    made_folder(tmp_path / "model", fill)
    again = made_folder(tmp_path / "model", lambda _: pytest.fail("filled again"))

    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert (again / "weights").read_text() == "7"


def test_nothing_is_left_of_what_failed(tmp_path: Path) -> None:
    def failing(folder: Path) -> None:
        (folder / "weights").write_text("half")
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        made_folder(tmp_path / "model", failing)

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputRefused, match="no space left on device"):
        made_folder(tmp_path / "model", full)


def test_where_another_process_was_faster_what_it_made_is_taken(tmp_path: Path) -> None:
    def late(folder: Path) -> None:
        (folder / "weights").write_text("mine")
        (tmp_path / "model").mkdir()
        (tmp_path / "model" / "weights").write_text("theirs")

    assert (made_folder(tmp_path / "model", late) / "weights").read_text() == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
