"""A measurement as Markdown, for a pull request."""

from collections.abc import Iterator

from curate.report.markdown_text import cell
from curate.report.measured.another import another_line
from curate.report.measured.controls import controls_sentence
from curate.report.measured.lines import by_type_line, dependence_line, overfitting_line, unfamiliar_line
from curate.report.measured.model import ContrastModel, MeasureReport, ReadingModel
from curate.report.measured.text import could_see, held_out_words, set_words, trained_words
from curate.report.measured.words import (
    CONTROLS,
    MORE,
    asked,
    bounded,
    could_have_seen,
    reading_of,
    role_of,
    verdict_words,
)

LONGEST = 500
"""Of a sentence, in characters."""


def measure_markdown(report: MeasureReport) -> str:
    """The verdict on the change, all contrasts as a table, and what they say as a list."""
    return "\n".join([*_heading(report), "", *_table(report), "", *_list(report)]) + "\n"


def _heading(report: MeasureReport) -> Iterator[str]:
    if change := asked(report, "change"):
        yield f"**{cell(verdict_words(change, report))}**: {cell(change.sentence, LONGEST)}"
        yield ""
    yield f"Set: {cell(set_words(report.before, report.held_out), LONGEST)}"
    yield ""
    yield f"Held out: {cell(held_out_words(report.held_out), LONGEST)}"
    yield ""
    yield f"Could see: {cell(could_see(report))}"
    yield ""
    yield f"Trained: {cell(trained_words(report), LONGEST)}"


def _table(report: MeasureReport) -> Iterator[str]:
    yield "| change | nats/token (95 %) | could have seen | prompt dependence | verdict |"
    yield "|---|--:|--:|--:|---|"
    controls = [each for each in report.contrasts if role_of(each, report) in CONTROLS]
    for each in (*(each for each in report.contrasts if each not in controls), *controls):
        yield f"| {' | '.join(map(cell, _cells(each, report)))} |"


def _cells(contrast: ContrastModel, report: MeasureReport) -> Iterator[str]:
    yield contrast.title
    loss, dependence = reading_of(contrast, "loss"), reading_of(contrast, "dependence")
    yield _bounded(loss)
    yield could_have_seen(loss, report)
    yield _bounded(dependence)
    yield verdict_words(contrast, report)


def _bounded(told: ReadingModel | None) -> str:
    return bounded(told.estimate, told.low, told.high) if told else ""


def _list(report: MeasureReport) -> Iterator[str]:
    told = [each.sentence for each in report.contrasts if role_of(each, report) in MORE]
    whole = (another_line, by_type_line, unfamiliar_line, overfitting_line, dependence_line, controls_sentence)
    lines = (line(report) for line in whole)
    yield from (f"- {cell(line, LONGEST)}" for line in (*told, *lines) if line)
