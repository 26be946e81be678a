"""What would be trained, as a person reads it."""

from typing import Any

import pytest

from curate.report.measured.plan import PlannedAnotherModel
from curate.report.measured.plan_text import print_plan
from curate.report.measured.words import NOTHING_CHANGED
from curate.report.terminal import captured
from tests.report.measured.telling import HELD_OUT, RECIPE, planned


def printed(**changed: Any) -> str:  # noqa: ANN401  as models take them
    return captured(lambda out: print_plan(out, planned(**changed)))


def test_it_says_what_it_could_see_and_how_long_it_would_take() -> None:
    lines = printed().splitlines()
    assert lines[0].startswith("Set       2,400 records in dolly.jsonl: 2,000 are trained on")
    assert lines[2].startswith("Held out  240 prompts (4 types) before any step; none is nearer than 0.31")
    assert "Could see about 0.017 nats/token of response loss or more, or 0.004 of prompt dependence" in lines
    assert "Takes     about 10 min: 21 runs of 3 seeds, 2 at once" in lines


def test_each_arm_has_its_records_its_tokens_and_what_is_to_be_trained() -> None:
    arms = planned().arms
    done = [arms[0].model_copy(update={"runs": 0}), *arms[1:]]
    rows = [line.split() for line in printed(arms=done).split("\n\n")[1].splitlines()]
    assert rows[0] == ["arm", "records", "response", "tokens", "runs"]
    assert rows[1] == ["dolly.jsonl", "2,000", "184,000", "there"]
    assert rows[2][-3:] == ["1,160", "106,720", "3"]


def test_a_recipe_is_told_where_it_is_known_and_else_how_it_would_be_chosen() -> None:
    assert "would be chosen first, of 6 recipes" in printed()
    assert "240 steps of 2,048 response tokens at 0.001, all layers" in printed(recipe=RECIPE, tries=0)
    upper = RECIPE.model_copy(update={"layers": 2})
    assert "the upper 2 layers" in printed(recipe=upper)


def test_what_nobody_can_say_yet_is_not_made_up() -> None:
    assert "nobody can say before a first arm is trained" in printed(detectable=None, detectable_dependence=None)
    assert "from 0.008 on an effect matters" in " ".join(printed(margin=0.008).split())


def test_what_comes_before_the_arms_is_told_where_it_takes_a_minute() -> None:
    assert "2 at once\n" in printed(ahead=59.0)
    assert "21 runs of 3 seeds, 2 at once, and about 2 min before them" in printed(ahead=120.0)


@pytest.mark.parametrize(
    ("budget", "seeds", "told"),
    [
        (
            300.0,
            [0, 1, 2],
            "Budget    less than what two seeds take (about 7 min), which are trained all the same",
        ),
        (300.0, [0], "Budget    less than what one seed takes (about 7 min), which is trained all the same"),
        (400.0, [0, 1, 2], ""),
        (None, [0, 1, 2], ""),
    ],
)
def test_a_budget_that_ends_nothing_is_told(budget: float | None, seeds: list[int], told: str) -> None:
    (line,) = [line for line in printed(budget=budget, seeds=seeds).splitlines() if "Budget" in line] or [""]
    assert line == told


def test_sets_that_hold_the_same_are_told_before_anything_is_trained() -> None:
    before, after, *others = planned().arms
    arms = [before, after.model_copy(update={"same": True, "runs": 0}), *others]
    text = printed(arms=arms)
    assert f"But       {NOTHING_CHANGED}" in text
    assert [line.split()[-2:] for line in text.splitlines() if "sft-default" in line] == [["as", "before"]]
    assert NOTHING_CHANGED not in printed()


def test_nothing_takes_time_where_every_arm_is_there() -> None:
    assert "Takes     nothing: every arm is trained already" in printed(runs=0)


def test_no_line_is_longer_than_a_screen() -> None:
    held = HELD_OUT.model_copy(update={"source": "crossed"})
    assert max(map(len, printed(held_out=held).splitlines())) <= 100


LARGER = PlannedAnotherModel(model="proxy-wide", parameters=4_000_000, runs=6, seconds=300.0, least=200.0)


@pytest.mark.parametrize(
    ("runs", "told"), [(6, "6 runs, about 5 min more"), (0, "nothing, as it is trained already")]
)
def test_another_model_is_told_with_what_it_takes(runs: int, told: str) -> None:
    text = printed(another=LARGER.model_copy(update={"runs": runs}))
    assert f"Then      proxy-wide, 4,000,000 parameters, on before and after: {told}\n" in text


def test_what_another_model_takes_counts_towards_the_budget() -> None:
    assert "Budget" not in printed(budget=400.0)
    assert "less than what two seeds take (about 10 min)" in printed(budget=400.0, another=LARGER)
