"""No fine-tune is done twice, and none is half done."""

import errno
import os
import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curate.engine.hands import Hands
from curate.errors import InputError, OutputRefused, UsageError
from curate.files import disk
from curate.measurement import train as training
from curate.measurement.arms import Arm
from curate.measurement.encoded import Encoded
from curate.measurement.fine_tunes import FineTunes, NotANumber
from curate.measurement.laying_out import LayOut
from curate.measurement.models.proxy.model import CONTEXT, Proxy
from curate.measurement.recipe import Recipe
from curate.measurement.train import Task
from curate.progress import silent
from tests.measurement.animals import small_proxy, talks

__all__ = ["small_proxy"]
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("small_proxy")]

ROWS = talks(16)
RECIPE = Recipe(learning_rate=2e-3, epochs=1, layers=0, tokens=60, context=CONTEXT)


def examples_of(model: Proxy) -> Encoded:
    talk = [
        [{"role": "user", "content": row["prompt"]}, {"role": "assistant", "content": row["completion"]}]
        for row in ROWS
    ]
    return model.encode(talk, CONTEXT)


@pytest.fixture
def tunes(tmp_path: Path) -> Callable[[], FineTunes]:
    """All of one measurement, as each call of the command makes them anew."""

    def made() -> FineTunes:
        model = Proxy.of([row[side] for row in ROWS for side in ("prompt", "completion")])
        return FineTunes(model, examples_of(model), tmp_path / "kept")

    return made


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """What was trained."""
    real, seen = training.train, list[Task]()

    def counted(net: Any, examples: Any, recipe: Any, task: Task, done: Any) -> Any:  # noqa: ANN401
        seen.append(task)
        return real(net, examples, recipe, task, done)

    monkeypatch.setattr(training, "train", counted)
    return seen


def task(rows: list[int], seed: int = 0) -> Task:
    own = np.asarray(rows)
    return Task(Arm(own, own.astype(np.uint64)), seed, 2, {0: np.asarray([14]), 2: np.asarray([14, 15])})


TASKS = {"before": task([0, 1, 2, 3]), "after": task([0, 1]), "the same": task([0, 1, 2, 3])}


def test_several_recipes_of_one_depth_are_laid_out_for_once(
    tunes: Callable[[], FineTunes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tasks are handed out before any is done: of two for the same, both would compute it."""
    real, seen = Hands.do, list[object]()

    def watched(self: Hands, tasks: Iterable[Any], **how: Any) -> None:  # noqa: ANN401
        several = list(tasks)
        seen.extend(each for each in several if isinstance(each, LayOut))
        real(self, several, **how)

    monkeypatch.setattr(Hands, "do", watched)
    made = tunes()
    rates = [replace(RECIPE, learning_rate=rate) for rate in (1e-3, 2e-3)]
    with Hands() as hands:
        found = made.done([each for recipe in rates for each in made.of(TASKS, recipe)], hands, silent)
    assert len(found) == 2 * len(TASKS)
    assert len(seen) == 1


def losses(made: FineTunes, tasks: dict[str, Task] = TASKS, recipe: Recipe = RECIPE) -> list[list[bytes]]:
    with Hands() as hands:
        found = made.done(made.of(tasks, recipe), hands, silent)
    return [[each.losses[step].tobytes() for step in sorted(each.losses)] for each in found]


def test_each_is_told_in_its_order_and_equal_arms_are_trained_once(
    tunes: Callable[[], FineTunes], trainings: list[Task]
) -> None:
    before, after, same = losses(tunes())
    assert before == same != after
    assert [len(each) for each in before] == [8, 16]
    assert len(trainings) == 2


def test_what_was_trained_is_not_trained_again(tunes: Callable[[], FineTunes], trainings: list[Task]) -> None:
    first = losses(tunes())
    assert losses(tunes()) == first
    assert len(trainings) == 2


def test_what_is_taken_from_an_earlier_call_is_marked_as_used(
    tunes: Callable[[], FineTunes], tmp_path: Path
) -> None:
    losses(tunes())
    kept = list(tmp_path.rglob("losses-*.npz"))
    for file in kept:
        os.utime(file, (1e9, 1e9))
    losses(tunes(), {"after": TASKS["after"]})
    assert sorted(file.stat().st_mtime > 1e9 for file in kept) == [False, True]


@pytest.mark.parametrize(
    "other",
    [
        {"a": replace(TASKS["before"], seed=1)},
        {"a": replace(TASKS["before"], steps=3, looks={3: np.asarray([14])})},
        {"a": replace(TASKS["before"], looks={2: np.asarray([15, 14])})},
        {"a": replace(TASKS["before"], looks={1: np.asarray([14]), 2: np.asarray([14, 15])})},
        {"a": task([0, 1, 2])},
        {"a": replace(TASKS["before"], arm=Arm(np.arange(4), np.arange(4, 0, -1).astype(np.uint64)))},
    ],
)
def test_another_task_has_another_file(tunes: Callable[[], FineTunes], other: dict[str, Task]) -> None:
    made = tunes()
    (one,), (two,) = made.of({"a": TASKS["before"]}, RECIPE), made.of(other, RECIPE)
    assert one.file != two.file
    (three,) = made.of({"a": TASKS["before"]}, replace(RECIPE, learning_rate=1e-3))
    assert three.file != one.file


def test_what_was_trained_on_another_device_is_not_mixed_with_what_is_trained_here(
    tunes: Callable[[], FineTunes], trainings: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {"before": TASKS["before"]}
    losses(tunes(), one)
    monkeypatch.setattr("curate.measurement.models.precision.device", lambda: "elsewhere")
    losses(tunes(), one)
    assert len(trainings) == 2


def test_where_an_example_stands_is_not_what_it_is(tunes: Callable[[], FineTunes]) -> None:
    """A set that has grown elsewhere still finds what was trained on what it kept."""
    made = tunes()
    (one,) = made.of({"a": task([0, 1])}, RECIPE)
    talk = list(made.examples)
    turned = replace_rows(made.examples, [1, 0, *range(2, len(talk))])
    (two,) = FineTunes(made.model, turned, made.folder).of(
        {"a": replace(task([0, 1]), arm=Arm(np.asarray([1, 0]), np.asarray([0, 1], np.uint64)))}, RECIPE
    )
    assert one.digest == two.digest


def replace_rows(examples: Encoded, order: list[int]) -> Encoded:
    from curate.measurement.encoded import encoded

    several = list(examples)
    return encoded(
        ((several[at][0][: several[at][1]].tolist(), several[at][0][several[at][1] :].tolist()) for at in order),
        CONTEXT,
    )


@pytest.mark.parametrize("left", [0, 10, 0.5, 0.9])
def test_a_file_that_was_cut_short_is_trained_anew(
    tunes: Callable[[], FineTunes], trainings: list[Task], left: float
) -> None:
    first, made = losses(tunes()), tunes()
    file = made.of(TASKS, RECIPE)[1].file
    whole = file.read_bytes()
    file.write_bytes(whole[: int(left if left > 1 else left * len(whole))])
    assert losses(made) == first
    assert len(trainings) == 3


def test_examples_that_were_damaged_are_laid_down_anew(tunes: Callable[[], FineTunes], tmp_path: Path) -> None:
    first = losses(tunes())
    for file in (tmp_path / "kept").iterdir():
        file.write_bytes(b"PK")
    assert losses(tunes()) == first


def test_nothing_is_written_before_something_is_trained(tunes: Callable[[], FineTunes], tmp_path: Path) -> None:
    made = tunes()
    assert not any(each.is_done for each in made.of(TASKS, RECIPE))
    assert losses(made, {}) == []
    assert not (tmp_path / "kept").exists()


def test_training_that_runs_away_is_told_and_not_kept(tunes: Callable[[], FineTunes], tmp_path: Path) -> None:
    with pytest.raises(NotANumber, match="before: a loss is no number") as told:
        losses(tunes(), recipe=replace(RECIPE, learning_rate=1e30, warm_up=0.0))
    assert "1e+30" in told.value.hint
    assert isinstance(told.value, UsageError)
    assert not list((tmp_path / "kept").glob("losses-*"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("whose", ["examples", "proxy", "losses"])
def test_a_disk_that_is_full_or_refuses_is_told(
    tunes: Callable[[], FineTunes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, whose: str, number: int
) -> None:
    real = disk.create

    def refuse(path: Path) -> Any:  # noqa: ANN401
        if path.name.startswith(whose):
            raise OSError(number, os.strerror(number), str(path))
        return real(path)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "create", refuse)
        with pytest.raises(OutputRefused, match=os.strerror(number).lower()):
            losses(tunes())
    assert not list((tmp_path / "kept").glob("*.part"))
    assert len(losses(tunes())) == 3


def test_what_goes_while_others_are_trained_is_told(
    tunes: Callable[[], FineTunes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = tunes()
    real = Hands.do

    def spoiling(self: Hands, *given: Any, **how: Any) -> None:  # noqa: ANN401
        real(self, *given, **how)
        for file in (tmp_path / "kept").glob("losses-*"):
            file.unlink()

    monkeypatch.setattr(Hands, "do", spoiling)
    with pytest.raises(InputError, match="gone, or damaged"):
        losses(made)


def test_it_goes_to_another_process(tunes: Callable[[], FineTunes]) -> None:
    (one, *_) = tunes().of(TASKS, RECIPE)
    there = pickle.loads(pickle.dumps(one))
    assert (there.file, there.title, there.size) == (one.file, "before", 4)


def test_time_and_weights_are_kept_with_the_losses(tunes: Callable[[], FineTunes]) -> None:
    made = tunes()
    losses(made)
    done = made.of(TASKS, RECIPE)[0].done()
    assert done is not None
    assert done.seconds > 0
    assert done.trained == made.model.parameters
    assert sorted(done.losses) == [0, 2]
