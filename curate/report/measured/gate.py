"""A condition on a measurement: which verdict the change may not have."""

from typing import get_args

from curate.gates import VerdictLimit
from curate.report.measured.model import MeasureReport
from curate.report.measured.words import WORDS, asked, bounded, could_have_seen, reading_of

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


def unseen(report: MeasureReport) -> str:
    """How much harm may be there unseen, where a change is too small to tell; else nothing."""
    change = asked(report, "change")
    if change is None or change.verdict != "too_small_to_tell":
        return ""
    least = could_have_seen(reading_of(change, "loss"), report)
    return f"response loss that grew by less than {least} nats/token may not have been seen" if least else ""
