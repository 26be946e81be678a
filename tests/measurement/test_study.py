"""A comparison laid out: the arms of each fold, and what each is scored on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from curate.errors import UsageError
from curate.measurement.change import AFTER
from curate.measurement.demonstrations import PROMPT, PROMPT_TYPE, RESPONSE
from curate.measurement.encoded import Encoded
from curate.measurement.sets import CLUSTER, Parted
from curate.measurement.study import BEFORE, NULL, PLANTED, RANDOM, Study, laid_out
from curate.records import columns as c
from tests.measurement.talks import OPEN, TALKS, numbered, shown, word_counting

SEEDS = (4, 5, 6)
JUDGED = (*TALKS[:4], *TALKS[12:15], *TALKS[24:26], TALKS[36])
REST = [talk for talk in TALKS if talk not in JUDGED]


FEWER = [talk for at, talk in enumerate(REST[:34]) if at % 6]


def parted(after: Sequence[tuple[str, str, str]] = FEWER, judged: pl.DataFrame | None = None) -> Parted:
    return Parted(
        before=shown(REST[:34]),
        variants={AFTER: shown(after)},
        judged_by=shown(JUDGED) if judged is None else judged,
        tuned_by=shown(REST[34:36]),
        reserve=shown(REST[36:]),
        records=len(TALKS),
        unused=0,
        unjudged=0,
        overlap=0,
        unlike=0,
    )


def study_of(sets: Parted, refuses: str = "", context: int = 100) -> Study:
    return laid_out([sets], word_counting(refuses), context, SEEDS)


def halves(examples: Encoded, row: int) -> tuple[list[int], list[int]]:
    tokens, before = list(examples)[row]
    return tokens[:before].tolist(), tokens[before:].tolist()


def words(text: str) -> list[int]:
    return list(map(len, text.split()))


def test_each_arm_has_one_set_for_each_seed() -> None:
    (fold,) = study_of(parted()).folds
    assert list(fold.arms) == [BEFORE, AFTER, RANDOM, NULL, PLANTED]
    assert {len(several) for several in fold.arms.values()} == {len(SEEDS)}
    assert {name: len(several[0].rows) for name, several in fold.arms.items()} == {
        BEFORE: 34, AFTER: 28, RANDOM: 28, NULL: 34, PLANTED: 34,
    }  # fmt: skip


def test_no_arm_holds_what_is_judged_or_tuned_by() -> None:
    (fold,) = study_of(parted()).folds
    held = {*fold.judged.own.tolist(), *fold.judged.crossed.tolist(), *fold.tuned.own.tolist()}
    for several in fold.arms.values():
        for arm in several:
            assert not held & set(arm.rows.tolist())
    assert not held & set(fold.seen.tolist())


def test_the_control_arms_differ_from_before_as_they_should() -> None:
    study = study_of(parted())
    (fold,) = study.folds
    before = fold.arms[BEFORE][0]
    assert len({tuple(arm.rows.tolist()) for arm in fold.arms[RANDOM]}) == len(SEEDS)
    for seed in range(len(SEEDS)):
        assert set(fold.arms[RANDOM][seed].rows.tolist()) < set(before.rows.tolist())
        assert (fold.arms[NULL][seed].rows != before.rows).sum() == 1
        planted = np.flatnonzero(fold.arms[PLANTED][seed].rows != before.rows)
        assert 2 <= len(planted) <= 4
        for place in planted.tolist():
            own, other = (halves(study.examples, arm.rows[place]) for arm in (before, fold.arms[PLANTED][seed]))
            assert own[0] == other[0]
            assert own[1] != other[1]


def test_where_nothing_is_removed_there_is_no_random_removal() -> None:
    for after in (REST[:34], [*REST[:34], *numbered(4)]):
        assert RANDOM not in study_of(parted(after)).folds[0].arms


def test_a_response_is_crossed_with_another_prompt_of_its_type() -> None:
    study = study_of(parted())
    judged = study.folds[0].judged
    frame = shown(JUDGED)
    kinds, prompts = (
        dict(frame.select(c.KEY, PROMPT_TYPE).iter_rows()),
        dict(frame.select(c.KEY, PROMPT).iter_rows()),
    )
    for key, kind, own, crossed in zip(judged.keys, judged.types, judged.own, judged.crossed, strict=True):
        prompt, response = halves(study.examples, own)
        other, same = halves(study.examples, crossed)
        assert response == same
        assert prompt == words(prompts[key])
        among = {k for k, each in kinds.items() if k != key and (each == kind or kind == TALKS[36][0])}
        assert other in [words(prompts[each]) for each in among]


def test_a_response_is_crossed_with_no_prompt_that_it_hangs_together_with() -> None:
    twins = [(OPEN, "Is a tomato a fruit?", said) for said in ("To a botanist.", "Yes, a berry.", "Cooks say no.")]
    others = [(OPEN, "What do earthworms eat?", "Dead leaves."), TALKS[36]]
    frame = shown([*twins, *others]).with_columns(
        pl.when(pl.col(PROMPT) == "Is a tomato a fruit?").then(0).otherwise(pl.col(CLUSTER)).alias(CLUSTER)
    )
    study = study_of(parted(judged=frame))
    judged = study.folds[0].judged
    said = dict(frame.select(c.KEY, PROMPT).iter_rows())
    for key, crossed in zip(judged.keys, judged.crossed, strict=True):
        assert halves(study.examples, crossed)[0] != words(said[key])
        if said[key] == "Is a tomato a fruit?":
            assert halves(study.examples, crossed)[0] == words("What do earthworms eat?")


@pytest.mark.parametrize("context", [9, 10, 12, 16, 100])
def test_a_response_is_scored_on_the_same_words_under_both_prompts(context: int) -> None:
    study = study_of(parted(), context=context)
    (fold,) = study.folds
    said = dict(shown([*JUDGED, *REST]).select(c.KEY, RESPONSE).iter_rows())
    for judged in (fold.judged, fold.tuned):
        for key, own, crossed in zip(judged.keys, judged.own, judged.crossed, strict=True):
            one, other = (halves(study.examples, row) for row in (own, crossed))
            assert one[1] == other[1] == words(said[key])[: len(one[1])]
            room = context - max(len(one[0]), len(other[0]))
            assert len(one[1]) == min(room, len(words(said[key])))
    assert max(arm.rows.max() for several in fold.arms.values() for arm in several) < len(study.types)


def test_one_record_alone_is_crossed_with_itself() -> None:
    judged = study_of(parted(judged=shown(JUDGED[:1]))).folds[0].judged
    assert judged.crossed.tolist() == judged.own.tolist()


def test_records_without_a_token_to_score_are_left_out_and_counted() -> None:
    study = study_of(parted(), refuses="Michelangelo")
    assert study.left_out == 1
    assert len(study.folds[0].judged.own) == len(JUDGED) - 1
    assert len(study.folds[0].judged.keys) == len(study.folds[0].judged.types) == len(JUDGED) - 1

    study = study_of(parted(), refuses="Pages that nobody wrote")
    assert study.left_out == 0


def test_no_arm_is_trained_on_a_record_without_a_token() -> None:
    (fold,) = study_of(parted(), refuses="Antarctica").folds
    assert len(fold.arms[BEFORE][0].rows) == 33
    study = study_of(parted(), context=11)
    for several in study.folds[0].arms.values():
        for arm in several:
            assert study.examples.trained[arm.rows].min() > 0


def test_a_context_that_holds_no_response_is_refused() -> None:
    with pytest.raises(UsageError, match="nothing of any response is within it"):
        study_of(parted(), context=3)


def test_an_edited_record_keeps_its_place() -> None:
    edited = shown(FEWER).with_columns(pl.col("said").str.replace(r"\.\"\}\]$", '!"}]'))
    study = laid_out([replace(parted(), variants={AFTER: edited})], word_counting(), 100, SEEDS)
    (fold,) = study.folds
    before, after = fold.arms[BEFORE][0], fold.arms[AFTER][0]
    assert set(after.keys.tolist()) < set(before.keys.tolist())
    assert not set(after.rows.tolist()) <= set(before.rows.tolist())
    assert set(fold.seen.tolist()) <= set(before.rows.tolist()) & set(after.rows.tolist())


def test_what_was_seen_is_of_both_sets_and_as_many_as_are_judged() -> None:
    (fold,) = study_of(parted()).folds
    both = set(fold.arms[BEFORE][0].rows.tolist()) & set(fold.arms[AFTER][0].rows.tolist())
    assert set(fold.seen.tolist()) <= both
    assert len(fold.seen) == len(fold.judged.own)


def test_two_sets_with_nothing_in_common_have_seen_what_is_before() -> None:
    (fold,) = study_of(parted(numbered(20))).folds
    assert set(fold.seen.tolist()) <= set(fold.arms[BEFORE][0].rows.tolist())
    assert len(fold.seen) == len(fold.judged.own)


def test_the_nearest_prompt_of_any_arm_is_named_that_of_an_edited_record_too() -> None:
    edited = shown(FEWER).with_columns(
        pl.when(pl.col(RESPONSE) == "No: it is 7 times 13.").then(pl.lit("What do earthworms eat in winter?"))
        .otherwise(pl.col(PROMPT)).alias(PROMPT),
        (pl.col("digest") + 1).alias("digest"),
    )  # fmt: skip
    sets = replace(parted(), variants={AFTER: edited})
    judged = study_of(sets).folds[0].judged
    at = judged.keys.index(shown(JUDGED).filter(pl.col(PROMPT) == "What do earthworms eat?")[c.KEY][0])
    assert judged.similarity[at] > 0.2
    assert judged.nearest[at] == edited.filter(pl.col(PROMPT) == "What do earthworms eat in winter?")[c.KEY][0]


def test_arms_are_the_same_where_they_hold_the_same_records_in_every_fold() -> None:
    study = laid_out([parted(REST[:34]), parted(REST[:34])], word_counting(), 100, SEEDS)
    assert study.same(AFTER, BEFORE)
    assert not study.same(PLANTED, BEFORE)
    other = laid_out([parted(REST[:34]), parted()], word_counting(), 100, SEEDS)
    assert not other.same(AFTER, BEFORE)


def test_folds_share_what_is_encoded() -> None:
    one, other = parted(), replace(parted(), judged_by=shown(REST[34:36]), tuned_by=shown(JUDGED))
    study = laid_out([one, other], word_counting(), 100, SEEDS)
    first, second = study.folds
    assert first.arms[BEFORE][0].rows.tolist() == second.arms[BEFORE][0].rows.tolist()
    assert set(first.tuned.own.tolist()) == set(second.judged.own.tolist())
    assert study.reserve == 2 * len(REST[36:])
    assert len(study.types) == len(study.examples)


def test_a_fold_of_which_nothing_was_removed_has_the_arms_of_the_others() -> None:
    """A pipeline that drops one record drops nothing where that one is held out."""
    study = laid_out([parted(), parted(REST[:34])], word_counting(), 100, SEEDS)
    one, other = study.folds
    assert list(one.arms) == list(other.arms)
    for random in other.arms[RANDOM]:
        assert sorted(random.rows.tolist()) == sorted(other.arms[BEFORE][0].rows.tolist())
