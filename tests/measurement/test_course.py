"""Which arms are compared, how long each is trained, and when it is looked at."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.torch
pytest.importorskip("torch")

from curate.measurement.arms import Arm  # noqa: E402
from curate.measurement.course import CHOICE, TOTAL, Comparison, Course, comparisons  # noqa: E402
from curate.measurement.encoded import encoded  # noqa: E402
from curate.measurement.recipe import Recipe  # noqa: E402
from curate.measurement.study import BEFORE, NULL, PLANTED, RANDOM, Fold, Judged  # noqa: E402

AFTER, WITHOUT = "after", "without-1"


def change(steps: dict[str, str]) -> Any:  # noqa: ANN401  no more of a change than is used
    return SimpleNamespace(title="the whole pipeline", steps=steps)


def arm_of(*rows: int) -> Arm:
    return Arm(np.asarray(rows, np.int64), np.asarray(rows, np.uint64))


def judged_of(own: list[int], crossed: list[int]) -> Judged:
    nothing: Any = SimpleNamespace()
    return Judged([], [], nothing, np.asarray(own), np.asarray(crossed), nothing, [])


def course_of(lengths: list[int], before: int, after: int, of_step: int = 20, epochs: float = 2.0) -> Course:
    examples = encoded((([1], [2] * length) for length in [*lengths, 3, 3, 3, 3, 3]), 1_000)
    rows = range(len(lengths))
    count = len(lengths)
    arms = {
        BEFORE: [arm_of(*rows[:before])] * 2,
        AFTER: [arm_of(*rows[:after])] * 2,
        NULL: [arm_of(*rows[:before])] * 2,
    }
    fold = Fold(judged_of([count, count + 1], [count + 2, count + 3]), judged_of([], []), np.asarray([0]), arms)
    return Course(
        examples, fold, Recipe(learning_rate=1e-3, epochs=epochs, layers=0, tokens=of_step, context=1_000)
    )


def test_arms_train_for_as_many_steps_as_the_set_before_takes() -> None:
    course = course_of([10] * 12, before=12, after=6)
    assert course.steps == 12
    assert course.epochs(course.fold.arms[BEFORE][0]) == 2
    assert course.epochs(course.fold.arms[AFTER][0]) == 4


@pytest.mark.parametrize(("after", "wanted"), [(6, (6, 12)), (12, (12, 12)), (3, (3, 12))])
def test_a_smaller_set_is_looked_at_sooner_where_both_were_seen_equally_often(
    after: int, wanted: tuple[int, int]
) -> None:
    course = course_of([10] * 12, before=12, after=after)
    arms = course.fold.arms
    assert course.equal(arms[AFTER][0], arms[BEFORE][0]) == wanted
    assert course.equal(arms[BEFORE][0], arms[AFTER][0]) == tuple(reversed(wanted))


def test_of_a_larger_set_the_set_before_is_looked_at_sooner() -> None:
    course = course_of([10] * 24, before=12, after=24)
    arms = course.fold.arms
    assert course.epochs(arms[AFTER][0]) == 1
    assert course.equal(arms[AFTER][0], arms[BEFORE][0]) == (12, 6)


@given(
    st.lists(st.integers(1, 60), min_size=2, max_size=30),
    st.data(),
    st.integers(5, 200),
    st.sampled_from([0.5, 1, 2, 3]),
)
def test_looks_are_steps_that_are_trained_and_the_last_one_is_among_them(
    lengths: list[int], data: st.DataObject, of_step: int, epochs: float
) -> None:
    sizes = data.draw(st.tuples(*[st.integers(1, len(lengths))] * 2))
    course = course_of(lengths, sizes[0], sizes[1], of_step, epochs)
    for several in course.fold.arms.values():
        marks = course.marks(several[0])
        steps = [step for _, step in marks]
        assert steps == sorted(set(steps))
        assert steps[-1] == course.steps
        assert [epoch for epoch, _ in marks] == sorted(epoch for epoch, _ in marks)
        assert course.epochs(several[0]) - 1 < marks[-1][0] <= course.epochs(several[0]) + 0.005
    one, other = (course.fold.arms[name][0] for name in (AFTER, BEFORE))
    for arm, step in zip((one, other), course.equal(one, other), strict=True):
        assert 1 <= step <= course.steps
        tokens = int(course.examples.trained[arm.rows].sum())
        often = step * of_step / tokens
        assert often <= epochs + of_step / tokens


def test_each_whole_epoch_is_marked_and_the_end() -> None:
    course = course_of([10] * 12, before=12, after=5, epochs=2.5)
    assert course.marks(course.fold.arms[BEFORE][0]) == [(1.0, 6), (2.0, 12), (2.5, 15)]
    assert course.marks(course.fold.arms[AFTER][0])[-1] == (6.0, 15)


def test_several_epochs_in_one_step_are_one_mark() -> None:
    course = course_of([10] * 5, before=5, after=2, of_step=200)
    assert course.steps == 1
    assert course.marks(course.fold.arms[BEFORE][0]) == [(4.0, 1)]


def test_arms_that_hold_the_same_are_one_task_and_others_keep_their_own_looks() -> None:
    """Else nothing could be trained once for both: what is scored when is a part of a fine-tune."""
    course = course_of([10] * 13, before=12, after=6)
    arms = course.fold.arms
    arms |= {
        WITHOUT: [arm_of(*range(6))] * 2,
        RANDOM: [arm_of(*range(6, 12))] * 2,
        NULL: [arm_of(*range(1, 13))] * 2,
    }
    told = [Comparison(TOTAL, "the change", AFTER, BEFORE), Comparison("step", "a step", AFTER, WITHOUT)]
    tasks = {name: task.looks for name, task in course.tasks(told, 0, 77)}

    assert {name: sorted(looks) for name, looks in tasks.items()} == {
        BEFORE: [6, 12], AFTER: [3, 6, 9, 12], WITHOUT: [3, 6, 9, 12], RANDOM: [12], NULL: [12],
    }  # fmt: skip


def test_arms_of_the_same_records_in_other_places_are_two() -> None:
    course = course_of([10] * 12, before=12, after=6)
    rows = np.arange(6)
    course.fold.arms[WITHOUT] = [Arm(rows, rows[::-1].astype(np.uint64))] * 2
    tasks = dict(course.tasks([Comparison(TOTAL, "the change", AFTER, BEFORE)], 0, 77))
    assert sorted(tasks[WITHOUT].looks) == [12]


def test_each_arm_has_its_looks_and_all_are_scored_in_the_end() -> None:
    course = course_of([10] * 12, before=12, after=6)
    course.fold.arms[NULL] = [Arm(np.arange(12), np.arange(12, 0, -1).astype(np.uint64))] * 2
    told = [Comparison(TOTAL, "the change", AFTER, BEFORE), Comparison(NULL, "nothing", NULL, BEFORE)]
    tasks = dict(course.tasks(told, 1, 77))

    assert {name: sorted(task.looks) for name, task in tasks.items()} == {
        BEFORE: [6, 12], AFTER: [3, 6, 9, 12], NULL: [12],
    }  # fmt: skip
    for name, task in tasks.items():
        assert (task.seed, task.steps) == (77, 12)
        assert task.arm is course.fold.arms[name][1]
        for step, rows in task.looks.items():
            judged = [12, 13, 0, 14, 15] if step == 12 else [12, 13, 0]
            assert rows.tolist() == judged


def test_the_model_is_scored_before_any_training() -> None:
    task = course_of([10] * 12, before=12, after=6).untrained(3)
    assert task.steps == 0
    assert {step: rows.tolist() for step, rows in task.looks.items()} == {0: [12, 13, 0, 14, 15]}


def test_all_is_compared_that_there_is() -> None:
    arms = {name: [arm_of(0)] for name in (BEFORE, AFTER, WITHOUT, RANDOM, NULL, PLANTED)}
    told = comparisons(change({WITHOUT: "drop LEN001"}), arms)
    assert [(each.id, each.arm, each.against) for each in told] == [
        (TOTAL, AFTER, BEFORE),
        (CHOICE, AFTER, RANDOM),
        (RANDOM, RANDOM, BEFORE),
        ("step-without-1", AFTER, WITHOUT),
        (NULL, NULL, BEFORE),
        (PLANTED, PLANTED, BEFORE),
    ]
    assert told[0].title == "the whole pipeline"
    assert told[3].title == "drop LEN001"


def test_without_random_removal_the_choice_is_not_compared() -> None:
    arms = {name: [arm_of(0)] for name in (BEFORE, AFTER, NULL, PLANTED)}
    assert [each.id for each in comparisons(change({}), arms)] == [TOTAL, NULL, PLANTED]
