"""The demonstrations of a comparison, parted: what may be trained on in each set, and what it is judged by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import pytest

from curate.errors import UsageError
from curate.measurement.change import AFTER, ByPipeline, Change, Given
from curate.measurement.demonstrations import PROMPT, PROMPT_TYPE, RESPONSE, SCHEMA, demonstrations
from curate.measurement.sets import CLUSTER, LEAST, Parted, parted_sets
from curate.pipeline import Pipeline
from curate.progress import Tell, silent
from curate.records import columns as c
from curate.records.records import Records
from curate.steps.sample import Sample
from curate.steps.split import Split
from tests.measurement.talks import OPEN, TALKS, chat, rows, shown

Read = Callable[[Sequence[dict[str, Any]]], Records]
FEW = (*TALKS[:9], *TALKS[12:21], *TALKS[24:33], *TALKS[36:45])


@dataclass(frozen=True)
class Edited:
    """A change that says what comes of the set before, whatever that is."""

    before: Records
    made: pl.DataFrame
    title: str = "the change"
    steps: dict[str, str] = None  # type: ignore[assignment]

    def beside(self, tell: Tell) -> pl.DataFrame:  # noqa: ARG002
        """Nothing is known beforehand."""
        return self.made.clear()

    def made_of(self, training: pl.DataFrame, tell: Tell) -> dict[str, pl.DataFrame]:  # noqa: ARG002
        """What is trained on, and what is made besides."""
        return {AFTER: pl.concat([training.select(*SCHEMA), self.made])}


def parts(change: Change, held_out: Records | None = None, seed: int = 0) -> list[Parted]:
    return parted_sets(change, held_out, seed, silent)


def prompts(frame: pl.DataFrame) -> set[str]:
    return set(frame[PROMPT])


def test_each_fold_trains_on_what_it_does_not_hold_out(records_of: Read) -> None:
    before = records_of(rows(FEW))
    ways = parts(Given(before, before))

    assert sorted(prompt for way in ways for prompt in way.judged_by[PROMPT]) == sorted(p for _, p, _ in FEW)
    for way in ways:
        held = prompts(way.judged_by) | prompts(way.tuned_by) | prompts(way.reserve)
        assert prompts(way.before) == {prompt for _, prompt, _ in FEW} - held
        assert prompts(way.variants[AFTER]) == prompts(way.before)
        assert way.judged_by[CLUSTER].null_count() == 0
        assert set(way.judged_by[PROMPT_TYPE]) <= {kind for kind, *_ in FEW}


def test_the_set_after_is_not_trained_on_what_hangs_together_with_what_is_held_out(records_of: Read) -> None:
    before = records_of(rows(FEW))
    rewritten = records_of(
        [chat(prompt.upper(), f"In short: {said}", category=kind) for kind, prompt, said in FEW]
    )
    for way in parts(Given(before, rewritten)):
        held = prompts(way.judged_by) | prompts(way.tuned_by) | prompts(way.reserve)
        assert prompts(way.variants[AFTER]) == {p.upper() for _, p, _ in FEW} - {p.upper() for p in held}


def said_otherwise(**fields: str) -> list[dict[str, Any]]:
    """As many records, of which nobody can tell by their words which each of them was."""
    told = [{name: each.format(at) for name, each in fields.items()} for at in range(len(FEW))]
    return [chat(f"{at}?", f"{at}.", category=FEW[at][0], **own) for at, own in enumerate(told)]


def test_what_was_edited_beyond_recognition_is_told_by_its_id(records_of: Read) -> None:
    before = records_of([{**row, "id": f"n{at}"} for at, row in enumerate(rows(FEW))])
    after = records_of(said_otherwise(id="n{}"))
    number = {prompt: at for at, (_, prompt, _) in enumerate(FEW)}
    for way in parts(Given(before, after)):
        trained = {number[prompt] for prompt in prompts(way.before)}
        assert {int(prompt[:-1]) for prompt in prompts(way.variants[AFTER])} == trained
        assert way.unlike == 0


def test_records_that_are_like_none_before_and_have_no_id_of_one_are_counted(records_of: Read) -> None:
    before, after = records_of(rows(FEW)), records_of(said_otherwise())
    for way in parts(Given(before, after)):
        assert way.unlike == way.variants[AFTER].height == len(FEW)


def test_ids_that_were_given_anew_tell_nothing(records_of: Read) -> None:
    before = records_of([{**row, "id": f"n{at}"} for at, row in enumerate(rows(FEW))])
    edited = [chat(prompt.upper(), said, category=kind) for kind, prompt, said in FEW[::-1]]
    after = records_of([{**row, "id": f"n{at}"} for at, row in enumerate(edited)])
    for way in parts(Given(before, after)):
        assert prompts(way.variants[AFTER]) == {prompt.upper() for prompt in prompts(way.before)}


def test_ids_of_a_file_to_judge_by_are_not_those_of_the_set(records_of: Read) -> None:
    given = records_of([{**row, "id": f"n{at}"} for at, row in enumerate(rows(TALKS[45:]))])
    after = records_of([*rows(FEW), *said_otherwise(id="n{}")])
    (way,) = parts(Given(records_of(rows(FEW)), after), given)
    assert way.unlike == len(FEW)
    assert way.variants[AFTER].height == way.before.height + len(FEW)


def test_what_an_edit_makes_like_a_held_out_record_is_not_trained_on(records_of: Read) -> None:
    before = records_of(rows(FEW))
    made = shown([(OPEN, "Please answer: " + prompt, "I do not know.") for _, prompt, _ in FEW]).select(*SCHEMA)
    alike = made.with_columns(pl.col(PROMPT).str.strip_prefix("Please answer: "))
    for way in parts(Edited(before, alike)):
        held = prompts(way.judged_by) | prompts(way.tuned_by) | prompts(way.reserve)
        after = way.variants[AFTER]
        assert not prompts(after) & held
        assert prompts(after.filter(pl.col(RESPONSE) == "I do not know.")) == prompts(way.before)


def test_a_pipeline_sees_only_what_is_trained_on(records_of: Read) -> None:
    before = records_of(rows(FEW))
    for way in parts(ByPipeline(before, Pipeline(name="trial", steps=(Sample(records=12),)))):
        assert way.variants[AFTER].height == 12
        assert prompts(way.variants[AFTER]) < prompts(way.before)


def test_what_a_pipeline_holds_out_is_not_trained_on(records_of: Read) -> None:
    before = records_of(rows(FEW))
    for way in parts(ByPipeline(before, Pipeline(name="trial", steps=(Split(held_out=0.3),)))):
        assert 0.6 < way.variants[AFTER].height / way.before.height < 0.8


def test_what_is_judged_by_can_be_given(records_of: Read) -> None:
    before = records_of(rows(FEW))
    given = records_of([*rows(TALKS[45:]), chat(FEW[0][1], "That depends.")])
    (way,) = parts(Given(before, before), given)

    assert prompts(way.judged_by) == {FEW[0][1], *(prompt for _, prompt, _ in TALKS[45:])}
    assert FEW[0][1] not in prompts(way.before) | prompts(way.variants[AFTER])
    assert way.before.height + way.tuned_by.height + way.reserve.height == len(FEW) - 1
    assert (way.records, way.overlap) == (len(FEW), 1)


def test_what_is_judged_by_and_stands_in_the_set_after_alone_is_counted_as_left_out_too(records_of: Read) -> None:
    before, after = records_of(rows(FEW)), records_of(rows((*FEW, *TALKS[45:47])))
    (way,) = parts(Given(before, after), records_of([*rows(TALKS[45:48]), {"none": 1}]))
    assert (way.overlap, way.unused, way.unjudged) == (2, 0, 1)
    assert all(each.overlap == 0 for each in parts(Given(before, after)))


def test_what_can_not_be_measured_is_refused_with_the_reason(records_of: Read) -> None:
    before = records_of(rows(FEW))
    few = before.of(before.index.head(LEAST - 1))
    none = before.of(before.index.head(0))
    unanswered = records_of([{"messages": [{"role": "user", "content": FEW[0][1]}]}])
    alike = records_of([chat("Name a bird of the shallows.", f"{said} A heron.") for _, _, said in FEW])

    with pytest.raises(UsageError, match="29 records that can be trained on; it takes 30"):
        parts(Given(few, before))
    useless = records_of([*rows(FEW[:5]), {"messages": [{"role": "user", "content": FEW[0][1]}]}, {"none": 1}])
    with pytest.raises(UsageError, match="5 records that can be trained on and 2 that were not read, or have no"):
        parts(Given(useless, before))
    with pytest.raises(UsageError, match="nothing is left to train on in 'after'"):
        parts(Given(before, none))
    for given in (none, unanswered):
        with pytest.raises(UsageError, match="what is held out has no record with a response"):
            parts(Given(before, before), given)
    with pytest.raises(UsageError, match="all records hang together by near-duplicates: none can be held out"):
        parts(Given(alike, alike))
    with pytest.raises(UsageError, match="0 records of the set before are left to train on"):
        parts(Given(before, before), before)


def test_the_draw_does_not_depend_on_the_order_of_the_file(records_of: Read) -> None:
    one, other = (records_of(each) for each in (rows(FEW), rows(FEW[::-1])))
    first, second = (
        [demonstrations(each.before, silent).height and set(way.judged_by[c.KEY]) for way in parts(each)[:1]]
        for each in (Given(one, one), Given(other, other))
    )
    assert first == second
