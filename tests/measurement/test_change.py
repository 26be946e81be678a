"""What comes of a set: as somebody left it, or by a pipeline, and by the pipeline without each of its steps."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest

import curate
from curate.checks.length import ShortResponse
from curate.checks.privacy import PersonalData
from curate.gates import Gates
from curate.measurement.change import AFTER, ByPipeline, Given
from curate.measurement.demonstrations import RESPONSE, SAID, demonstrations
from curate.pipeline import Pipeline
from curate.progress import silent
from curate.records import columns as c
from curate.records.records import Records
from curate.steps.base import Step
from curate.steps.cap import Cap
from curate.steps.drop import Drop
from curate.steps.redact import Redact
from curate.steps.sample import Sample
from tests.measurement.talks import TALKS, chat, rows

Read = Callable[[Sequence[dict[str, Any]]], Records]
SHORT = chat("Is 91 a prime number, and if not, why?", "", category="math_reasoning")


def pipeline_of(*steps: Step, **fields: Any) -> Pipeline:  # noqa: ANN401  of a pipeline
    return Pipeline(name="trial", steps=steps, **fields)


@pytest.fixture
def before(records_of: Read) -> Records:
    return records_of(rows())


def keys(shown: pl.DataFrame) -> set[str]:
    return set(shown[c.KEY])


def test_two_sets_are_compared_as_they_are(before: Records) -> None:
    after = before.of(before.index.head(20))
    change = Given(before, after)
    shown = demonstrations(before, silent)

    assert change.steps == {}
    assert change.beside(silent).equals(demonstrations(after, silent))
    assert {name: made.height for name, made in change.made_of(shown, silent).items()} == {AFTER: 20}


def test_a_pipeline_is_run_on_what_is_trained_on_alone(before: Records) -> None:
    change = ByPipeline(before, pipeline_of(Sample(records=10)))
    training = demonstrations(before, silent)[::2]
    made = change.made_of(training, silent)[AFTER]

    assert change.beside(silent).height == 0
    assert made.height == 10
    assert keys(made) <= keys(training)


def test_each_step_is_left_out_once_and_the_others_draw_as_before(before: Records) -> None:
    by_type, few = Cap(per="category", most=4), Sample(records=30)
    change = ByPipeline(before, pipeline_of(few, by_type, seed=3))
    training = demonstrations(before, silent)
    made = change.made_of(training, silent)

    assert change.steps == {"without-1": "sample 30 records", "without-2": "cap 4 per category"}
    assert list(made) == [AFTER, "without-1", "without-2"]
    alone = {
        step: keys(demonstrations(curate.run(pipeline_of(step, seed=3), before).kept, silent))
        for step in (few, by_type)
    }
    assert keys(made["without-1"]) == alone[by_type]
    assert keys(made["without-2"]) == alone[few]
    assert keys(made[AFTER]) < keys(made["without-2"])


def test_without_its_only_step_nothing_is_left_of_a_pipeline(before: Records) -> None:
    change = ByPipeline(before, pipeline_of(Sample(records=10)))
    assert change.steps == {}
    assert list(change.made_of(demonstrations(before, silent), silent)) == [AFTER]


def test_a_pipeline_without_steps_changes_nothing(before: Records) -> None:
    shown = demonstrations(before, silent)
    assert ByPipeline(before, pipeline_of()).made_of(shown, silent)[AFTER].equals(shown)


def test_a_gate_that_would_break_does_not_end_a_measurement(before: Records) -> None:
    strict = pipeline_of(Sample(records=5), gates=Gates(max_dropped_share=0.1))
    assert ByPipeline(before, strict).made_of(demonstrations(before, silent), silent)[AFTER].height == 5


def test_what_steps_edit_keeps_its_key_and_says_something_else(records_of: Read) -> None:
    mailed = chat("Whom do I ask about the ferry?", "Write to jonna.berg@harbour-office.org, she knows.")
    before = records_of([*rows(TALKS[:5]), mailed])
    training = demonstrations(before, silent)
    change = ByPipeline(before, pipeline_of(Redact(on=("PII001",)), Sample(records=6), checks=(PersonalData(),)))
    made = change.made_of(training, silent)

    assert keys(made[AFTER]) == keys(training)
    edited = made[AFTER].join(training, on=c.KEY).filter(pl.col(SAID) != pl.col(f"{SAID}_right"))
    assert edited.height == 1
    assert "jonna.berg" not in edited[RESPONSE][0]
    assert made["without-1"].equals(training)
    assert demonstrations(before, silent).equals(training)


def test_what_can_not_be_trained_on_a_pipeline_does_not_see(records_of: Read) -> None:
    before = records_of([*rows(TALKS[:6]), SHORT])
    change = ByPipeline(before, pipeline_of(Drop(on=("LEN",)), Sample(records=6), checks=(ShortResponse(),)))
    training = demonstrations(before, silent)
    assert training.height == 6
    assert all(keys(made) <= keys(training) for made in change.made_of(training, silent).values())


def test_of_judged_responses_only_the_good_ones_are_compared(records_of: Read) -> None:
    judged = [
        {"prompt": asked, "completion": said, "label": at > 2} for at, (_, asked, said) in enumerate(TALKS[:9])
    ]
    before = records_of(judged)
    made = ByPipeline(before, pipeline_of()).made_of(demonstrations(before, silent), silent)[AFTER]
    assert set(made[RESPONSE]) == {said for _, _, said in TALKS[3:9]}


def test_of_preferences_what_was_chosen_is_compared(records_of: Read) -> None:
    before = records_of(
        [{"prompt": asked, "chosen": said, "rejected": "I would rather not."} for _, asked, said in TALKS[:9]]
    )
    made = Given(before, before).made_of(demonstrations(before, silent), silent)[AFTER]
    assert set(made[RESPONSE]) == {said for _, _, said in TALKS[:9]}
