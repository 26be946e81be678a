import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import curate
from curate.facts.similarity import View, shingles
from curate.facts.view import View as Facts
from curate.minhash.sets import jaccard
from curate.steps import Drop, Relabel, Repair, Split, split
from curate.steps.split import NotSeparate
from tests.steps.laws import ROWS, Row, pipeline, run, shuffled

TOWNS = (
    "Bern",
    "Lima",
    "Porto",
    "Kyoto",
    "Graz",
    "Lyon",
    "Oslo",
    "Riga",
    "Turin",
    "Ghent",
    "Cork",
    "Split",
    "Bath",
    "Brno",
)
THINGS = ("market", "oldest bridge", "night bus", "swimming lake", "flea market", "botanical garden", "town hall")
ENDS = ("?", " please?", " today?", ", do you know?")


def question(town: int, thing: int, end: int, kind: str | None = None) -> Row:
    asked = (
        f"Where exactly in the town of {TOWNS[town]} do I find the {THINGS[thing]} on a rainy Sunday{ENDS[end]}"
    )
    said = [
        {"role": "user", "content": asked},
        {"role": "assistant", "content": f"By the river, {end} streets down."},
    ]
    return {"messages": said, "category": kind}


QUESTIONS = st.lists(
    st.builds(question, st.integers(0, 5), st.integers(0, 4), st.integers(0, 3), st.sampled_from(["geo", None])),
    max_size=16,
)


def parts(result: curate.Result) -> dict[str, str]:
    return dict(result.kept.frame.select("key", "part").iter_rows())


@pytest.mark.parametrize("view", ["prompt", "response", "record"])
@settings(max_examples=12, deadline=None)
@given(rows=QUESTIONS, share=st.floats(0.05, 0.95), similarity=st.sampled_from([0.5, 0.8, 1.0]))
def test_no_pair_across_the_parts_is_alike(view: View, rows: list[Row], share: float, similarity: float) -> None:
    result = run(rows, Split(held_out=share, view=view, similarity=similarity))
    facts = Facts.of(result.kept.frame.select(pl.exclude("part"), "part"))
    facts.need([shingles(view)])
    sets = [each.to_numpy() for each in facts.records["fact:" + shingles(view)]]
    sides = facts.records["part"].to_list()
    for (one, here), (other, there) in combinations(zip(sets, sides, strict=True), 2):
        if len(one) and len(other) and here != there:
            assert jaccard(np.asarray(one), np.asarray(other)) < similarity
    assert set(sides) <= {"train", "held_out"}
    assert result.ledger.dropped == 0


@settings(max_examples=15, deadline=None)
@given(rows=ROWS, seed=st.integers(0, 9))
def test_the_parts_are_the_same_for_any_order_of_the_input(rows: list[Row], seed: int) -> None:
    step = Split(held_out=0.4)
    assert parts(run(rows, step, seed=seed)) == parts(run(shuffled(rows, seed), step, seed=seed))


def unlike(count: int, kind: str | None) -> list[Row]:
    return [question(at % 14, at // 14 % 7, 0, kind) | {"n": at} for at in range(count)]


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
def test_the_share_is_met_in_each_stratum(share: float) -> None:
    """Where nothing is alike, to the nearest record."""
    rows = [
        {**row, "category": "geo" if at < 60 else "travel" if at < 90 else None}
        for at, row in enumerate(unlike(98, None))
    ]
    result = run(rows, Split(held_out=share, similarity=1.0))
    held = Counter(result.kept.frame.filter(pl.col("part") == "held_out")["type"])
    every = Counter(result.kept.frame["type"])
    assert {kind: abs(held[kind] - share * count) <= 0.5 for kind, count in every.items()} == dict.fromkeys(
        every, True
    )


def test_the_strata_may_be_those_of_a_field() -> None:
    rows = [{**row, "desk": {"no": at % 2}} for at, row in enumerate(unlike(40, None))]
    result = run(rows, Split(held_out=0.25, stratify="desk.no", similarity=1.0))
    held = result.kept.to_frame().with_columns(result.kept.frame["part"]).filter(pl.col("part") == "held_out")
    assert Counter(each["no"] for each in held["desk"] if each) == {0: 5, 1: 5}


def test_the_strata_of_a_field_that_no_record_has_are_one() -> None:
    result = run(unlike(19, None), Split(held_out=0.5, stratify="nowhere", similarity=1.0))
    assert Counter(parts(result).values()) == {"train": 10, "held_out": 10}


def test_a_component_goes_to_one_part_and_a_large_one_is_told() -> None:
    alike = [question(0, 0, end) for end in (0, 1, 2, 3)] * 3
    result = run([*alike, *unlike(20, None)[2:]], Split(held_out=0.3))
    note = result.ledger.steps[0].note
    assert "one component holds" in note
    assert "separate at 0.8" in note
    sides = {part for key, part in parts(result).items() if part and _town(result, key) == "Bern"}
    assert len(sides) == 1


def _town(result: curate.Result, key: str) -> str:
    said = next(str(each["messages"]) for each in result.kept if each["key"] == key)
    return "Bern" if "Bern do I find the market" in said else ""


def test_records_of_the_two_parts_that_are_alike_all_the_same_stop_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing in the data does this; here the components are taken away."""
    monkeypatch.setattr(split, "components", lambda sets, _: np.arange(len(sets)))
    with pytest.raises(NotSeparate, match="stand in two parts"):
        run([question(0, 0, 0) | {"n": at} for at in range(20)], Split(held_out=0.5))


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_part_is_a_file_and_the_lineage_leads_to_it(tmp_path: Path) -> None:
    rows = unlike(20, "geo")
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    steps = pipeline(Split(held_out=0.25, similarity=1.0), Drop(on=("LEN001",)))
    result = curate.run(steps, tmp_path / "d.jsonl", out=tmp_path / "out")
    train, held_out = (lines(tmp_path / "out" / f"kept.{part}.jsonl") for part in ("train", "held_out"))

    assert (len(train), len(held_out)) == (15, 5)
    assert sorted(row["n"] for row in (*train, *held_out)) == list(range(20))
    assert [row["n"] for row in train] == sorted(row["n"] for row in train)
    assert not (tmp_path / "out" / "kept.jsonl").exists()
    for line in lines(tmp_path / "out" / "lineage.jsonl"):
        written = train if line["output"] == "kept.train.jsonl" else held_out
        assert written[line["output_row"] - 1]["n"] == line["row"] - 1
    assert [entry.parts for entry in result.ledger.steps] == [{"train": 15, "held_out": 5}] * 2
    (source,) = json.loads((tmp_path / "out" / "manifest.json").read_text())["inputs"]
    assert source["outputs"] == ["kept.train.jsonl", "kept.held_out.jsonl"]


def test_parts_of_several_inputs_are_told_apart_and_carry_edits(tmp_path: Path) -> None:
    for name in ("a", "b"):
        rows = [{**row, "of": name} for row in unlike(20, "geo")]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    steps = pipeline(Relabel(field="seen", to=True), Split(held_out=0.25))
    curate.run(steps, [tmp_path / "a.jsonl", tmp_path / "b.jsonl"], out=tmp_path / "out")
    written = sorted(path.name for path in (tmp_path / "out" / "kept").iterdir())
    assert written == ["a.held_out.jsonl", "a.train.jsonl", "b.held_out.jsonl", "b.train.jsonl"]
    every = [row for name in written for row in lines(tmp_path / "out" / "kept" / name)]
    assert len(every) == 40
    assert all(row["seen"] for row in every)


def test_an_edit_behind_a_split_leaves_each_record_in_its_part() -> None:
    rows = [question(at, 0, 0) for at in range(10)]
    rows += [
        {**row, "messages": [row["messages"][0], {"role": "assistant", "content": "By  the river."}]}
        for row in unlike(30, None)[14:]
    ]
    before = run(rows, Split(held_out=0.3))
    after = run(rows, Split(held_out=0.3), Repair(on=("ACME001",)))
    assert parts(before) == parts(after)
    assert after.ledger.steps[1].edited == 16
    assert sum(after.ledger.steps[1].parts.values()) == after.ledger.kept


def test_records_without_a_prompt_and_no_records_can_be_divided() -> None:
    alone: list[Row] = [
        {"messages": [{"role": "assistant", "content": f"Good day, guest {at}."}]} for at in range(9)
    ]
    assert sum(run(alone, Split(held_out=0.5)).ledger.steps[0].parts.values()) == 10
    none = run([], Drop(ids=("moss",)), Split())
    assert none.ledger.steps[1].parts == {}
    assert none.ledger.steps[1].note.startswith("train 0, held_out 0")


@pytest.mark.parametrize("given", [{"held_out": 0}, {"held_out": 1}, {"similarity": 0}, {"view": "words"}])
def test_settings_that_divide_nothing_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Split.model_validate(given)


def test_the_ledger_shows_the_share_and_what_is_separate() -> None:
    assert Split().setting() == "0.1 held out by prompt"


def test_of_no_record_nothing_is_held_out_and_a_run_still_has_its_files(tmp_path: Path) -> None:
    """An earlier step may leave nothing."""
    (tmp_path / "ferry.jsonl").write_text('{"prompt": "Is the ferry late?", "completion": "ok."}\n')
    done = pipeline(Drop(on=("LEN001",)), Split(held_out=0.4))
    result = curate.run(done, tmp_path / "ferry.jsonl", out=tmp_path / "out")
    assert len(result.kept) == 0
    assert (tmp_path / "out" / "lineage.jsonl").read_bytes() == b""
