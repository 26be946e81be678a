from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

import curate
from curate.checks.language import UnexpectedLanguage
from curate.checks.length import LongResponse, ShortResponse
from curate.errors import UnknownName, UsageError
from curate.overrides import Override
from curate.pipeline import Pipeline, default_checks, parse_pipeline
from curate.where import Where

Row = dict[str, Any]

WORDS = "Water from above fills the chamber until the boat floats level"
GERMAN = (
    "Schneiden Sie die Triebe im Herbst zurück, bedecken Sie die Wurzeln mit Laub und gießen Sie erst wieder, "
    "wenn im Frühjahr die ersten Blätter kommen."
)


def row(words: int, **fields: object) -> Row:
    said = [
        {"role": "user", "content": "Explain how a canal lock lifts a boat."},
        {"role": "assistant", "content": first(words)},
    ]
    return {**fields, "messages": said}


def first(words: int) -> str:
    return " ".join(WORDS.split()[:words])


def found(rows: Sequence[Row], pipeline: Pipeline, code: str = "LEN001") -> list[int]:
    records = curate.read(pl.DataFrame(rows, infer_schema_length=None))
    return curate.run(pipeline, records)[code].frame["row"].to_list()


def pipeline(*overrides: Override) -> Pipeline:
    return Pipeline(name="trial", checks=default_checks(), overrides=overrides, select=("LEN", "LNG"))


def shorter_than(words: int, where: str) -> Override:
    return Override(where=Where(where), settings={ShortResponse: {"min_words": words}})


def test_the_settings_hold_for_the_records_of_which_the_condition_does() -> None:
    rows = [row(5, source="legal-desk"), row(5, source="web"), row(2, source="web"), row(5)]
    assert found(rows, pipeline()) == [3]
    assert found(rows, pipeline(shorter_than(8, "source = 'legal-desk'"))) == [1, 3]


def test_of_several_the_last_wins() -> None:
    rows = [row(5, source="web", score=1), row(5, source="web", score=9), row(5, source="x", score=1)]
    first, second = shorter_than(8, "source = 'web'"), shorter_than(1, "score > 5")
    assert found(rows, pipeline(first, second)) == [1]
    assert found(rows, pipeline(second, first)) == [1, 2]


def test_an_override_of_another_check_does_not_stand_in_the_way() -> None:
    rows = [row(5, source="web")]
    other = Override(where=Where("source = 'web'"), settings={LongResponse: {"max_words": 4}})
    both = pipeline(shorter_than(8, "source = 'web'"), other)
    assert found(rows, both) == [1]
    assert found(rows, both, "LEN002") == [1]


def test_where_the_condition_can_not_be_told_the_settings_are_those_of_all() -> None:
    rows = [row(2, score=3), row(2), row(5, score=3), row(5)]
    assert found(rows, pipeline(shorter_than(1, "score > 1"))) == [2]
    assert found(rows, pipeline(shorter_than(1, "not score > 1"))) == [1, 2]


def test_settings_that_are_not_named_are_those_of_the_check() -> None:
    check = ShortResponse(min_words=7, terse_types=("haiku",))
    changed = shorter_than(2, "score > 1").check(check)
    assert (changed.min_words, changed.terse_types) == (2, ("haiku",))
    assert shorter_than(2, "score > 1").check(LongResponse()) == LongResponse()
    assert shorter_than(2, "score > 1").changes(check)
    assert not shorter_than(2, "score > 1").changes(LongResponse())


def test_a_check_that_can_run_for_some_records_only_looks_at_those() -> None:
    said = [
        {"role": "user", "content": "How do roses get through winter?"},
        {"role": "assistant", "content": GERMAN},
    ]
    rows: list[Row] = [{"messages": said, "desk": desk} for desk in ("en", "de", None)]
    expecting = Override(where=Where("desk = 'en'"), settings={UnexpectedLanguage: {"expect": ("en",)}})
    records = curate.read(pl.DataFrame(rows))
    result = curate.run(pipeline(expecting), records)
    assert result["LNG001"].frame["row"].to_list() == [1]
    assert {s.check.code: s.status for s in result.statuses}["LNG001"] == "found"
    status = {s.check.code: s for s in curate.run(pipeline(), records).statuses}["LNG001"]
    assert (status.status, bool(status.reason)) == ("not-applicable", True)


def test_a_check_that_is_switched_off_for_some_records_looks_at_the_others() -> None:
    said = [
        {"role": "user", "content": "How do roses get through winter?"},
        {"role": "assistant", "content": GERMAN},
    ]
    rows: list[Row] = [{"messages": said, "desk": desk} for desk in ("any", "en")]
    free = Override(where=Where("desk = 'any'"), settings={UnexpectedLanguage: {"expect": ()}})
    with_english = Pipeline(
        name="trial", checks=default_checks({"LNG001": {"expect": ("en",)}}), overrides=(free,)
    )
    assert found(rows, with_english, "LNG001") == [2]


def test_a_field_that_no_record_has_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'source'"):
        found([row(5, source="web")], pipeline(shorter_than(8, "sauce = 'web'")))


HEAD = 'name = "x"\n\n[[overrides]]\n'


def test_an_override_is_read_from_a_pipeline() -> None:
    text = HEAD + "where = \"source = 'web'\"\nchecks.short-response = { min_words = 8 }\n"
    (override,) = parse_pipeline(text, "mine.toml").overrides
    assert override.where.text == "source = 'web'"
    assert override.settings == {ShortResponse: {"min_words": 8}}
    assert found([row(5, source="web"), row(5)], parse_pipeline(text, "mine.toml")) == [1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("checks.short-response = { min_words = 8 }", "mine.toml, line 3: an override has no condition"),
        ('where = "score >"\nchecks.LEN001 = {}', "mine.toml, line 4: this is no condition in SQL"),
        ('where = "score > 1"\nchecks.LEN009 = {}', "mine.toml, line 5: there is no check called 'LEN009'"),
        ('where = "score > 1"\nchecks.near-duplicate = { similarity = 0.9 }', "line 5: DUP002 near-duplicate"),
        ('where = "score > 1"\nchecks.FMT002 = {}', "line 5: FMT002 invalid-json judges the set"),
        ('where = "score > 1"\nchecks.LEN001 = { min_word = 8 }', "there is no setting called 'min_word'"),
        ('where = "score > 1"\nchecks.LEN001 = { min_words = "eight" }', "line 5: min_words: "),
        ('where = "score > 1"\nsettings.LEN001 = {}', "there is no setting called 'settings'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_override_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_pipeline(HEAD + text + "\n", "mine.toml")
    assert said in str(refused.value)
