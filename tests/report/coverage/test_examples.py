"""Which prompts of a set show what a type is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate.records.records import Records
from curate.report.coverage.counts import UNIT
from curate.report.coverage.examples import SURE, Cell, examples_of, sure_of
from curate.report.coverage.result import Coverage

SHORT, LONG = Cell("en", "under 10 words"), Cell("en", "30 to 99 words")


def prompt(
    key: str, opening: str, length: str = SHORT.length, sureness: float = 1.0, **other: object
) -> dict[str, Any]:
    return {
        "key": key, "opening": opening, "length": length, "language": "en", "sureness": sureness, "leader": key,
    } | other  # fmt: skip


def of(unit: str, found: Coverage) -> pl.DataFrame:
    return sure_of(found, unit, found.prompts.filter(pl.col(UNIT) == unit))


def test_typical_prompts_are_the_surest_and_no_two_open_alike() -> None:
    sure = pl.DataFrame(
        [
            prompt("a", "sum up"),
            prompt("b", "sum up"),
            prompt("c", "shorten", sureness=0.9),
            prompt("d", "boil down", sureness=0.85),
            prompt("e", "condense", sureness=0.8),
        ]
    )
    (shown,) = examples_of(sure, [None])
    assert shown.typical == ["a", "c", "d"]
    assert shown.rare == ["b"], "the others are of the half that is less sure"


def test_of_a_family_one_is_shown() -> None:
    every = [prompt("a", "sum up", leader=1), prompt("b", "shorten", leader=1)]
    (shown,) = examples_of(pl.DataFrame(every), [None])
    assert (shown.typical, shown.rare) == (["a"], [])


def test_each_row_shows_prompts_of_its_own_length_and_no_two_rows_the_same() -> None:
    sure = pl.DataFrame(
        [prompt("a", "sum up"), prompt("b", "shorten", LONG.length), prompt("c", "condense", LONG.length)]
    )
    short, long = examples_of(sure, [SHORT, LONG])
    assert (short.typical, long.typical) == (["a"], ["b", "c"])


def test_a_row_without_any_shows_what_is_left_of_its_language() -> None:
    every = [prompt(key, f"sum {key}", LONG.length) for key in "abcdefgh"]
    short, long, chinese = examples_of(pl.DataFrame(every), [SHORT, LONG, Cell("zh", SHORT.length)])
    assert long.typical == ["a", "b", "c"]
    assert set(short.typical) & {*long.typical, *long.rare} == set()
    assert short.typical
    assert not chinese.typical


def test_what_is_not_sure_is_no_example(guessed: Coverage) -> None:
    for unit in ("open_qa", "summarization"):
        sure = of(unit, guessed)
        assert sure.height
        assert (sure["score"] >= SURE).all()


def test_of_a_rare_type_rules_alone_show_nothing_and_labels_do(
    mixed: Callable[..., Records], tmp_path: Path
) -> None:
    records = mixed({"open_qa": 300, "translation": 2}, labelled=False)
    target = {"open_qa": 0.5, "translation": 0.5}
    told = curate.coverage(records, target)
    own = told.prompts.filter(pl.col(UNIT) == "translation")
    assert own["score"].min() >= SURE  # type: ignore[operator]
    assert of("translation", told).is_empty()
    path = tmp_path / "labels.csv"
    path.write_text(f"key,label,by\n{own['key'][0]},translation,ann\n")
    assert of("translation", curate.coverage(records, target, labels=path))["key"].to_list() == [own["key"][0]]
    labelled = curate.coverage(mixed({"open_qa": 300, "translation": 2}), target)
    assert of("translation", labelled).height == 2


@pytest.mark.parametrize("name", ["against", "guessed", "beside"])
def test_rows_of_a_brief_show_no_prompt_twice(name: str, request: pytest.FixtureRequest) -> None:
    found: Coverage = request.getfixturevalue(name)
    brief = found.brief()
    own = asked_in(found)
    shown = [
        text
        for column in brief.columns
        if column.startswith(("typical", "rare"))
        for text in brief[column].to_list()
        if text in own
    ]
    assert shown
    assert len(shown) == len(set(shown))


def asked_in(found: Coverage) -> set[str]:
    return {each["messages"][0]["content"] for each in found.records}
