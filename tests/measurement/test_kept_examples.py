"""Encoded records in a file."""

from pathlib import Path

import numpy as np
import pytest

from curate.errors import InputError
from curate.measurement.encoded import encoded
from curate.measurement.kept_examples import examples_in, keep_examples

TALKS = encoded([([1, 2, 3], [4, 5]), ([1], [6, 7, 8, 9])], context=4)


def test_examples_are_read_as_they_were_written(tmp_path: Path) -> None:
    keep_examples(tmp_path / "examples.npz", TALKS)
    read = examples_in(tmp_path / "examples.npz")
    for name in ("tokens", "starts", "responses", "lost"):
        written, found = getattr(TALKS, name), getattr(read, name)
        assert found.dtype == written.dtype
        assert np.array_equal(found, written)


def test_what_lies_there_is_not_written_again(tmp_path: Path) -> None:
    file = tmp_path / "examples.npz"
    keep_examples(file, TALKS)
    place = file.stat().st_ino
    keep_examples(file, TALKS)
    assert file.stat().st_ino == place


@pytest.mark.parametrize("content", [None, b"PK, but cut short"])
def test_examples_that_are_gone_or_damaged_are_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "examples.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError, match="gone, or damaged"):
        examples_in(file)
