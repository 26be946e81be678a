"""Which patterns are found where."""

import polars as pl
import pytest

from curate.taxonomy.hits import hits, patterns_of
from curate.taxonomy.model import Group, Language, Pattern, PromptType, Taxonomy


def pattern(name: str, **more: object) -> Pattern:
    return Pattern.model_validate({"type": "a", "name": name, "regex": name, "weight": 1, **more})


def by(*patterns: Pattern, languages: tuple[Language, ...] = ()) -> Taxonomy:
    return Taxonomy(
        name="x",
        groups=(Group(id="g", title="G"),),
        types=(PromptType(id="a", title="A", definition="A.", group="g"),),
        languages=languages,
        patterns=patterns,
    )


def found(texts: list[str], taxonomy: Taxonomy, languages: list[str | None] | None = None) -> list[list[str]]:
    told = pl.Series(languages or [None] * len(texts), dtype=pl.String)
    names = [each.name for each in patterns_of(taxonomy)]
    return [[names[at] for at in row.nonzero()[0]] for row in hits(pl.Series(texts), told, taxonomy)]


def test_those_that_weigh_most_come_first() -> None:
    taxonomy = by(pattern("one"), pattern("two", weight=3), pattern("three", weight=-1))
    assert [each.name for each in patterns_of(taxonomy)] == ["two", "one", "three"]


@pytest.mark.parametrize(
    ("where", "seen"), [("head", [True, False]), ("tail", [False, True]), ("any", [True, True])]
)
def test_a_pattern_is_looked_for_where_it_says(where: str, seen: list[bool]) -> None:
    long = " and so on" * 60
    told = found([f"word{long}", f"{long}word"], by(pattern("word", where=where)))
    assert [bool(each) for each in told] == seen


def test_signs_may_be_asked_for_and_ruled_out() -> None:
    taxonomy = by(
        pattern("sky", when=("asks",)), pattern("blue", unless=("asks",)), pattern("x", regex="", when=("asks",))
    )
    assert found(["Is the sky blue?", "the sky is blue"], taxonomy) == [["sky", "x"], ["blue"]]


def test_a_language_is_tried_where_it_is_told_or_its_cue_is_found() -> None:
    languages = (Language(id="de", cue=r"\bund\b"), Language(id="pl"))
    taxonomy = by(pattern("auto", lang="de"), pattern("kot", lang="pl"), languages=languages)
    texts = ["auto kot", "auto und kot", "auto kot", "auto kot", "auto kot"]
    told = found(texts, taxonomy, [None, "fr", "de", "pl", "und"])
    assert told == [["kot"], ["auto"], ["auto"], ["kot"], ["kot"]]


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert hits(pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.String), by(pattern("a"))).shape == (0, 1)
    assert hits(pl.Series(["a"]), pl.Series([None], dtype=pl.String), by()).shape == (1, 0)
