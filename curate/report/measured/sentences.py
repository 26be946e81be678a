"""A measurement in plain sentences: what each contrast says, and what to think of all of them."""

from collections.abc import Iterator
from statistics import fmean

from curate.report.measured.model import (
    ContrastModel,
    CurveModel,
    MeasureReport,
    NeedsModel,
    ReadingModel,
    TypeEffectModel,
    Verdict,
)
from curate.report.measured.words import (
    BAD,
    CONTROLS,
    GOOD,
    WORDS,
    Role,
    Standing,
    asked,
    bounded,
    could_have_seen,
    counted_minutes,
    counts,
    reading_of,
    role_of,
    several_seeds,
    signed,
    size,
    standing,
)
from curate.report.toml_text import counted, listed

UNIT = " nats/token"
NAMED = 3
"""Types that a line names on either side."""
_MEANS: dict[Role, dict[Verdict, str]] = {
    "choice": {
        "better": "which records go matters, not only how many",
        "better_small": "which records go matters a little",
        "equivalent": "which records go makes no difference that matters",
        "worse_small": "records drawn at random had rather gone",
        "worse": "records drawn at random had better gone",
    },
    "step": {
        "better": "the step helps",
        "better_small": "the step helps a little",
        "equivalent": "the step does nothing here that matters",
        "worse_small": "the step hurts a little",
        "worse": "the step hurts",
    },
}
"""What a verdict says of what was asked."""
_THE_SAME: dict[Role, str] = {
    "change": "before and after hold the very same records",
    "step": "without it the very same records are kept",
}
"""Why nothing can differ."""
_AT_RANDOM: dict[bool, dict[Verdict, str]] = {
    True: {
        "better": "and by {by} better than {what}",
        "better_small": "and by {by} better than {what}",
        "equivalent": "but {what} does as much",
        "worse_small": "but {what} does more, by {by}",
        "worse": "but {what} does more, by {by}",
        "too_small_to_tell": "though {what} may do as much",
    },
    False: {
        "better": "but {what} does more harm, by {by}",
        "better_small": "but {what} does more harm, by {by}",
        "equivalent": "and {what} does as much harm",
        "worse_small": "and by {by} worse than {what}",
        "worse": "and by {by} worse than {what}",
        "too_small_to_tell": "though {what} may do as much harm",
    },
}
"""By whether a change helped, what a removal at random does beside it."""


_OF_CONTROL: dict[Role, dict[Standing, str]] = {
    "null": {
        "well": "as it should be",
        "small": "an effect where nothing changed, but less than matters",
        "fails": "an effect where nothing changed",
        "untold": "of which one seed says nothing",
    },
    "planted": {
        "well": "seen, as it should be",
        "fails": "not seen",
        "untold": "of which one seed says nothing",
    },
}
"""What is said of a control by itself."""
_NULL: dict[Standing, str] = {
    "well": "nothing is seen where nothing changed",
    "small": "something is seen where nothing changed, but less than matters",
    "fails": "an effect is seen where nothing changed",
    "undone": "the set is too small for an arm in which nothing changed",
}
_PLANTED: dict[Standing, str] = {
    "well": "planted damage is seen",
    "fails": "planted damage is not seen, ",
    "undone": "the set is too small to plant damage in",
}
"""What is said of each control beside the other."""


def with_sentences(report: MeasureReport) -> MeasureReport:
    """The measurement with a sentence for each contrast and for its controls."""
    contrasts = [each.model_copy(update={"sentence": sentence(each, report)}) for each in report.contrasts]
    controls = report.controls.model_copy(update={"told": controls_sentence(report)})
    return report.model_copy(update={"contrasts": contrasts, "controls": controls})


def sentence(contrast: ContrastModel, report: MeasureReport) -> str:
    """What a contrast says: the effect, what it means, how sure that is, and what could have been seen."""
    return f"{contrast.title}: {'; '.join(_parts(contrast, report))}"


def _parts(contrast: ContrastModel, report: MeasureReport) -> Iterator[str]:
    decided, loss, role = reading_of(contrast), reading_of(contrast, "loss"), role_of(contrast, report)
    if contrast.same and role in CONTROLS:
        yield "not done, since the set is too small for it"
        return
    if contrast.same:
        yield f"equivalent, since {_THE_SAME.get(role, 'both arms hold the very same records')}"
        return
    effect = f"{_effect(contrast, decided, report)}, " if decided else ""
    yield effect + _verdict(contrast, report)
    if contrast.by == "dependence" and loss:
        yield f"response loss {bounded(loss.estimate, loss.low, loss.high)}"
    elif decided and decided.of_gain and role == "change" and contrast.verdict in GOOD + BAD:
        lost = " is lost" if contrast.verdict in BAD else ""
        yield f"{_part(decided.of_gain)} of what training gains{lost}"
    if loss and role not in CONTROLS and several_seeds(report) and (otherwise := _at_equal_epochs(contrast, loss)):
        yield otherwise
    if contrast.verdict != "invalid" and (least := could_have_seen(decided, report)):
        yield f"could have seen {least}"


def _effect(contrast: ContrastModel, decided: ReadingModel, report: MeasureReport) -> str:
    """The effect by the reading that decided; of prompt dependence also how much of it there was to change."""
    told = bounded(decided.estimate, decided.low, decided.high, UNIT)
    if contrast.by == "loss":
        return told
    levels = _dependences(contrast.against, report)
    return f"prompt dependence {told}{f', from {fmean(levels):.3f}' if levels else ''}"


def _dependences(arm: str, report: MeasureReport) -> list[float]:
    """By seed, by how much an arm's responses are likelier under their own prompts."""
    return next((each.dependences for each in report.arms if each.id == arm), [])


def _at_equal_epochs(contrast: ContrastModel, loss: ReadingModel) -> str:
    """What equal epochs say of response loss, where that is not what equal tokens say; else nothing."""
    equal = loss.equal_epochs
    if equal is None or contrast.verdict == "invalid":
        return ""
    told = bounded(equal.estimate, equal.low, equal.high)
    if contrast.compute_dependent:
        return f"with equal epochs instead of equal tokens it is the opposite: {told}"
    sure, is_sure = (not each.low <= 0 <= each.high for each in (loss, equal))
    if is_sure and not sure:
        return f"with equal epochs, response loss is surely {'less' if equal.high < 0 else 'more'}: {told}"
    doubted = sure and not is_sure and contrast.verdict in GOOD + BAD
    return f"with equal epochs, response loss may be as it was: {told}" if doubted else ""


def _verdict(contrast: ContrastModel, report: MeasureReport) -> str:
    """The verdict, what it says of what was asked, and what a removal at random does."""
    role, word = role_of(contrast, report), WORDS[contrast.verdict]
    if role in CONTROLS:
        return _OF_CONTROL[role][standing(contrast, report)]
    if role == "change" and (beside := _at_random(contrast, report)):
        return f"{word}, {beside}"
    means = _meaning(contrast, role, report)
    return f"{word}: {means}" if means else word


def _meaning(contrast: ContrastModel, role: Role, report: MeasureReport) -> str:
    """What the verdict says of what was asked; nothing where the word is enough."""
    decided = reading_of(contrast)
    if contrast.verdict == "too_small_to_tell":
        return settling(contrast.needs, report) or _unsettled(contrast, decided, report)
    if contrast.verdict == "invalid":
        return "the controls fail"
    if contrast.verdict == "equivalent" and role not in _MEANS and decided:
        return f"no effect of {size(decided.margin)} or more"
    return _MEANS.get(role, {}).get(contrast.verdict, "")


def _unsettled(contrast: ContrastModel, decided: ReadingModel | None, report: MeasureReport) -> str:
    """That nothing would settle it, where that is known: of one seed nobody knows what others would do."""
    if contrast.needs or decided is None or not several_seeds(report):
        return ""
    return f"no prompts and seeds that could be had would show {size(max(decided.margin, abs(decided.estimate)))}"


def settling(needs: NeedsModel | None, report: MeasureReport) -> str:
    """What would settle a contrast that is too small to tell; nothing where that is not known."""
    if needs is None:
        return ""
    prompts, seeds = needs.prompts - report.held_out.prompts, needs.seeds - len(report.seeds)
    if not needs.reachable:
        seeded = f" and {counted(needs.seeds, 'seed')}" if seeds > 0 else ""
        return f"it would take {counted(needs.prompts, 'prompt')}{seeded}, more than these records give"
    more = [
        f"{number:,} more {what}{'' if number == 1 else 's'}"
        for number, what in ((prompts, "prompt"), (seeds, "seed"))
        if number > 0
    ]
    return f"{' and '.join(more)} would, {counted_minutes(needs.minutes)}" if more else ""


def _at_random(change: ContrastModel, report: MeasureReport) -> str:
    """What a removal of as many records at random does, beside a change that surely did something."""
    choice = asked(report, "choice")
    decided = reading_of(choice) if choice else None
    if choice is None or decided is None or change.verdict not in GOOD + BAD:
        return ""
    removed = change.removed or 0
    what = f"removing {counted(removed, 'record') if removed > 0 else 'as many records'} at random"
    by = f"{size(abs(decided.estimate))}{' of prompt dependence' if choice.by == 'dependence' else ''}"
    return _AT_RANDOM[change.verdict in GOOD].get(choice.verdict, "").format(what=what, by=by)


def _part(of: float) -> str:
    """A share in per cent: never none where there is some."""
    return f"{100 * abs(of):.0f} %" if abs(of) >= 0.01 else "under 1 %"  # noqa: PLR2004


def controls_sentence(report: MeasureReport) -> str:
    """Whether the measurement itself can be believed, and why."""
    if not several_seeds(report):
        return "one seed says nothing of others: no effect counts, whatever its interval"
    null, planted = (_standing(report, role) for role in CONTROLS)
    if null == planted == "undone":
        return "the set is too small for either control: nothing vouches for what is seen, nor for what is not"
    damage = _PLANTED[planted]
    if planted == "fails":
        damage += (
            "though it is large enough"
            if report.controls.planted_detectable
            else "which is too small to be seen here"
        )
    return f"{_NULL[null]}; {damage}: {_counting(null, planted, valid=report.controls.valid)}"


def _standing(report: MeasureReport, role: Role) -> Standing:
    control = asked(report, role)
    return standing(control, report) if control else "undone"


def _counting(null: Standing, planted: Standing, *, valid: bool) -> str:
    """What counts, given how both controls came out."""
    if not valid:
        return "no verdict counts"
    if null == "undone":
        also = "" if planted == "well" else ", and what is not may be there"
        return f"nothing vouches for what is seen{also}"
    if planted == "undone":
        return "what is seen counts, and nothing vouches for what is not"
    return "verdicts count" if planted == "well" else "what is seen counts, and what is not may be there"


def dependence_line(report: MeasureReport) -> str:
    """How little a response hangs on its prompt, where that is less than could be seen; else nothing."""
    change = asked(report, "change")
    told = reading_of(change, "dependence") if change else None
    levels = _dependences(change.against, report) if change else []
    if told is None or not several_seeds(report) or not levels or (level := fmean(levels)) >= told.detectable:
        return ""
    return (
        f"own prompts make responses likelier by {signed(level)} nats/token, and a change of "
        f"{size(told.detectable)} could be seen: prompt dependence tells little here"
    )


def by_type_line(report: MeasureReport) -> str:
    """Which types of prompts the change did most for, and against; empty where that can not be told."""
    change = asked(report, "change")
    if change is None or not change.types or not counts(report):
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


def _types(effects: list[TypeEffectModel]) -> str:
    return listed((f"{each.type} ({signed(each.shrunk)})" for each in effects), NAMED)


def unfamiliar_line(report: MeasureReport) -> str:
    """Whether prompts unlike those trained on gained as much as others; empty where that can not be told."""
    change = asked(report, "change")
    groups = {each.group: each.estimate for each in change.nearness} if change else {}
    gap = change.unfamiliar_gap if change else None
    if gap is None or not counts(report) or not {"familiar", "unfamiliar"} <= groups.keys():
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
