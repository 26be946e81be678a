"""A measurement in plain sentences: what each contrast says."""

from collections.abc import Iterator
from statistics import fmean

from curate.report.measured.controls import OF_CONTROL, controls_sentence
from curate.report.measured.model import (
    ContrastModel,
    MeasureReport,
    NeedsModel,
    ReadingModel,
    Verdict,
)
from curate.report.measured.words import (
    BAD,
    CONTROLS,
    GOOD,
    UNIT,
    WORDS,
    Role,
    asked,
    bounded,
    could_have_seen,
    counted_minutes,
    dependences_of,
    reading_of,
    role_of,
    several_seeds,
    size,
    standing,
)
from curate.report.toml_text import counted

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
    if role == "change":
        yield from _of_change(contrast, report)
    if contrast.verdict != "invalid" and (least := could_have_seen(decided, report)):
        yield f"could have seen {least}"


def _of_change(change: ContrastModel, report: MeasureReport) -> Iterator[str]:
    """That a set grew, as it does where both are named in the wrong order; that another model is against it."""
    if (added := -(change.removed or 0)) > 0:
        yield f"after has {counted(added, 'record')} more, so that no removal at random stands beside it"
    if report.another and report.another.proxy_dependent:
        yield f"{report.another.model.name} says the opposite"


def _effect(contrast: ContrastModel, decided: ReadingModel, report: MeasureReport) -> str:
    """The effect by the reading that decided; of prompt dependence also how much of it there was to change."""
    told = bounded(decided.estimate, decided.low, decided.high, UNIT)
    if contrast.by == "loss":
        return told
    levels = dependences_of(contrast.against, report)
    return f"prompt dependence {told}{f', from {fmean(levels):.3f}' if levels else ''}"


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
        return OF_CONTROL[role][standing(contrast, report)]
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
        for number, what in ((prompts, "held-out prompt"), (seeds, "seed"))
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
    if choice.same:
        return f"though {what} takes the very same ones"
    by = f"{size(abs(decided.estimate))}{' of prompt dependence' if choice.by == 'dependence' else ''}"
    return _AT_RANDOM[change.verdict in GOOD].get(choice.verdict, "").format(what=what, by=by)


def _part(of: float) -> str:
    """A share in per cent: never none where there is some."""
    return f"{100 * abs(of):.0f} %" if abs(of) >= 0.01 else "under 1 %"  # noqa: PLR2004
