"""Named arrays in one file are whole, or not there."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate.errors import OutputRefused
from curate.files import disk
from curate.files.arrays import Arrays, read_arrays, write_arrays

ARRAYS: Arrays = {
    "losses": np.linspace(0, 1, 7),
    "rows": np.arange(5, dtype=np.int64),
    "none": np.zeros(0, np.int32),
}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_arrays(tmp_path / "made" / "on the way" / "a.npz", ARRAYS)

    found = read_arrays(tmp_path / "made" / "on the way" / "a.npz")
    assert found is not None
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert np.array_equal(found[name], array)
        assert found[name].dtype == array.dtype


def test_the_new_ones_take_the_place_of_the_old_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_arrays(tmp_path / "a.npz", ARRAYS)
    write_arrays(tmp_path / "a.npz", {"losses": np.ones(2)})

    found = read_arrays(tmp_path / "a.npz")
    assert found is not None
    assert found["losses"].tolist() == [1, 1]
    assert os.listdir(tmp_path) == ["a.npz"]  # noqa: PTH208


def test_where_there_is_no_file_there_are_none(tmp_path: Path) -> None:
    assert read_arrays(tmp_path / "a.npz") is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_holds_none_or_what_was_written(tmp_path: Path, data: st.DataObject) -> None:
    write_arrays(tmp_path / "a.npz", ARRAYS)
    held = bytearray((tmp_path / "a.npz").read_bytes())
    at = data.draw(st.integers(0, len(held) - 1))
    if data.draw(st.booleans()):
        held = held[:at]
    else:
        held[at] ^= data.draw(st.integers(1, 255))
    (tmp_path / "a.npz").write_bytes(held)

    found = read_arrays(tmp_path / "a.npz")
    for name in set(found or ()) & set(ARRAYS):
        assert found is not None
        assert np.array_equal(found[name], ARRAYS[name])


def test_a_file_that_says_it_is_encrypted_holds_none(tmp_path: Path) -> None:
    write_arrays(tmp_path / "a.npz", ARRAYS)
    held = bytearray((tmp_path / "a.npz").read_bytes())
    held[held.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.npz").write_bytes(held)
    assert read_arrays(tmp_path / "a.npz") is None


@pytest.mark.parametrize("text", [b"", b"\x93NUMPY", b"not an archive", b"PK\x03\x04"])
def test_a_file_of_something_else_holds_none(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "a.npz").write_bytes(text)
    assert read_arrays(tmp_path / "a.npz") is None


def test_one_array_that_was_saved_alone_has_no_name(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(3))
    assert read_arrays(tmp_path / "a.npy") is None


def test_nothing_that_runs_when_it_is_read_is_taken(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", losses=np.asarray([{"an": "object"}], dtype=object))
    assert read_arrays(tmp_path / "a.npz") is None


@pytest.mark.parametrize("operation", ["create", "flush", "rename"])
def test_a_disk_that_refuses_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    write_arrays(tmp_path / "a.npz", {"losses": np.ones(2)})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, operation, full)
    with pytest.raises(OutputRefused):
        write_arrays(tmp_path / "a.npz", ARRAYS)
    found = read_arrays(tmp_path / "a.npz")
    assert found is not None
    assert list(found) == ["losses"]
    assert os.listdir(tmp_path) == ["a.npz"]  # noqa: PTH208
