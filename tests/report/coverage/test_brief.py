"""What to write next."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import curate
from curate.records.records import Records
from curate.report.coverage.brief import SCHEMA, amounts
from curate.report.coverage.result import Coverage
from curate.report.coverage.sheet import prompts_in
from curate.taxonomy.read import taxonomy
from tests.report.coverage.conftest import TARGET
from tests.report.coverage.mill import rows


@pytest.fixture(scope="module")
def repeated(mixed: Callable[..., Records], tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    """A set in which every prompt of one short type stands there three times."""
    path = tmp_path_factory.mktemp("repeated") / "repeated.jsonl"
    every = [*rows({"open_qa": 160, "creative_writing": 20}), *rows({"summarization": 12}) * 3]
    path.write_text("".join(json.dumps({**row, "id": f"r-{at}"}) + "\n" for at, row in enumerate(every)))
    return curate.coverage(path, mixed({"open_qa": 80, "summarization": 60, "creative_writing": 50}))


FISH = "How many fish do the people of a village in Norway dry in a winter, if they have"


def distance(counts: dict[str, float]) -> float:
    total = sum(counts.values())
    return sum(abs(counts.get(kind, 0) / total - TARGET.get(kind, 0)) for kind in {*counts, *TARGET}) / 2


def test_it_asks_for_what_is_short_the_most_first_and_says_why(against: Coverage) -> None:
    brief = against.brief()
    assert brief.schema == SCHEMA
    assert brief["families"].to_list() == sorted(brief["families"], reverse=True)
    more = dict(brief.select("type", "families").rows())
    assert set(more) == {"summarization", "creative_writing", "translation"}
    assert brief.filter(pl.col("type") == "summarization")["why"].item() == (
        "under: 4.4 % of the families (12), to be 20.0 % by shares"
    )
    assert (brief["write"] >= brief["families"]).all()


def test_where_types_are_a_guess_the_brief_says_so(guessed: Coverage) -> None:
    assert guessed.brief()["why"].str.contains("rules that nobody has checked").all()


def test_of_a_language_and_length_it_says_what_there_is_and_is_to_be(beside: Coverage) -> None:
    row = beside.brief().filter(pl.col("type") == "summarization").row(0, named=True)
    assert row["why"].startswith("under: 4.4 % of the families (12), to be 27.3 % by ")
    assert f"; of this language and length there are 12, to be {12 + row['families']}" in row["why"]


def test_what_is_fine_and_still_asked_for_says_why(mixed: Callable[..., Records]) -> None:
    own = mixed({"open_qa": 90, "summarization": 30, "coding": 0})
    brief = curate.coverage(own, {"open_qa": 0.3, "summarization": 0.25, "coding": 0.45}).brief()
    assert "all that is added to other types" in brief.filter(pl.col("type") == "summarization")["why"].item()


def test_it_shows_what_there_is_of_the_kind_and_what_is_worn_out(against: Coverage) -> None:
    row = against.brief().filter(pl.col("type") == "summarization").row(0, named=True)
    assert row["typical_1"].startswith("Summarize how ")
    assert row["worn_openings"] == ""
    ballads = against.brief().filter(pl.col("type") == "creative_writing").row(0, named=True)
    assert ballads["worn_openings"] == "write ballad"


def test_of_what_is_not_there_it_shows_examples_of_the_taxonomy(against: Coverage) -> None:
    row = against.brief().filter(pl.col("type") == "translation").row(0, named=True)
    known = next(each for each in taxonomy().types if each.id == "translation")
    assert row["typical_1"] == known.examples[0]
    assert row["definition"] == known.definition


def test_typical_prompts_are_the_surest_and_rare_ones_open_as_no_other_does(guessed: Coverage) -> None:
    row = guessed.brief().filter(pl.col("type") == "summarization").row(0, named=True)
    said = [row[name] for name in row if name.startswith(("typical", "rare")) and row[name]]
    assert len(said) == len(set(said))
    own = guessed.prompts.filter(pl.col("prompt_type") == "summarization")
    surest = own.filter(pl.col("score") == pl.col("score").max())["key"]
    assert row["typical_1"] in prompts_in(guessed.records, surest).values()


def test_examples_of_the_taxonomy_are_in_the_language_of_the_set(tmp_path: Path) -> None:
    asked = [
        "为什么海水是咸的，而河水却不是咸的呢？",
        "请解释一下长城是什么时候开始修建的。",
        "为什么北方的冬天比南方的冬天要冷得多？",
    ]
    said = [{"prompt": each, "completion": "这要看情况。", "category": "open_qa"} for each in asked]
    path = tmp_path / "zh.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in said), encoding="utf-8")
    brief = curate.coverage(path, {"open_qa": 0.2, "brainstorming": 0.8}).brief()
    row = brief.filter(pl.col("type") == "brainstorming").row(0, named=True)
    assert row["typical_1"] == "想五个适合雨天的活动。"
    assert row["typical_2"] is None


def test_a_prompt_whose_language_is_not_told_is_in_no_row_of_its_own(
    mixed: Callable[..., Records], tmp_path: Path
) -> None:
    sums = [{"prompt": f"{at} + {at + 7} = ?", "completion": f"{2 * at + 7}"} for at in range(100, 160)]
    said = [{**each, "category": "math_reasoning"} for each in sums]
    path = tmp_path / "sums.jsonl"
    told = [{**said[0], "prompt": f"{FISH} {at + 7} boats and {at} men?"} for at in range(30)]
    path.write_text("".join(json.dumps(row) + "\n" for row in [*rows({"open_qa": 90}), *said, *told]))
    brief = curate.coverage(mixed({"open_qa": 80}), path).brief()
    assert set(brief.filter(pl.col("type") == "math_reasoning")["language"]) == {"en"}


def test_no_prompt_is_quoted_where_none_is_to_be(beside: Coverage) -> None:
    brief = beside.brief(text=False)
    said = {row["prompt"] for row in _rows_of(beside)}
    quoted = [
        brief[name].to_list() for name in brief.columns if name.startswith(("typical", "rare", "unlike", "worn"))
    ]
    assert not said & {text for column in quoted for text in column if text}


def _rows_of(found: Coverage) -> list[dict[str, str]]:
    return [{"prompt": each["messages"][0]["content"]} for each in found.records]


def test_beside_a_reference_it_shows_prompts_that_are_unlike_any_of_the_set(beside: Coverage) -> None:
    row = beside.brief().filter(pl.col("type") == "translation").row(0, named=True)
    assert row["unlike_1"].startswith("Translate from ")
    assert (row["language"], row["length"]) == (None, "under 10 words") or row["language"] == "en"


def test_a_budget_goes_where_it_helps_most(against: Coverage) -> None:
    given = {kind: each.write for kind, each in zip(against.ids, amounts(against, 60), strict=True)}
    assert sum(given.values()) == 60
    assert given["open_qa"] == given["classification"] == 0
    counts = dict(zip(against.ids, against.counts.effective.tolist(), strict=True))
    spent = {kind: counts[kind] + given[kind] for kind in counts}
    evenly = {kind: counts[kind] + (15 if kind in TARGET else 0) for kind in counts}
    assert distance(spent) < distance(evenly) < distance(counts)
    assert sum(against.brief(60)["write"]) == 60


@pytest.mark.parametrize("budget", [1, 7, 37, 60])
def test_a_budget_is_in_prompts_and_never_more(budget: int, beside: Coverage, repeated: Coverage) -> None:
    for found in (beside, repeated):
        brief = found.brief(budget)
        assert sum(brief["write"]) == budget
        assert (brief["write"] >= brief["families"]).all()


def test_of_a_budget_only_what_is_needed_is_spent(mixed: Callable[..., Records], against: Coverage) -> None:
    fine = curate.coverage(mixed({"open_qa": 90, "summarization": 85}), {"open_qa": 0.5, "summarization": 0.5})
    assert fine.brief(500).is_empty()
    needed = sum(against.brief()["write"])
    assert needed <= sum(against.brief(10_000)["write"]) <= needed + len(against.ids)


def test_what_is_asked_for_reaches_the_target(against: Coverage, mixed: Callable[..., Records]) -> None:
    asked = {kind: each.families for kind, each in zip(against.ids, amounts(against, None), strict=True)}
    counts = {"open_qa": 160, "summarization": 12, "creative_writing": 60, "classification": 40}
    full = {kind: counts.get(kind, 0) + asked[kind] for kind in (*counts, "translation")}
    again = curate.coverage(mixed(full), TARGET)
    assert not set(again.flags["code"]) & {"COV001", "COV002", "COV003"}
    assert again.brief().is_empty()


def test_without_a_target_there_is_nothing_to_ask_for(alone: Coverage) -> None:
    assert alone.brief().is_empty()
    assert alone.brief(50).is_empty()


@pytest.mark.parametrize("name", ["against", "beside"])
def test_the_same_set_gives_the_same_brief(name: str, request: pytest.FixtureRequest) -> None:
    found: Coverage = request.getfixturevalue(name)
    assert found.brief().equals(found.brief())
