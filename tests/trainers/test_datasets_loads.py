"""Every format in every kind of file is what it was meant to be, once `datasets` has loaded it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from tests.trainers.content import content_of
from tests.trainers.examples import CALLED, MEANT

pytestmark = pytest.mark.hf

TYPED = ("parquet", "arrow", "arrows", "")


@pytest.mark.parametrize(
    "ending", ["jsonl", "json", "jsonl.gz", "csv", *TYPED], ids=lambda ending: ending or "folder"
)
@pytest.mark.parametrize("case", MEANT, ids=lambda case: " as ".join(case).replace(" ", "-"))
def test_datasets_loads_the_rows_that_were_meant(
    loaded: Callable[..., Any], case: tuple[str, str], ending: str
) -> None:
    rows = list(loaded(*case, ending))

    assert list(map(content_of, rows)) == list(map(content_of, MEANT[case]))


@pytest.mark.parametrize("ending", ["jsonl", *TYPED], ids=lambda ending: ending or "folder")
def test_tools_and_arguments_get_no_field_of_another_record(loaded: Callable[..., Any], ending: str) -> None:
    for row, (_, tool, arguments, _, _) in zip(loaded("tools", "messages", ending), CALLED, strict=True):
        given = row["messages"][1]["tool_calls"][0]["function"]["arguments"]
        offered = row["tools"]

        assert (json.loads(given) if isinstance(given, str) else given) == arguments
        assert (json.loads(offered) if isinstance(offered, str) else offered) == [tool]


@pytest.mark.parametrize("ending", TYPED, ids=lambda ending: ending or "folder")
def test_a_typed_table_has_columns_of_one_type_for_all_records(loaded: Callable[..., Any], ending: str) -> None:
    features = loaded("judged", "kto", ending).features

    assert [features[name].dtype.removeprefix("large_") for name in ("prompt", "completion", "label")] == [
        "string",
        "string",
        "bool",
    ]


@pytest.mark.parametrize("ending", ["arrow", "arrows"])
def test_an_arrow_file_holds_text_as_older_readers_know_it(convert: Callable[..., str], ending: str) -> None:
    import pyarrow as pa

    with pa.OSFile(convert("texts", "prompt-completion", ending)) as file:
        schema = (pa.ipc.open_file if ending == "arrow" else pa.ipc.open_stream)(file).schema

    assert {str(field.type) for field in schema} == {"large_string"}


def test_responses_in_csv_that_look_like_numbers_or_nothing_must_be_loaded_as_text(
    tmp_path: Path, convert: Callable[..., str], load: Callable[[str], Any]
) -> None:
    import datasets

    rows = [
        {"prompt": "2 + 2?", "completion": "4"},
        {"prompt": "Which agent number has Bond?", "completion": "007"},
        {"prompt": "Which of these are birds: ant, bee?", "completion": "None"},
    ]
    name = convert("", "prompt-completion", "csv", rows=rows)
    told = datasets.load_dataset(
        "csv",
        data_files=name,
        split="train",
        features=datasets.Features({"prompt": datasets.Value("string"), "completion": datasets.Value("string")}),
        keep_default_na=False,
        cache_dir=str(tmp_path / "told"),
    )

    assert load(name)["completion"][:] == [4.0, 7.0, None], "what is not told, the loader guesses"
    assert list(told) == rows

    again = tmp_path / "again.jsonl"
    curate.convert(name, "prompt-completion", again)
    assert list(load(str(again))) == rows


def test_a_folder_is_written_without_a_progress_bar(
    convert: Callable[..., str], capfd: pytest.CaptureFixture[str]
) -> None:
    from datasets.utils import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    enable_progress_bars()
    convert("texts", "messages", "")

    assert capfd.readouterr() == ("", "")
    assert not are_progress_bars_disabled(), "the caller's own choice stands again"
    disable_progress_bars()
