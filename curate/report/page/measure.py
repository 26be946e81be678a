"""Whether a change helped the model, and how sure that is: where that was measured and written to the folder."""

from collections.abc import Iterator
from typing import Any

from curate.report.measured.another import another_line
from curate.report.measured.controls import controls_sentence
from curate.report.measured.lines import by_type_line, dependence_line, overfitting_line, unfamiliar_line
from curate.report.measured.model import ContrastModel, MeasureReport, ReadingModel, TypeEffectModel
from curate.report.measured.sentences import settling
from curate.report.measured.text import held_out_words, set_words
from curate.report.measured.words import (
    BAD,
    GOOD,
    MORE,
    asked,
    bounded,
    could_have_seen,
    counted_minutes,
    counts,
    reading_of,
    role_of,
    signed,
    size,
    standing,
    verdict_words,
)
from curate.report.page.epochs import epoch_curves
from curate.report.page.forest import by_nearness, forest, in_order
from curate.report.page.quoted import plain
from curate.report.page.section import Beside, Section
from curate.report.page.seeds import seed_strip
from curate.report.toml_text import counted

MEASURE = "measure.json"
MOST_PAIRS = 20
"""Held-out records that are shown with the record that is nearest to them."""
LONGEST = 500
"""Of a sentence, in characters."""


def measure(material: Beside) -> Section | None:
    """The verdict, every contrast as a picture and as a table, seeds, types, familiar prompts and epochs.

    Raises:
        InputError: what stands in its file is no measurement.
    """
    report = material.left.beside(MEASURE, MeasureReport, "curate measure")
    if report is None:
        return None
    return Section("measure", "Did it help the model?", {**_told(report), **_drawings(report)})


def _told(report: MeasureReport) -> dict[str, Any]:
    change, nearest = asked(report, "change"), report.held_out.nearest
    margin = next((size(loss.margin) for each in report.contrasts if (loss := reading_of(each, "loss"))), None)
    return {
        "change": change and _sentence(change.sentence),
        "verdict": change and _verdict(change, report),
        "another": _sentence(another_line(report)),
        "steps": [_sentence(each.sentence) for each in report.contrasts if role_of(each, report) in MORE],
        "believed": _believed(report),
        "controls": controls_sentence(report),
        "contrasts": [_row(each, report) for each in in_order(report)],
        "types": [_type(each, report) for each in change.types] if change else [],
        "by_type": _sentence(by_type_line(report)),
        "unfamiliar": _sentence(unfamiliar_line(report)),
        "overfitting": _sentence(overfitting_line(report)),
        "depends": _sentence(dependence_line(report)),
        "facts": list(_facts(report)),
        "arms": [_arm(report, number) for number in range(len(report.arms))],
        "pairs": [(plain(each.key), plain(each.nearest), each.similarity) for each in nearest[:MOST_PAIRS]],
        "margin": margin,
    }


def _believed(report: MeasureReport) -> dict[str, str]:
    """Whether the measurement can be, in a word, and as what it is to be seen."""
    if not counts(report):
        return {"word": "No", "seen": "broken"}
    null = asked(report, "null")
    vouched = null is not None and standing(null, report) != "undone"
    return {"word": "Yes", "seen": "holds"} if vouched else {"word": "Nobody knows", "seen": ""}


def _drawings(report: MeasureReport) -> dict[str, Any]:
    return {
        "loss": forest(report, "loss"),
        "dependence": forest(report, "dependence"),
        "seeds": seed_strip(report),
        "nearness": by_nearness(report),
        "epochs": epoch_curves(report),
    }


def _sentence(text: str) -> str:
    return plain(text, LONGEST)


def _verdict(contrast: ContrastModel, report: MeasureReport) -> dict[str, str]:
    """A word, and as what it is to be seen."""
    seen = "holds" if contrast.verdict in GOOD else "broken" if contrast.verdict in BAD else ""
    return {"word": verdict_words(contrast, report), "seen": seen}


def _row(contrast: ContrastModel, report: MeasureReport) -> dict[str, Any]:
    loss, dependence = reading_of(contrast, "loss"), reading_of(contrast, "dependence")
    return {
        "title": plain(contrast.title),
        "loss": _bounds(loss),
        "dependence": _bounds(dependence),
        "equal_epochs": signed(loss.equal_epochs.estimate) if loss and loss.equal_epochs else "",
        "detectable": could_have_seen(loss, report),
        "of_gain": f"{100 * abs(loss.of_gain):.1f} %" if loss and loss.of_gain is not None else "",
        "verdict": verdict_words(contrast, report),
        "needs": settling(contrast.needs, report) if contrast.verdict == "too_small_to_tell" else "",
    }


def _bounds(told: ReadingModel | None) -> tuple[str, str]:
    """The estimate, and the interval that stands below it."""
    if told is None:
        return "", ""
    estimate, _, interval = bounded(told.estimate, told.low, told.high).partition(" ")
    return estimate, interval


def _type(told: TypeEffectModel, report: MeasureReport) -> dict[str, Any]:
    return {
        "type": plain(told.type),
        "prompts": told.prompts,
        "raw": bounded(told.estimate, told.low, told.high),
        "shrunk": bounded(told.shrunk, told.shrunk_low, told.shrunk_high),
        "found": ("gains" if told.shrunk < 0 else "loses") if told.found and counts(report) else "",
    }


def _arm(report: MeasureReport, number: int) -> dict[str, Any]:
    arm = report.arms[number]
    return {
        "title": plain(arm.title),
        "numbers": (arm.records, arm.tokens),
        "lost": f"{100 * arm.lost:.1f} %",
        "loss": f"{sum(arm.losses) / len(arm.losses):.3f}" if arm.losses else "",
        "dependence": f"{sum(arm.dependences) / len(arm.dependences):.3f}" if arm.dependences else "",
    }


def _facts(report: MeasureReport) -> Iterator[tuple[str, str]]:
    model, recipe, gain = report.model, report.recipe, report.gain
    yield "set", plain(set_words(report.before, report.held_out), LONGEST)
    yield "held out", held_out_words(report.held_out)
    yield "model", f"{plain(model.name)}, {model.parameters:,} parameters, of which {model.trained:,} are trained"
    steps = f"{recipe.steps:,} steps of {recipe.tokens:,} response tokens"
    yield "recipe", f"{steps}, at {recipe.learning_rate:g}; context {recipe.context:,}"
    yield "seeds", f"{counted(len(report.seeds), 'seed')}: {', '.join(map(str, report.seeds[:12]))}"
    yield "what training gains", bounded(gain.estimate, gain.low, gain.high, " nats/token")
    machine = f"{plain(model.device)}, {plain(model.number_format)}"
    yield "trained for", f"{counted_minutes(report.seconds / 60)}, {machine}"
    yield from ((plain(name), plain(version)) for name, version in list(report.versions.items())[:12])
