"""What a measurement allows to say: of one reading, of both together, and of the measurement itself."""

from collections.abc import Sequence
from typing import NamedTuple

from curate.report.measured.model import ControlsModel, Reading, Verdict
from curate.statistics.holm import holds

GOOD: dict[Reading, int] = {"loss": -1, "dependence": 1}
"""Less loss is better, more dependence is."""


class Seen(NamedTuple):
    """An effect as one reading shows it."""

    reading: Reading
    estimate: float
    low: float
    high: float
    margin: float
    """From here on an effect matters."""
    held: bool = False
    """Whether it stands beside all others of its family."""
    chance: float = 1.0
    """Of an effect at least so large if there is none (p-value)."""
    detectable: float = float("inf")
    """The smallest effect that would have been seen four times of five."""

    @property
    def found(self) -> bool:
        """Whether there is an effect: it stands beside all others, and its own interval leaves 0 out."""
        return self.held and not self.low <= 0 <= self.high

    @property
    def good(self) -> bool:
        """Whether it points to where it is better."""
        return self.estimate * GOOD[self.reading] > 0

    @property
    def margins(self) -> float:
        """How large it is, in margins."""
        return _over(abs(self.estimate), self.margin)


class Joint(NamedTuple):
    """What both readings say together."""

    verdict: Verdict
    by: Reading
    """The reading that decided it."""
    opposed: bool
    """Whether one got better and the other worse, which the verdict alone does not tell."""


def verdict(seen: Seen) -> Verdict:
    """What one reading allows to say.

    An effect that was found is named by its estimate: large from the margin on, small below. Where none was found,
    both arms are equivalent only if the whole interval lies within the margin.
    """
    if seen.found:
        if seen.margins >= 1:
            return "better" if seen.good else "worse"
        return "better_small" if seen.good else "worse_small"
    return "equivalent" if max(-seen.low, seen.high) < seen.margin else "too_small_to_tell"


def joint(readings: Sequence[Seen]) -> Joint:
    """What several readings of one contrast say together.

    One that found something decides; if several did, the one with most margins. Where they point to opposite
    sides, one that reaches its margin decides over one that does not; if both do or neither does, the harm
    decides, since a change that does harm in one way is not to be called better. Without any finding, arms are
    equivalent only if every reading says so; what decides is then the reading that knows least.

    Args:
        readings: At least one; `held` of each by Holm over all readings of its family.
    """
    found = [each for each in readings if each.found]
    if not found:
        by = max(readings, key=lambda each: _over(max(-each.low, each.high), each.margin))
        return Joint(verdict(by), by.reading, opposed=False)
    opposed = len({each.good for each in found}) > 1
    if opposed and len({each.margins >= 1 for each in found}) == 1:
        found = [each for each in found if not each.good]
    by = max(found, key=lambda each: each.margins)
    return Joint(verdict(by), by.reading, opposed)


def believed(told: Verdict, controls: ControlsModel) -> Verdict:
    """What is left of a verdict, given what the controls showed.

    Nothing where the measurement is invalid. Where it did not see planted damage it can not tell whether arms are
    equivalent: a test that sees nothing would call all arms so (ICH E10, "Choice of control group", 2000, on assay
    sensitivity). Effects that it did find stand.
    """
    if controls.valid is False:
        return "invalid"
    return "too_small_to_tell" if told == "equivalent" and not controls.planted_seen else told


def controls(null: Sequence[Seen], planted: Sequence[Seen]) -> ControlsModel:
    """Whether the measurement itself can be believed, but for the sentence.

    It can not where an arm in which nothing changed moved: an effect stands beside the other readings of that arm
    (Holm, 5 %) and reaches its margin. Nor where planted damage was missed that is as large as what can be seen; a
    reading that takes it for a gain misses it.

    Args:
        null: The readings of the arm in which nothing changed; none if there is no such arm.
        planted: Those of the arm with planted damage; none if there is no such arm.
    """
    moved = any(each.found and each.margins >= 1 for each in _family(null)) if null else None
    seen, detectable = _damage(planted) if planted else (None, None)
    failed = bool(moved) or (seen is False and bool(detectable))
    valid = not failed if null or planted else None
    return ControlsModel(valid=valid, null_moved=moved, planted_seen=seen, planted_detectable=detectable, told="")


def _damage(planted: Sequence[Seen]) -> tuple[bool, bool]:
    """Whether it was seen as harm, and whether it is large enough to be."""
    family = _family(planted)
    seen = any(each.found and not each.good for each in family)
    return seen, seen or any(abs(each.estimate) >= each.detectable for each in family)


def _over(size: float, margin: float) -> float:
    """How many margins; any effect has many where there is no margin."""
    if size == 0:
        return 0.0
    return size / margin if margin > 0 else float("inf")


def _family(readings: Sequence[Seen]) -> list[Seen]:
    """The readings of one arm, held to each other and to nothing else."""
    held = holds([each.chance for each in readings])
    return [each._replace(held=bool(flag)) for each, flag in zip(readings, held, strict=True)]
