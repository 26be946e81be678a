"""What another model says of the change, beside the one that it was measured with."""

from curate.report.measured.model import AnotherModel, ContrastModel, MeasureReport, Reading, Verdict
from curate.report.measured.words import BAD, GOOD, UNIT, WORDS, asked, bounded
from curate.report.toml_text import counted

_BESIDE: dict[Verdict, str] = {
    "equivalent": "{} sees no effect that matters",
    "too_small_to_tell": "which {} can not tell",
    "invalid": "no controls vouch for it, either",
}
"""What the first model says, where only the other one sees something."""
_OF: dict[Reading, str] = {"loss": "", "dependence": "prompt dependence "}


def another_line(report: MeasureReport) -> str:
    """Its effect and verdict, and whether it says the same; empty where no other model was asked."""
    other, change = report.another, asked(report, "change")
    if other is None or change is None:
        return ""
    beside = _beside(change, other, report.model.name)
    return (
        f"{other.model.name}, {counted(other.runs, 'time')} with {counted(len(other.seeds), 'seed')} by its usual "
        f"recipe: {_effect(other)}, {WORDS[other.verdict]}{f': {beside}' if beside else ''}"
    )


def _effect(other: AnotherModel) -> str:
    told = next(each for each in other.readings if each.reading == other.by)
    return f"{_OF[other.by]}{bounded(told.estimate, told.low, told.high, UNIT)}"


def _beside(change: ContrastModel, other: AnotherModel, model: str) -> str:
    """What that is beside the verdict of the model that was measured with."""
    if other.proxy_dependent:
        return f"the opposite of what {model} says, so that it hangs on the model"
    sees, other_sees = (told.verdict in GOOD + BAD for told in (change, other))
    if sees:
        return f"as {model} says" if other_sees else f"it can not tell whether what {model} says holds"
    if other_sees:
        return _BESIDE.get(change.verdict, "").format(model)
    return f"{model} can not tell, either" if change.verdict == "too_small_to_tell" else ""
