"""A Dataset in memory, and what `save_to_disk` writes, are read like any file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import UsageError
from tests.trainers.examples import RECORDS, TEXTS

pytestmark = pytest.mark.hf

Row = dict[str, Any]
Rewrite = Callable[[Any], list[Row]]


@pytest.fixture
def texts() -> Any:
    """A Dataset of prompts and completions."""
    import datasets

    return datasets.Dataset.from_list(RECORDS["texts"])


@pytest.fixture
def rewrite(tmp_path: Path) -> Rewrite:
    """Reads something, and gives the rows that it is written back as."""

    def rows(given: Any) -> list[Row]:
        records = curate.read(given)
        out = tmp_path / "again.jsonl"
        curate.convert(records, records.inputs[0].known.format.name, out)
        return list(map(json.loads, out.read_bytes().splitlines()))

    return rows


def test_a_dataset_is_read_row_by_row(texts: Any, rewrite: Rewrite) -> None:
    assert rewrite(texts) == RECORDS["texts"]


def test_of_a_selected_dataset_only_the_selected_rows_are_read_in_their_order(
    texts: Any, rewrite: Rewrite
) -> None:
    assert rewrite(texts.select([2, 0])) == [RECORDS["texts"][2], RECORDS["texts"][0]]


def test_a_shuffled_dataset_is_read_in_its_new_order(texts: Any, rewrite: Rewrite) -> None:
    shuffled = texts.shuffle(seed=5)

    assert rewrite(shuffled) == list(shuffled)
    assert rewrite(shuffled) != RECORDS["texts"]


@pytest.mark.parametrize("look", ["numpy", "pandas", "arrow"])
def test_the_look_that_a_dataset_gives_its_rows_does_not_matter(texts: Any, rewrite: Rewrite, look: str) -> None:
    assert rewrite(texts.with_format(look)) == RECORDS["texts"]


@pytest.mark.parametrize("kind", ["chats", "preferences", "preferred chats", "judged", "judged chats"])
def test_a_dataset_of_any_kind_of_records_is_read_as_it_was_given(kind: str, rewrite: Rewrite) -> None:
    import datasets

    assert rewrite(datasets.Dataset.from_list(RECORDS[kind])) == RECORDS[kind]


@pytest.fixture
def of_many_shapes(write_lines: Callable[..., Path], load: Callable[[str], Any]) -> Any:
    """What `datasets` makes of tools and arguments that share no field: columns of its type Json."""
    loaded = load(str(write_lines(RECORDS["tools"], "converted.jsonl")))
    assert "Json" in str(loaded.features)
    return loaded


def test_tools_and_arguments_of_many_shapes_are_read_from_a_dataset(of_many_shapes: Any, rewrite: Rewrite) -> None:
    assert rewrite(of_many_shapes) == RECORDS["tools"]


def test_tools_and_arguments_of_many_shapes_are_read_from_a_folder_and_from_its_parquet(
    tmp_path: Path, of_many_shapes: Any, rewrite: Rewrite
) -> None:
    of_many_shapes.save_to_disk(str(tmp_path / "saved"))
    of_many_shapes.to_parquet(str(tmp_path / "saved.parquet"))

    assert rewrite(str(tmp_path / "saved")) == RECORDS["tools"]
    assert rewrite(str(tmp_path / "saved.parquet")) == RECORDS["tools"]


def test_what_a_run_keeps_of_them_loads_again(
    tmp_path: Path, of_many_shapes: Any, load: Callable[[str], Any]
) -> None:
    curate.run("sft-default", of_many_shapes, out=tmp_path / "out")

    assert list(load(str(tmp_path / "out" / "kept.jsonl"))) == list(of_many_shapes)


def test_a_folder_of_a_dataset_is_read_in_the_order_it_was_saved_in(
    tmp_path: Path, texts: Any, rewrite: Rewrite
) -> None:
    shuffled = texts.shuffle(seed=5)
    shuffled.save_to_disk(str(tmp_path / "saved"), num_shards=2)

    assert rewrite(str(tmp_path / "saved")) == list(shuffled)


def test_a_folder_of_several_splits_is_one_input_for_each(tmp_path: Path, texts: Any) -> None:
    import datasets

    parts = datasets.DatasetDict({"train": texts.select([0, 1, 2]), "test": texts.select([3])})
    parts.save_to_disk(str(tmp_path / "saved"))
    records = curate.read(str(tmp_path / "saved"))

    assert len(records) == len(TEXTS)
    assert [Path(each.source.name).name for each in records.inputs] == ["test", "train"]


def test_a_dataset_of_several_splits_in_memory_is_refused_with_what_to_give_instead(texts: Any) -> None:
    import datasets

    with pytest.raises(UsageError, match="one of its splits"):
        curate.read(datasets.DatasetDict({"train": texts}))


def test_a_folder_written_by_convert_is_read_again(convert: Callable[..., str], rewrite: Rewrite) -> None:
    assert rewrite(convert("texts", "prompt-completion", "")) == RECORDS["texts"]
