"""Verdicts and numbers of a measurement, as people say them."""

from typing import Literal

from curate.report.measured.model import ContrastModel, MeasureReport, Reading, ReadingModel, Verdict

WORDS: dict[Verdict, str] = {
    "better": "better",
    "better_small": "better, but little",
    "equivalent": "equivalent",
    "worse_small": "worse, but little",
    "worse": "worse",
    "too_small_to_tell": "too small to tell",
    "invalid": "invalid",
}
GOOD: tuple[Verdict, ...] = ("better", "better_small")
BAD: tuple[Verdict, ...] = ("worse", "worse_small")

Role = Literal["change", "choice", "step", "null", "planted", "other"]
"""What a contrast asks: did the change help; did it matter which records it took; is a step worth keeping; and
whether the measurement can be believed."""
CONTROLS: tuple[Role, ...] = ("null", "planted")
Standing = Literal["well", "small", "fails", "undone", "untold"]
"""Of a control: as it should be; moved, but by less than matters; not as it should be; not done, since the set is
too small for it; done with one seed, which says nothing of others."""
_CONTROL_WORDS: dict[Role, dict[Standing, str]] = {
    "null": {
        "well": "as it should be",
        "small": "moves, but little",
        "fails": "should not move",
        "undone": "not done",
        "untold": "one seed only",
    },
    "planted": {
        "well": "seen",
        "fails": "not seen",
        "undone": "not done",
        "untold": "one seed only",
    },
}
MORE: tuple[Role, ...] = ("step", "other")
"""What is told beside the change; whether the choice mattered is told with it."""


def role_of(contrast: ContrastModel, report: MeasureReport) -> Role:
    """What a contrast asks, by what its two arms are."""
    kinds = {each.id: each.kind for each in report.arms}
    match kinds.get(contrast.arm), kinds.get(contrast.against):
        case "null", _:
            return "null"
        case "planted", _:
            return "planted"
        case "after", "without":
            return "step"
        case "after", "random":
            return "choice"
        case "after", "before":
            return "change"
    return "other"


def asked(report: MeasureReport, role: Role) -> ContrastModel | None:
    """The first contrast that asks this; None where nobody did."""
    return next((each for each in report.contrasts if role_of(each, report) == role), None)


def several_seeds(report: MeasureReport) -> bool:
    """Whether anything can be said of other seeds: of one alone, no interval counts."""
    return len(report.seeds) > 1


def counts(report: MeasureReport) -> bool:
    """Whether anything that was seen is an effect: not of one seed, nor where the controls fail."""
    return report.controls.valid is not False and several_seeds(report)


def standing(control: ContrastModel, report: MeasureReport) -> Standing:
    """How a control came out."""
    if control.same:
        return "undone"
    if not several_seeds(report):
        return "untold"
    if role_of(control, report) == "planted":
        return "well" if report.controls.planted_seen else "fails"
    if report.controls.null_moved:
        return "fails"
    return "small" if control.verdict in GOOD + BAD else "well"


def verdict_words(contrast: ContrastModel, report: MeasureReport) -> str:
    """The verdict; of a control, whether it is as it should be."""
    role = role_of(contrast, report)
    return _CONTROL_WORDS[role][standing(contrast, report)] if role in CONTROLS else WORDS[contrast.verdict]


def could_have_seen(told: ReadingModel | None, report: MeasureReport) -> str:
    """The smallest effect that would have been seen; nothing of one seed, nor of arms that hold the very same."""
    return size(told.detectable) if told and told.detectable > 0 and several_seeds(report) else ""


def reading_of(contrast: ContrastModel, name: Reading | None = None) -> ReadingModel | None:
    """One reading of a contrast: that which decided it, where none is named; None where it was not read so."""
    name = name or contrast.by
    return next((each for each in contrast.readings if each.reading == name), None)


def dependences_of(arm: str, report: MeasureReport) -> list[float]:
    """By seed, by how much an arm's responses are likelier under their own prompts."""
    return next((each.dependences for each in report.arms if each.id == arm), [])


UNIT = " nats/token"
NOTHING_CHANGED = "before and after hold the very same records: whatever is trained, nothing can differ"
FINE = 0.001
"""Bounds that are nearer than that take a fourth digit."""


def signed(value: float, digits: int = 3) -> str:
    """`+0.011`; what rounds to nothing has no sign."""
    told = f"{value:+.{digits}f}"
    return told if float(told) else told[1:]


def size(value: float) -> str:
    """`0.017`; what is below a thousandth takes a fourth digit."""
    return f"{value:.3f}" if value >= FINE else f"{value:.4f}"


def bounded(estimate: float, low: float, high: float, unit: str = "") -> str:
    """`-0.024 nats/token (-0.036 to -0.012)`."""
    digits = 3 if high - low >= FINE else 4
    estimated, *ends = (signed(each, digits) for each in (estimate, low, high))
    return f"{estimated}{unit} ({ends[0]} to {ends[1]})"


def counted_minutes(minutes: float) -> str:
    """`about 6 min`, `about 2.5 h`."""
    if minutes < 1:
        return "under 1 min"
    return f"about {minutes:.0f} min" if minutes < 90 else f"about {minutes / 60:.1f} h"  # noqa: PLR2004  as people say
