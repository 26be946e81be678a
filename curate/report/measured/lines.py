"""What a measurement says beside its verdicts: by type and familiarity, of overfitting and prompt dependence."""

from statistics import fmean

from curate.report.measured.model import ContrastModel, CurveModel, MeasureReport, TypeEffectModel
from curate.report.measured.words import (
    asked,
    bounded,
    counts,
    dependences_of,
    reading_of,
    several_seeds,
    signed,
    size,
)
from curate.report.toml_text import listed

NAMED = 3
"""Types that a line names on either side."""


def dependence_line(report: MeasureReport) -> str:
    """How little a response hangs on its prompt, where that is less than could be seen; else nothing."""
    change = asked(report, "change")
    told = reading_of(change, "dependence") if change else None
    levels = dependences_of(change.against, report) if change else []
    if change is None or change.same or told is None or not several_seeds(report) or not levels:
        return ""
    level = fmean(levels)
    if level >= told.detectable:
        return ""
    likelier = f"likelier by {size(level)} nats/token" if level > 0 else "no likelier"
    could_see = f"a change of {size(told.detectable)} could be seen: prompt dependence tells little here"
    return f"own prompts make responses {likelier}, and {could_see}"


def by_type_line(report: MeasureReport) -> str:
    """Which types of prompts the change did most for, and against; empty where that can not be told."""
    change = _seen(report)
    if change is None or not change.types:
        return ""
    found = sorted((each for each in change.types if each.found), key=lambda each: each.shrunk)
    gain, lose = ([each for each in found if (each.shrunk < 0) is less] for less in (True, False))
    said = [f"{_types(gain)} gain{'s' if len(gain) == 1 else ''}"] if gain else []
    said += [f"{_types(lose[::-1])} lose{'s' if len(lose) == 1 else ''}"] if lose else []
    left = len(change.types) - len(found)
    if not said:
        most = max(change.types, key=lambda each: abs(each.shrunk))
        return f"no type surely gains or loses; {most.type} moved most ({signed(most.shrunk)}), within noise"
    said += [f"{'the other' if left == 1 else f'the other {left}'} within noise"] if left else []
    return "; ".join(said)


def _seen(report: MeasureReport) -> ContrastModel | None:
    """The change, where it did something and what is seen of it counts."""
    change = asked(report, "change")
    return change if change and not change.same and counts(report) else None


def _types(effects: list[TypeEffectModel]) -> str:
    return listed((f"{each.type} ({signed(each.shrunk)})" for each in effects), NAMED)


def unfamiliar_line(report: MeasureReport) -> str:
    """Whether prompts unlike those trained on gained as much as others; empty where that can not be told."""
    change = _seen(report)
    groups = {each.group: each.estimate for each in change.nearness} if change else {}
    gap = change.unfamiliar_gap if change else None
    if gap is None or not {"familiar", "unfamiliar"} <= groups.keys():
        return ""
    told = f"{signed(groups['unfamiliar'])} on unfamiliar prompts, {signed(groups['familiar'])} on familiar ones"
    between = f"by {bounded(gap.estimate, gap.low, gap.high)}"
    if gap.low > 0:
        return f"{told}: it does less for unfamiliar ones, {between}"
    if gap.high < 0:
        return f"{told}: it does more for unfamiliar ones, {between}"
    return f"{told}: they differ {between}, which may be chance"


def overfitting_line(report: MeasureReport) -> str:
    """Whether the sets before and after are overfitted; empty of one seed, or where nobody looked."""
    if not several_seeds(report):
        return ""
    kinds = {each.id: each.kind for each in report.arms}
    told = [(kinds.get(each.arm), each) for each in report.curves if each.epochs]
    return "; ".join(f"{kind} {_went_on(curve)}" for kind, curve in told if kind in ("before", "after"))


def _went_on(curve: CurveModel) -> str:
    last, least = curve.epochs[-1], min(each.held_out for each in curve.epochs)
    surely = "surely " if last.held_out > least else ""
    overfits = f"does not {surely}overfit up to epoch {last.epoch:g}"
    if curve.turns is not None:
        overfits = f"overfits: held-out loss rises after epoch {curve.turns:g}"
    if curve.gap is None:
        return overfits
    gap = curve.gap
    if gap.low > 0:
        return f"{overfits}, and it knows what it saw better by {gap.estimate:.3f}"
    return f"{overfits}, and it knows what it saw no better, as far as can be seen"
