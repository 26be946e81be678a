"""Rows of numbers lie in a folder under keys, in pieces that are whole or not there."""

from pathlib import Path

import numpy as np
import pytest

from curate.errors import OutputRefused
from curate.files import disk
from curate.files.vectors import Vectors

ONE, OTHER, THIRD = (bytes([number]) * 16 for number in (1, 2, 3))


def numbers(rows: int, start: float = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return (np.arange(rows * 4, dtype=np.float32) + np.float32(start)).reshape(rows, 4)


@pytest.fixture
def kept(tmp_path: Path) -> Vectors:
    return Vectors(tmp_path / "kept", 4, np.float32)


def test_what_was_put_there_is_read_again_by_whoever_looks(kept: Vectors) -> None:
    kept.put([ONE, OTHER], [numbers(3), numbers(2, 50)])
    kept.put([THIRD], [numbers(1, 90)])
    again = Vectors(kept.folder, 4, np.float32)

    for each in (kept, again):
        assert np.array_equal(each[ONE], numbers(3))
        assert np.array_equal(each[OTHER], numbers(2, 50))
        assert np.array_equal(each[THIRD], numbers(1, 90))
        assert b"\4" * 16 not in each


def test_what_another_process_puts_there_is_seen_when_one_looks(kept: Vectors) -> None:
    Vectors(kept.folder, 4, np.float32).put([ONE], [numbers(2)])
    assert ONE not in kept

    kept.look()
    assert ONE in kept


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_damaged_piece_is_not_there(kept: Vectors, damage: str) -> None:
    kept.put([ONE], [numbers(2)])
    (rows,) = kept.folder.glob("*.rows")
    if damage == "cut":
        rows.write_bytes(rows.read_bytes()[:-1])
    else:
        rows.unlink()

    assert ONE not in Vectors(kept.folder, 4, np.float32)


@pytest.mark.parametrize("renames", [0, 1])
def test_a_piece_that_was_not_finished_is_not_there(
    kept: Vectors, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    left, rename = iter(range(renames)), disk.rename

    def failing(path: Path, target: Path) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        rename(path, target)

    monkeypatch.setattr(disk, "rename", failing)

    with pytest.raises(OutputRefused, match="no space left"):
        kept.put([ONE], [numbers(2)])
    assert ONE not in Vectors(kept.folder, 4, np.float32)
