"""What a model computes once, as a task."""

from dataclasses import replace
from pathlib import Path

import pytest

from curate.engine.hands import Hands
from curate.measurement.kept_examples import keep_examples
from curate.measurement.laying_out import LayOut, laid_apart
from curate.measurement.models.proxy.model import CONTEXT, Proxy
from curate.measurement.recipe import Recipe
from curate.progress import silent
from tests.measurement.animals import small_proxy, talks

__all__ = ["small_proxy"]
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("small_proxy")]

ROWS = talks(12)
RECIPE = Recipe(learning_rate=2e-3, epochs=1, layers=0, tokens=60, context=CONTEXT)


@pytest.fixture
def task(tmp_path: Path) -> LayOut:
    model = Proxy.of([row[side] for row in ROWS for side in ("prompt", "completion")])
    said = [
        [{"role": "user", "content": row["prompt"]}, {"role": "assistant", "content": row["completion"]}]
        for row in ROWS
    ]
    keep_examples(tmp_path / "examples.npz", model.encode(said, CONTEXT))
    return LayOut(model, RECIPE, tmp_path / "examples.npz")


def test_it_is_done_once_all_of_it_lies_there(task: LayOut) -> None:
    assert not task.is_done
    task.do(silent)
    assert task.is_done


def test_it_says_how_far_it_is_in_records(task: LayOut) -> None:
    told = list[tuple[int, int | None]]()
    task.do(lambda _, number, of: told.append((number, of)))
    assert {of for _, of in told} == {task.size}
    assert all(0 <= number <= task.size for number, _ in told)


@pytest.mark.slow
def test_another_process_does_it(task: LayOut) -> None:
    with Hands(2) as hands:
        hands.get_ready(())
        hands.do([task], of=task.size, what="getting ready", tell=silent)
    assert task.is_done


def test_recipes_that_train_as_many_layers_are_laid_out_for_once() -> None:
    faster, deep = replace(RECIPE, learning_rate=6e-3, epochs=2), replace(RECIPE, layers=4)
    assert laid_apart([RECIPE, faster, deep, replace(deep, tokens=80)]) == [RECIPE, deep]
