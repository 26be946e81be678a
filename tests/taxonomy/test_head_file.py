"""A head in a file of its own."""

from pathlib import Path

import polars as pl
import pytest

from curate.errors import InputError, UsageError
from curate.files.additions import create_additions
from curate.taxonomy.head_file import load_head, save_head
from curate.taxonomy.model import Pattern
from tests.taxonomy.test_head import BY, HEAD, NEW, PROMPTS


def test_what_is_loaded_tells_the_same(tmp_path: Path) -> None:
    path = tmp_path / "own.head"
    save_head(HEAD, path)
    loaded = load_head(path, BY)
    assert (loaded.names, loaded.labels, loaded.by) == (HEAD.names, HEAD.labels, HEAD.by)
    assert loaded.values.tobytes() == HEAD.values.tobytes()
    assert loaded.weights.tobytes() == HEAD.weights.tobytes()
    prompts = pl.Series([*PROMPTS, *NEW])
    assert loaded.assign(prompts).to_list() == HEAD.assign(prompts).to_list()


def test_equal_heads_give_equal_bytes_and_a_word_takes_a_byte_for_each_type(tmp_path: Path) -> None:
    for name in ("one", "two"):
        save_head(HEAD, tmp_path / name)
    data = (tmp_path / "one").read_bytes()
    assert data == (tmp_path / "two").read_bytes()
    assert HEAD.weights[-1 - len(HEAD.names) : -1].astype("i1").tobytes() in data


def test_a_byte_that_changed_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "own.head"
    save_head(HEAD, path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        load_head(path, BY)


def test_a_head_of_other_patterns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.head"
    save_head(HEAD, path)
    own = Pattern(type="coding", name="own", regex="own", weight=1)
    with pytest.raises(UsageError, match="other types or patterns"):
        load_head(path, BY.model_copy(update={"own": (own,)}))
    assert load_head(path, BY.model_copy(update={"least": 0.9})).names == HEAD.names


def test_what_is_no_head_is_refused(tmp_path: Path) -> None:
    create_additions(tmp_path / "index", {"kind": "something else"}, [b"12345678"])
    (tmp_path / "text").write_text("no head")
    for name in ("index", "text", "nothing"):
        with pytest.raises(InputError):
            load_head(tmp_path / name, BY)
