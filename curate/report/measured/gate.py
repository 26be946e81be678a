"""A condition on a measurement: which verdict the change may not have."""

from typing import get_args

from curate.gates import VerdictLimit
from curate.report.measured.model import MeasureReport
from curate.report.measured.words import WORDS, asked, bounded, reading_of

_FROM_THE_WORST = get_args(VerdictLimit)


def broken(report: MeasureReport, verdict_not: VerdictLimit) -> str | None:
    """Why the verdict on the change as a whole may not stand; None where it may.

    A measurement that is invalid, or in which nobody asked for the change, can not satisfy a condition.
    """
    change = asked(report, "change")
    if change is None:
        return "the measurement does not compare after with before"
    refused = _FROM_THE_WORST[: _FROM_THE_WORST.index(verdict_not) + 1]
    if change.verdict not in refused:
        return None
    decided = reading_of(change)
    if decided is None:
        return f"{change.title} is {WORDS[change.verdict]}"
    reading = "response loss" if decided.reading == "loss" else "prompt dependence"
    told = bounded(decided.estimate, decided.low, decided.high, " nats/token")
    return f"{change.title} is {WORDS[change.verdict]}: {reading} {told}"
