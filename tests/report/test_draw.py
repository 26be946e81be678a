"""Some of the records that have a code."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import curate
from curate.errors import UnknownName
from curate.pipeline import parse_pipeline
from curate.report.draw import draw
from curate.report.left import Left
from curate.report.story import Telling

SHORT = [
    {"id": f"s{n}", "prompt": f"Describe pier number {n} of the harbour.", "completion": "ok."} for n in range(12)
]
PIPELINE = "name = 'short'\n[[steps]]\nuse = 'drop'\non = ['LEN001']\n"


def left_by(folder: Path, rows: Sequence[Mapping[str, object]], pipeline: str = PIPELINE) -> Left:
    folder.mkdir()
    data = folder / "data.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    curate.run(parse_pipeline(pipeline, "short.toml"), data, out=folder / "out")
    return Left(folder / "out")


def names(left: Left, code: str, count: int, seed: int = 0) -> list[str]:
    return [str(entry.row["id"]) for entry in draw(left, code, count, seed=seed).entries]


def test_what_is_drawn_hangs_on_the_seed_and_not_on_the_order_of_the_input(tmp_path: Path) -> None:
    here, there = left_by(tmp_path / "a", SHORT), left_by(tmp_path / "b", SHORT[::-1])
    assert names(here, "LEN001", 4, 1) == names(there, "LEN001", 4, 1)
    assert names(here, "LEN001", 4, 1) != names(here, "LEN001", 4, 2)


def test_more_of_one_seed_are_the_same_and_others(tmp_path: Path) -> None:
    left = left_by(tmp_path / "a", SHORT)
    assert names(left, "LEN001", 6)[:3] == names(left, "LEN001", 3)


@pytest.mark.parametrize("name", ["LEN001", "short-response", "LEN"])
def test_a_code_goes_by_its_name_and_its_family_too(tmp_path: Path, name: str) -> None:
    drawn = draw(left_by(tmp_path / "a", SHORT), name, 50)
    assert (len(drawn.entries), drawn.fate, drawn.among) == (12, "dropped", 12)


def test_what_was_dropped_comes_before_what_was_only_found(tmp_path: Path) -> None:
    kept = "name = 'kept'\n[[steps]]\nuse = 'drop'\non = ['REF001']\n"
    assert draw(left_by(tmp_path / "a", SHORT, kept), "LEN001", 3).fate == "kept"
    left = left_by(tmp_path / "b", [*SHORT[:2], {**SHORT[2], "curate_ignore": ["LEN001"]}])
    assert draw(left, "LEN001", 3).counts == {"dropped": 2, "kept": 1, "rejected": 0}
    assert [entry.row["id"] for entry in draw(left, "LEN001", 3, fate="kept").entries] == ["s2"]


def test_an_unreadable_record_is_drawn_by_its_place(tmp_path: Path) -> None:
    left = left_by(tmp_path / "a", [*SHORT[:1], {"prompt": 4, "completion": "ok."}])
    assert draw(left, "FMT004", 3).fate == "rejected"
    (story,) = Telling(left.folder).stories("FMT004", 3)[0]
    assert story.rejected is not None


def test_a_code_that_nobody_has_is_refused_and_one_that_found_nothing_is_not(tmp_path: Path) -> None:
    left = left_by(tmp_path / "a", SHORT)
    with pytest.raises(UnknownName, match=r"LEN01.*Did you mean 'LEN0"):
        draw(left, "LEN01", 3)
    assert draw(left, "PII002", 3).entries == []
