"""What the losses of all arms allow to say."""

from dataclasses import dataclass, replace

from curate.measurement.course import TOTAL, Comparison
from curate.measurement.measuring import Measured
from curate.measurement.scores import Scores
from curate.measurement.study import BEFORE, NULL, PLANTED, RANDOM
from curate.measurement.train import Losses
from curate.measurement.verdict import Joint, Seen, controls, joint
from curate.report.measured.model import ControlsModel, Reading
from curate.statistics.crossed import Crossed, crossed
from curate.statistics.holm import holds
from curate.statistics.power import detectable

LEVEL = 0.05
PART_OF_GAIN = 0.02
"""The part of what training gains from which on an effect matters, where no margin is given."""
READINGS: tuple[Reading, ...] = ("loss", "dependence")
CHECKS = (NULL, PLANTED)
"""Arms that tell whether the measurement itself can be believed."""
ALONE = (RANDOM, *CHECKS)
"""Arms whose contrasts are no part of the change, but tell what it is worth: each is a family by itself."""
PARTS = "parts"
"""The family of all that is asked of a change beside what it did as a whole."""


def of_family(effects: int) -> float:
    """The chance below which each of so many effects is seen, whatever the others show (Holm)."""
    return LEVEL / max(1, effects)


OF_READING = of_family(len(READINGS))
"""That of a contrast which is a family by itself."""


@dataclass(frozen=True)
class Told:
    """One contrast by one reading."""

    comparison: Comparison
    effect: Losses
    """On each held-out record, with each seed."""
    crossed: Crossed
    seen: Seen
    level: float = OF_READING
    """The chance below which it is seen, beside all others of its family."""


@dataclass(frozen=True)
class Judgement:
    """All that was found, before it is put into words."""

    gain: Crossed
    margins: dict[Reading, float]
    told: list[list[Told]]
    """By contrast, each reading."""
    joint: list[Joint]
    controls: ControlsModel


def judged(measured: Measured) -> Judgement:
    """Judge every contrast beside the others of its family."""
    scores, asked = measured.scores, measured.prepared.asked
    gain = crossed(scores.gained(BEFORE), scores.clusters)
    margins: dict[Reading, float] = {
        "loss": asked.margin or PART_OF_GAIN * abs(gain.estimate),
        "dependence": asked.margin or PART_OF_GAIN * abs(float(scores.dependence(BEFORE).mean())),
    }
    told = [_readings(scores, each, margins) for each in measured.prepared.told]
    every = [one for family in _families(told) for one in _held(family)]
    held = [[one for one in every if one.comparison is contrast[0].comparison] for contrast in told]
    # An arm that came to the very same holds the very same, and shows nothing.
    null, planted = (
        [one.seen for one in every if one.comparison.arm == arm and one.effect.any() and one.crossed.seeds > 1]
        for arm in CHECKS
    )
    believable = controls(null, planted)
    return Judgement(gain, margins, held, [joint([one.seen for one in each]) for each in held], believable)


def _families(told: list[list[Told]]) -> list[list[Told]]:
    """What is judged together.

    The change as a whole is judged by itself: what is asked beside it must not change what it did. A step that
    does all that it does is the same question.
    """
    whole = {one.effect.tobytes() for contrast in told for one in contrast if one.comparison.id == TOTAL}
    families: dict[str, list[Told]] = {}
    for one in (one for contrast in told for one in contrast):
        arm = one.comparison.arm
        name = arm if arm in ALONE else TOTAL if one.effect.tobytes() in whole else PARTS
        families.setdefault(name, []).append(one)
    return list(families.values())


def _held(family: list[Told]) -> list[Told]:
    """The same, each with whether it stands beside the others, and how large it had to be to be seen there.

    What is asked twice, as by a step that does all that a pipeline does, counts once; and where both arms hold the
    same, nothing is asked.
    """
    chances = {one.effect.tobytes(): one.crossed.chance for one in family if one.effect.any()}
    # One seed says nothing of others, so that nothing stands by it.
    several = all(one.crossed.seeds > 1 for one in family)
    flags = dict(zip(chances, holds(list(chances.values()), LEVEL) & several, strict=True))
    level = of_family(len(chances))

    def beside(one: Told) -> Told:
        held = bool(flags.get(one.effect.tobytes(), False))
        return replace(
            one, level=level, seen=one.seen._replace(held=held, detectable=detectable(one.crossed, level))
        )

    return [beside(one) for one in family]


def _readings(scores: Scores, comparison: Comparison, margins: dict[Reading, float]) -> list[Told]:
    looks = {"loss": scores.own, "dependence": scores.dependence}
    found = []
    for reading in READINGS:
        effect = looks[reading](comparison.arm) - looks[reading](comparison.against)
        told = crossed(effect, scores.clusters)
        seen = Seen(reading, told.estimate, told.low, told.high, margins[reading], chance=told.chance)
        found.append(Told(comparison, effect, told, seen))
    return found
