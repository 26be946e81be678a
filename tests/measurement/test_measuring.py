"""From records to verdicts: what must be there, and when it is over."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from curate.engine.hands import Hands
from curate.errors import UsageError
from curate.measurement import measuring, pace
from curate.measurement.arms import Arm
from curate.measurement.asked import Asked
from curate.measurement.change import AFTER, Given
from curate.measurement.demonstrations import PROMPT, RESPONSE
from curate.measurement.fine_tunes import Done, FineTune, FineTunes
from curate.measurement.measuring import FEWEST_GROUPS, Prepared, measure, prepare
from curate.measurement.models.base import Model
from curate.measurement.models.proxy.model import WIDE, Proxy
from curate.measurement.recipe import LEAST_TOKENS
from curate.measurement.study import NULL
from curate.progress import silent
from tests.measurement.animals import Rows, small_proxy, talks

__all__ = ["small_proxy"]
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("small_proxy")]

ROWS = talks(48)


@pytest.fixture
def prepared(records_of: Rows) -> Prepared:
    """What was settled for two small sets."""
    return prepare(Given(records_of(ROWS), records_of(ROWS[:36])), None, Asked(quick=True, seeds=4), silent)


@pytest.fixture
def untrained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fine-tunes that are not done: each comes to a loss of 1, and its title is kept."""
    titles = list[str]()

    def done(_: FineTunes, several: Iterable[FineTune], *__: object) -> list[Done]:
        several = list(several)
        titles.extend(each.title for each in several)
        return [
            Done({step: np.ones(len(rows)) for step, rows in each.task.looks.items()}, 1.0, 1) for each in several
        ]

    monkeypatch.setattr(FineTunes, "done", done)
    return titles


def test_all_arms_are_trained_with_one_seed_after_the_other(
    prepared: Prepared, untrained: list[str], tmp_path: Path
) -> None:
    told = measure(prepared, tmp_path, Hands(), silent)
    assert told.scores.seeds == 4
    assert untrained[:5] == ["untrained"] * 5
    assert untrained[5] == "before, seed 0, part 1"
    seeds = [title.split(",")[1] for title in untrained[5:]]
    assert seeds == sorted(seeds)
    assert len(seeds) == 4 * 5 * len(prepared.study.folds[0].arms)


@pytest.mark.parametrize(("budget", "seeds"), [(1.0, 2), (350.0, 3), (10_000.0, 4), (None, 4)])
def test_no_seed_is_begun_that_would_end_too_late_but_two_are_done(
    prepared: Prepared,
    untrained: list[str],
    monkeypatch: pytest.MonkeyPatch,
    budget: float | None,
    seeds: int,
) -> None:
    def clock() -> float:
        begun = [title for title in untrained if title != "untrained"]
        return 100.0 * len({title.split(",")[1] for title in begun})

    monkeypatch.setattr(pace, "monotonic", clock)
    limited = replace(prepared, asked=replace(prepared.asked, budget=budget, since=0.0))
    assert measure(limited, Path(), Hands(), silent).scores.seeds == seeds


@pytest.mark.parametrize(("budget", "seeds"), [(50.0, 3), (150.0, 3), (250.0, 4)])
def test_seeds_that_lay_there_do_not_tell_how_long_one_takes(
    prepared: Prepared, untrained: list[str], monkeypatch: pytest.MonkeyPatch, budget: float, seeds: int
) -> None:
    """A call that goes on would otherwise think that a seed takes next to no time."""

    def clock() -> float:
        trained = [title.split(",")[1] for title in untrained if title != "untrained"]
        return 100.0 * len({*trained} - {" seed 0", " seed 1"})

    monkeypatch.setattr(pace, "monotonic", clock)
    monkeypatch.setattr(FineTune, "is_done", property(lambda each: each.task.seed < 2))
    limited = replace(prepared, asked=replace(prepared.asked, budget=budget, since=0.0))
    assert measure(limited, Path(), Hands(), silent).scores.seeds == seeds


def test_seeds_that_lie_there_are_told_whatever_the_budget(
    prepared: Prepared, untrained: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FineTune, "is_done", property(lambda _: True))
    limited = replace(prepared, asked=replace(prepared.asked, budget=0.001, since=0.0))
    assert measure(limited, Path(), Hands(), silent).scores.seeds == 4
    assert untrained


def test_preparing_takes_from_the_budget(
    prepared: Prepared, untrained: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "monotonic", lambda: 1_000.0)
    asked = replace(prepared.asked, budget=500.0, since=0.0)
    assert measure(replace(prepared, asked=asked), Path(), Hands(), silent).scores.seeds == 2
    asked = replace(asked, since=900.0)
    assert measure(replace(prepared, asked=asked), Path(), Hands(), silent).scores.seeds == 4
    assert untrained


def test_a_recipe_is_looked_for_only_where_records_enough_are_left_for_that(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    fold = prepared.study.folds[0]
    asked = replace(prepared, asked=Asked())
    assert len(fold.tuned.own) < measuring.FEWEST_TUNED
    assert (asked.chooses, asked.recipes) == (False, [asked.usual])
    monkeypatch.setattr(measuring, "FEWEST_TUNED", len(fold.tuned.own))
    assert asked.chooses
    assert len(asked.recipes) == 3
    assert not replace(asked, asked=Asked(quick=True)).chooses


def test_a_recipe_that_is_given_is_taken(records_of: Rows) -> None:
    records = records_of(ROWS)
    made = prepare(Given(records, records), None, Asked(learning_rate=0.5, epochs=3.0), silent)
    assert (made.usual.learning_rate, made.usual.epochs) == (0.5, 3.0)
    assert measuring._given(made.usual, Asked(model="another", layers=1)) == replace(made.usual, layers=1)
    assert made.usual.tokens == LEAST_TOKENS, "so small a set has small steps"


@pytest.mark.parametrize("asked", [Asked(model="no/"), Asked(also="no/"), Asked(model=WIDE, also="no/")])
def test_a_model_that_can_not_be_had_is_told_before_the_set_is_looked_at(
    records_of: Rows, monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    monkeypatch.setattr(measuring, "parted_sets", None)
    records = records_of(ROWS)
    with pytest.raises(UsageError, match="no/"):
        prepare(Given(records, records), None, asked, silent)


def test_a_model_made_here_reads_all_that_any_arm_is_trained_on_and_nothing_else(
    records_of: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[list[str]]()

    def made(_: str, texts: Callable[[], Sequence[str]]) -> Model:
        read.append(list(texts()))
        return Proxy.of(read[-1])

    monkeypatch.setattr(measuring, "model_called", made)
    prepare(Given(records_of(ROWS), records_of(ROWS[:36])), None, Asked(quick=True), silent)
    rest = records_of(ROWS[12:])
    (sets,) = prepare(Given(rest, rest), records_of(ROWS[:12]), Asked(quick=True), silent).sets
    of_folds, of_file = map(set, read)
    assert of_folds == {row[name] for row in ROWS for name in ("prompt", "completion")}
    trained = pl.concat([sets.before, sets.variants[AFTER], sets.reserve], how="diagonal")
    assert sets.reserve.height
    assert of_file == {*trained[PROMPT], *trained[RESPONSE]}
    assert not of_file & {*sets.judged_by[PROMPT], *sets.tuned_by[PROMPT]}


def test_more_layers_than_a_model_has_are_refused(records_of: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Proxy.of(["What lives here?", "A heron does."])
    monkeypatch.setattr(measuring, "model_called", lambda *_: made)
    records = records_of(ROWS)
    with pytest.raises(UsageError, match=f"proxy has {made.layers} layers: 99 can not be trained"):
        prepare(Given(records, records), None, Asked(model="another", layers=99), silent)


def test_few_prompts_to_judge_by_are_too_few(records_of: Rows) -> None:
    records, few = records_of(ROWS[8:]), records_of(ROWS[:3])
    with pytest.raises(UsageError, match=f"it takes {FEWEST_GROUPS}"):
        prepare(Given(records, records), few, Asked(), silent)


def test_many_prompts_that_nearly_all_hang_together_are_too_few(prepared: Prepared) -> None:
    fold = prepared.study.folds[0]
    alike = np.maximum(np.arange(1_000) - 970, 0)
    study = replace(prepared.study, folds=(replace(fold, judged=replace(fold.judged, clusters=alike)),))
    with pytest.raises(UsageError, match=r"tells as much as 1\.1 prompts"):
        measuring._must_be_enough(study)


@pytest.mark.parametrize("arm", [AFTER, NULL])
def test_an_arm_of_which_the_context_leaves_nothing_is_told(prepared: Prepared, arm: str) -> None:
    empty = Arm(np.zeros(0, np.int64), np.zeros(0, np.uint64))
    fold = prepared.study.folds[0]
    study = replace(prepared.study, folds=(replace(fold, arms={**fold.arms, arm: [empty]}),))
    with pytest.raises(UsageError, match=f"nothing is left to train on in '{arm}'"):
        measuring._must_be_enough(study)


def test_a_held_out_file_is_told_apart(records_of: Rows) -> None:
    records, held = records_of(ROWS[16:]), records_of(ROWS[:16])
    made: Any = prepare(Given(records, records), held, Asked(), silent)
    assert made.from_file
    assert len(made.study.folds) == 1
    assert len(made.study.folds[0].judged.own) == 16
