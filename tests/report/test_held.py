"""Records from the files of a run, in whatever those are written."""

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import curate
from curate.pipeline import parse_pipeline
from curate.report.story import NO_TEXT, Telling

ROWS = [
    {
        "id": "one",
        "instruction": "Name a bird of prey.",
        "input": "",
        "output": "The osprey, which lives on fish.",
    },
    {"id": "two", "instruction": "Explain how a lock works.", "input": "In a sentence.", "output": "ok."},
    {
        "id": "three",
        "instruction": "Name a tree.",
        "input": "",
        "output": "The rowan, which birds plant on roofs.",
    },
]
PIPELINE = "name = 'short'\n[[steps]]\nuse = 'drop'\non = ['LEN001']\n"


def as_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ROWS[0]))
        writer.writeheader()
        writer.writerows(ROWS)


WRITERS: dict[str, Callable[[Path], object]] = {
    "data.csv": as_csv,
    "data.parquet": lambda path: pl.DataFrame(ROWS).write_parquet(path),
    "data.json": lambda path: pl.DataFrame(ROWS).write_json(path),
    "data.jsonl": lambda path: pl.DataFrame(ROWS).write_ndjson(path),
}


def cleaned(tmp_path: Path, name: str) -> Path:
    WRITERS[name](tmp_path / name)
    curate.run(parse_pipeline(PIPELINE, "short.toml"), tmp_path / name, out=tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize("name", WRITERS)
def test_kept_and_dropped_records_are_told_from_any_container(tmp_path: Path, name: str) -> None:
    telling = Telling(cleaned(tmp_path, name))
    assert [each.text for each in telling.story("three").messages] == [ROWS[2]["instruction"], ROWS[2]["output"]]
    dropped = telling.story("two")
    assert [each.text for each in dropped.messages] == ["Explain how a lock works.\n\nIn a sentence.", "ok."]
    assert dropped.dropped is not None


@pytest.mark.parametrize("name", ["data.csv", "data.jsonl"])
def test_where_the_file_of_the_kept_was_taken_away_the_rest_is_told(tmp_path: Path, name: str) -> None:
    out = cleaned(tmp_path, name)
    (out / f"kept{Path(name).suffix}").unlink()
    story = Telling(out).story("three")
    assert (story.fate, story.messages, story.no_text) == ("kept", [], NO_TEXT)
    assert Telling(out).story("two").dropped is not None


def test_a_file_that_was_changed_since_is_no_error(tmp_path: Path) -> None:
    out = cleaned(tmp_path, "data.jsonl")
    (out / "kept.jsonl").write_text('{"pier": 4}\n[\n', encoding="utf-8")
    assert Telling(out).story("three").no_text == NO_TEXT
    assert Telling(out).story("one").no_text == NO_TEXT
