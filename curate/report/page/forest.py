"""What a measurement compared, as rows of a forest plot."""

from collections.abc import Iterator

from curate.report.measured.model import ContrastModel, MeasureReport, Reading, TypeEffectModel, Verdict
from curate.report.measured.words import (
    BAD,
    CONTROLS,
    GOOD,
    WORDS,
    asked,
    bounded,
    counts,
    reading_of,
    role_of,
    signed,
    verdict_words,
)
from curate.report.page.bounds import Effect, effects_drawing
from curate.report.page.drawing import DROPPED, FAINT, INK, KEPT, REJECTED, Drawing
from curate.report.page.quoted import plain

READS: dict[Reading, str] = {"loss": "Response loss", "dependence": "Prompt dependence"}
MOST_ROWS = 40
"""Contrasts that are drawn; the table has them all."""


def forest(report: MeasureReport, name: Reading) -> Drawing | None:
    """Every contrast by one reading, the controls on top, types inside; None where none was read so."""
    rows = list(_rows(report, name))
    if not rows:
        return None
    margins = [told.margin for each in report.contrasts if (told := reading_of(each, name))]
    said = "; ".join(f"{each.name} {each.said}" for each in rows if not each.inside)
    return effects_drawing(rows, margins[0], f"{READS[name]}, in nats a token: {said}")


def in_order(report: MeasureReport) -> list[ContrastModel]:
    """The controls first, then what was asked."""
    first = [each for each in report.contrasts if role_of(each, report) in CONTROLS]
    return [*first, *(each for each in report.contrasts if each not in first)][:MOST_ROWS]


def _rows(report: MeasureReport, name: Reading) -> Iterator[Effect]:
    change = asked(report, "change")
    for each in in_order(report):
        told = reading_of(each, name)
        if told is None:
            continue
        is_control = role_of(each, report) in CONTROLS
        word = verdict_words(each, report) if is_control else WORDS[told.verdict]
        yield Effect(
            name=plain(each.title),
            estimate=told.estimate,
            low=told.low,
            high=told.high,
            said=f"{bounded(told.estimate, told.low, told.high)}, {word}",
            short=f"{signed(told.estimate)} {word}",
            colour=FAINT if is_control else colour_of(told.verdict),
            hollow=not is_control and told.verdict in ("too_small_to_tell", "invalid"),
            far=role_of(each, report) == "planted",
        )
        if name == "loss" and each is change:
            yield from (_of_type(kind, found=kind.found and counts(report)) for kind in each.types)


def colour_of(verdict: Verdict) -> str:
    """The colour that stands for what to think of an effect."""
    if verdict in GOOD:
        return KEPT
    if verdict in BAD:
        return DROPPED
    return REJECTED if verdict == "invalid" else INK


def _of_type(told: TypeEffectModel, *, found: bool) -> Effect:
    less = told.estimate < 0
    return Effect(
        name=plain(told.type),
        estimate=told.estimate,
        low=told.low,
        high=told.high,
        said=bounded(told.estimate, told.low, told.high),
        short=signed(told.estimate),
        colour=(KEPT if less else DROPPED) if found else INK,
        hollow=not found,
        inside=True,
        far=True,
    )


def by_nearness(report: MeasureReport) -> Drawing | None:
    """The effect of the change on prompts unlike those trained on, and on others; None where nobody asked."""
    change = asked(report, "change")
    loss = change and reading_of(change, "loss")
    if change is None or not change.nearness:
        return None
    rows = [
        Effect(
            name=f"{each.group}: {each.least:.2f} to {each.most:.2f} like it",
            estimate=each.estimate,
            low=each.low,
            high=each.high,
            said=f"{bounded(each.estimate, each.low, each.high)}, {each.prompts:,} prompts",
            short=signed(each.estimate),
        )
        for each in change.nearness
    ]
    said = "; ".join(f"{each.group} {signed(each.estimate)}" for each in change.nearness)
    return effects_drawing(rows, loss.margin if loss else None, f"The effect by how near prompts are: {said}")
