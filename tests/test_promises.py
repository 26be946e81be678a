"""What the product promises, each broken here if it breaks anywhere."""

import hashlib
import json
import random
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.cli.demo import LANGUAGES
from curate.files.resources import sample_files
from curate.records.records import Records
from curate.report.results import Result

Row = dict[str, Any]
MARKS = r"""[\s.,;:!?'"()\[\]{}“”‘’„«»…。，、；：！？（）《》「」『』【】·]+"""
"""What separates words."""


@pytest.fixture(scope="module")
def sample() -> Records:
    return curate.read(*sample_files())


@pytest.fixture(scope="module")
def cleaned(sample: Records, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    out = tmp_path_factory.mktemp("cleaned")
    return curate.run("sft-default", sample, out=out, expect=LANGUAGES), out


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def contents(out: Path) -> dict[str, bytes]:
    files = (path for path in out.rglob("*") if path.is_file() and path.name != "timing.json")
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def test_nothing_disappears(sample: Records, cleaned: tuple[Result, Path]) -> None:
    _, out = cleaned
    kept = [row["key"] for row in rows(out / "lineage.jsonl")]
    dropped = [row["key"] for row in rows(out / "dropped.jsonl")]
    assert sorted(kept + dropped) == sorted(sample.frame["key"])
    assert len(rows(out / "rejected.jsonl")) == sample.read - len(sample)


def shingles(raw: str, *, response: bool = False) -> set[tuple[str, ...]]:
    """Three-word sequences of prompt and response, or of the response alone, in plain Python."""
    row = json.loads(raw)
    texts = (
        [m["content"] or "" for m in row["messages"] if m["role"] != "system"]
        if "messages" in row
        else [f"{row['instruction']}\n\n{row['input']}", row["output"]]
    )
    texts = texts[-1:] if response else texts
    plain = re.sub(MARKS, " ", unicodedata.normalize("NFKC", " ".join(texts)).lower())
    words = plain.split()
    return {tuple(words[at : at + 3]) for at in range(max(1, len(words) - 2))}


def share_of_responses(one: str, other: str) -> float:
    own, twin = shingles(one, response=True), shingles(other, response=True)
    return len(own & twin) / len(own | twin)


def test_every_near_duplicate_is_exactly_as_similar_to_a_kept_twin_as_it_says(
    cleaned: tuple[Result, Path],
) -> None:
    result, out = cleaned
    raws = {row["key"]: row["raw"] for row in rows(out / "dropped.jsonl")}
    for number in range(2):
        keys = result.kept.frame.filter(source=number).sort("offset")["key"]
        raws |= dict(zip(keys, (raw.decode() for raw in result.kept.raw(number)), strict=True))
    gone = {row["key"]: row["step"] for row in rows(out / "dropped.jsonl")}
    near = [row for row in rows(out / "dropped.jsonl") if row["code"] == "DUP002"]
    assert near
    for row in near:
        one, other = shingles(row["raw"]), shingles(raws[row["related"]])
        exact = len(one & other) / len(one | other)
        assert exact == pytest.approx(row["score"])
        assert exact >= 0.8
        assert share_of_responses(row["raw"], raws[row["related"]]) >= 0.5
        assert gone.get(row["related"], 99) > row["step"]


def test_a_second_run_gives_the_same_bytes(sample: Records, cleaned: tuple[Result, Path], tmp_path: Path) -> None:
    curate.run("sft-default", sample, out=tmp_path, expect=LANGUAGES)
    assert contents(tmp_path) == contents(cleaned[1])


def test_the_manifest_names_each_file_by_what_it_holds(cleaned: tuple[Result, Path]) -> None:
    manifest = json.loads((cleaned[1] / "manifest.json").read_text())
    held = {name: hashlib.sha256(data).hexdigest() for name, data in contents(cleaned[1]).items()}
    assert manifest["outputs"] == {name: held[name] for name in held if name != "manifest.json"}


@pytest.mark.parametrize(
    "seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)]
)
def test_shuffled_input_keeps_the_same_records_for_the_same_reasons(tmp_path: Path, seed: int) -> None:
    lines = Path(sample_files()[0]).read_text(encoding="utf-8").splitlines(keepends=True)
    shuffled = random.Random(seed).sample(lines, len(lines))
    decided = []
    for number, order in enumerate((lines, shuffled)):
        path = tmp_path / f"{number}.jsonl"
        path.write_text("".join(order), encoding="utf-8")
        result = curate.run("sft-default", path, expect=LANGUAGES)
        dropped = set(result.dropped.select("key", "code", "related").iter_rows())
        decided.append((sorted(result.kept.raw(0)), dropped))
    assert decided[0] == decided[1]


def test_what_is_not_edited_is_written_as_the_bytes_that_were_read(cleaned: tuple[Result, Path]) -> None:
    lines = Path(sample_files()[0]).read_bytes().split(b"\n")
    kept = (cleaned[1] / "kept" / "messages.jsonl").read_bytes().split(b"\n")[:-1]
    edited = {edit["key"] for edit in rows(cleaned[1] / "edited.jsonl")}
    output = [each for each in rows(cleaned[1] / "lineage.jsonl") if each["output"].endswith("messages.jsonl")]
    unedited = [line for line, each in zip(kept, output, strict=True) if each["key"] not in edited]
    assert 0 < len(unedited) < len(kept)
    assert [line for line in lines if line in set(unedited)] == unedited


def test_cleaning_what_is_clean_drops_nothing(cleaned: tuple[Result, Path]) -> None:
    again = curate.run("sft-default", sorted((cleaned[1] / "kept").iterdir()), expect=LANGUAGES)
    assert again.ledger.dropped == 0


def test_every_check_has_exactly_one_of_four_answers(sample: Records) -> None:
    checked = curate.check(sample, select=["STR", "LNG", "LEN"])
    answers = {status.check.code: status.status for status in checked.statuses}
    assert answers["LNG001"] == "not-applicable"
    assert answers["DUP001"] == "not-selected"
    assert answers["STR001"] == "found"
    assert set(answers.values()) <= {"found", "clean", "not-applicable", "not-selected"}
