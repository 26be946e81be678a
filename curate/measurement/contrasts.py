"""A contrast as the report tells it: its verdict, its readings, and on which prompts it did what."""

import numpy as np

from curate.measurement.effects import bounds_of, by_nearness, by_type
from curate.measurement.judging import CHECKS, Judgement, Told
from curate.measurement.measuring import Measured
from curate.measurement.needed import needs
from curate.measurement.verdict import believed, verdict
from curate.report.measured.model import BoundsModel, ContrastModel, ReadingModel, Verdict
from curate.statistics.crossed import Crossed, crossed


def contrast_told(measured: Measured, judgement: Judgement, at: int) -> ContrastModel:
    """The contrast at this place among all that were judged, but for its sentence."""
    told, joint = judgement.told[at], judgement.joint[at]
    comparison, scores = told[0].comparison, measured.scores
    check = comparison.arm in CHECKS
    found = joint.verdict if check and scores.seeds > 1 else believed(joint.verdict, judgement.controls)
    same = not any(one.effect.any() for one in told)
    if same:
        found = _of_the_same(comparison.arm)
    loss = told[0]
    rows, gap = by_nearness(loss.effect, scores.similarity, scores.clusters)
    decided = next(one for one in told if one.seen.reading == joint.by)
    equal = bounds_of(crossed(scores.equal(comparison), scores.clusters))
    unclear = found == "too_small_to_tell" and not check
    wanted = max(decided.seen.margin, abs(decided.crossed.estimate))
    return ContrastModel(
        id=comparison.id,
        title=comparison.title,
        arm=comparison.arm,
        against=comparison.against,
        removed=_removed(measured, comparison.arm, comparison.against),
        verdict=found,
        by=joint.by,
        compute_dependent=_opposite(loss.crossed, equal),
        same=same,
        readings=[_reading(one, judgement, equal if one is loss else None) for one in told],
        needs=needs(measured, decided, wanted) if unclear and wanted > 0 else None,
        types=by_type(loss.effect, scores.types, scores.clusters),
        nearness=rows,
        unfamiliar_gap=gap,
        sentence="",
    )


def _of_the_same(arm: str) -> Verdict:
    """What is to be said where both arms hold the very same: a control was not done then."""
    return "too_small_to_tell" if arm in CHECKS else "equivalent"


def _verdict(one: Told) -> Verdict:
    """What one reading allows to say; nothing of one seed."""
    if not one.effect.any():
        return _of_the_same(one.comparison.arm)
    return verdict(one.seen) if one.crossed.seeds > 1 else "too_small_to_tell"


def _reading(one: Told, judgement: Judgement, equal: BoundsModel | None) -> ReadingModel:
    prompt, seed, residual = one.crossed.components
    gain = judgement.gain.estimate
    return ReadingModel(
        reading=one.seen.reading,
        estimate=one.crossed.estimate,
        low=one.crossed.low,
        high=one.crossed.high,
        freedom=one.crossed.freedom,
        chance=one.crossed.chance,
        held=one.seen.held,
        detectable=one.seen.detectable,
        margin=one.seen.margin,
        of_gain=one.crossed.estimate / gain if gain > 0 and one.seen.reading == "loss" else None,
        verdict=_verdict(one),
        seeds=list(one.crossed.by_seed),
        prompt_deviation=prompt,
        seed_deviation=seed,
        residual_deviation=residual,
        equal_epochs=equal,
    )


def _opposite(equal_tokens: Crossed, equal_epochs: BoundsModel | None) -> bool:
    """Whether both views surely say opposite things."""
    if equal_epochs is None:
        return False
    bounds = ((equal_tokens.low, equal_tokens.high), (equal_epochs.low, equal_epochs.high))
    sides = {1 if low > 0 else -1 for low, high in bounds if not low <= 0 <= high}
    return len(sides) > 1


def _removed(measured: Measured, arm: str, against: str) -> int | None:
    arms = [fold.arms for fold in measured.prepared.study.folds]
    less = [len(fold[against][0].rows) - len(fold[arm][0].rows) for fold in arms]
    return round(float(np.mean(less))) if any(less) else None
