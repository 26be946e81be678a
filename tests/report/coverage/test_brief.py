"""What to write next."""

from collections.abc import Callable

import polars as pl
import pytest

import curate
from curate.records.records import Records
from curate.report.coverage.brief import SCHEMA, amounts
from curate.report.coverage.result import Coverage
from curate.taxonomy.read import taxonomy
from tests.report.coverage.conftest import TARGET


def distance(counts: dict[str, float]) -> float:
    total = sum(counts.values())
    return sum(abs(counts.get(kind, 0) / total - TARGET.get(kind, 0)) for kind in {*counts, *TARGET}) / 2


def test_it_asks_for_what_is_short_the_most_first_and_says_why(against: Coverage) -> None:
    brief = against.brief()
    assert brief.schema == SCHEMA
    assert brief["families"].to_list() == sorted(brief["families"], reverse=True)
    more = dict(brief.select("type", "families").rows())
    assert set(more) == {"summarization", "creative_writing", "translation"}
    assert brief.filter(pl.col("type") == "summarization")["why"].item() == "12 families, 4.4 % of 20.0 %"
    assert (brief["write"] >= brief["families"]).all()


def test_where_types_are_a_guess_the_brief_says_so(guessed: Coverage) -> None:
    assert guessed.brief()["why"].str.contains("rules that nobody has checked").all()


def test_it_shows_what_there_is_of_the_kind_and_what_is_worn_out(against: Coverage) -> None:
    row = against.brief().filter(pl.col("type") == "summarization").row(0, named=True)
    assert row["example_1"].startswith("Summarize how ")
    assert row["worn_openings"] == ""
    ballads = against.brief().filter(pl.col("type") == "creative_writing").row(0, named=True)
    assert ballads["worn_openings"] == "write ballad"


def test_of_what_is_not_there_it_shows_examples_of_the_taxonomy(against: Coverage) -> None:
    row = against.brief().filter(pl.col("type") == "translation").row(0, named=True)
    known = next(each for each in taxonomy().types if each.id == "translation")
    assert row["example_1"] == known.examples[0]
    assert row["definition"] == known.definition


def test_no_prompt_is_quoted_where_none_is_to_be(beside: Coverage) -> None:
    brief = beside.brief(text=False)
    said = {row["prompt"] for row in _rows_of(beside)}
    quoted = [brief[name].to_list() for name in brief.columns if name.startswith(("example", "unlike", "worn"))]
    assert not said & {text for column in quoted for text in column if text}


def _rows_of(found: Coverage) -> list[dict[str, str]]:
    return [{"prompt": each["messages"][0]["content"]} for each in found.records]


def test_beside_a_reference_it_shows_prompts_that_are_unlike_any_of_the_set(beside: Coverage) -> None:
    row = beside.brief().filter(pl.col("type") == "translation").row(0, named=True)
    assert row["unlike_1"].startswith("Translate from ")
    assert (row["language"], row["length"]) == (None, "under 10 words") or row["language"] == "en"


def test_a_budget_goes_where_it_helps_most(against: Coverage) -> None:
    given = dict(zip(against.ids, amounts(against, 60), strict=True))
    assert sum(given.values()) == 60
    assert given["open_qa"] == given["classification"] == 0
    counts = dict(zip(against.ids, against.counts.effective.tolist(), strict=True))
    spent = {kind: counts[kind] + given[kind] for kind in counts}
    evenly = {kind: counts[kind] + (15 if kind in TARGET else 0) for kind in counts}
    assert distance(spent) < distance(evenly) < distance(counts)
    assert sum(against.brief(60)["families"]) == 60


def test_what_is_asked_for_reaches_the_target(against: Coverage, mixed: Callable[..., Records]) -> None:
    asked = dict(zip(against.ids, amounts(against, None), strict=True))
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
