"""A measurement as a person reads it: each change with its effect, and what to think of it."""

from collections.abc import Iterator
from textwrap import wrap

from rich.console import Console
from rich.table import Table
from rich.text import Text

from curate.report.measured.another import another_line
from curate.report.measured.controls import controls_sentence
from curate.report.measured.lines import by_type_line, dependence_line, overfitting_line, unfamiliar_line
from curate.report.measured.model import ContrastModel, HeldOutModel, MeasureReport, ReadingModel
from curate.report.measured.words import (
    CONTROLS,
    NOTHING_CHANGED,
    Standing,
    bounded,
    could_have_seen,
    counted_minutes,
    reading_of,
    role_of,
    signed,
    size,
    standing,
    verdict_words,
)
from curate.report.terminal import shown, table
from curate.report.toml_text import counted

_TOLD = 0.01
"""A smaller share of tokens that are cut off is not told."""
LABEL, WIDEST = 10, 110
"""Columns of what stands before a line, and of a line as a whole."""
LONGEST = 28
"""Columns of what was changed; what is longer goes on in the next line."""
_STYLES = {
    "better": "green",
    "better_small": "green",
    "worse": "red",
    "worse_small": "red",
    "too_small_to_tell": "yellow",
    "invalid": "magenta",
}
_OF_CONTROL: dict[Standing, str] = {"fails": "red", "small": "yellow", "undone": "yellow"}


def print_measure(out: Console, report: MeasureReport) -> None:
    """What could be seen, the table, and what it says in sentences."""
    for line in _head(report):
        print_line(out, *line)
    out.print()
    out.print(contrasts_table(report))
    out.print()
    for number, each in enumerate(_changes(report)):
        if role_of(each, report) != "choice":
            print_line(out, "" if number else "In words", each.sentence)
    for line in _said_of_all(report):
        print_line(out, *line)


def print_line(out: Console, label: str, text: str) -> None:
    """Print a line behind its label; a long one goes on below its beginning."""
    width = max(40, min(out.width, WIDEST)) - LABEL
    for number, line in enumerate(wrap(shown(text, 1000), width, break_on_hyphens=False)):
        out.print(Text(f"{'' if number else label:<{LABEL}}{line}"))


def _head(report: MeasureReport) -> Iterator[tuple[str, str]]:
    yield "Set", set_words(report.before, report.held_out)
    yield "Held out", held_out_words(report.held_out)
    yield "Could see", could_see(report)
    yield "Trained", trained_words(report)
    yield "Controls", controls_sentence(report)


def could_see(report: MeasureReport) -> str:
    """The smallest effect of the change that would have been seen; one seed sees nothing of others."""
    changes = _changes(report)
    told = reading_of(changes[0], "loss") if changes else None
    if told is None:
        return "nothing: no change was asked for"
    if changes[0].same:
        return f"nothing, since {NOTHING_CHANGED}"
    least = could_have_seen(told, report)
    least = f"{least} nats/token of response loss or more" if least else "nothing yet"
    return f"{least}; from {size(told.margin)} on an effect matters"


def trained_words(report: MeasureReport) -> str:
    """What was trained, how often, and how long that took."""
    runs, seeds = counted(report.runs, "time"), counted(len(report.seeds), "seed")
    if len(report.seeds) < report.seeds_asked:
        seeds += f" of {report.seeds_asked}, as the budget ended"
    lost = next((arm.lost for arm in report.arms if arm.kind == "before"), 0.0)
    cut = (
        f"; {100 * lost:.0f} % of response tokens lie beyond its {report.recipe.context:,}"
        if lost >= _TOLD
        else ""
    )
    return f"{report.model.name}, {runs} with {seeds}, {counted_minutes(report.seconds / 60)} of a processor{cut}"


def set_words(before: str, held: HeldOutModel) -> str:
    """Where the records of the set before go."""
    uses = [f"{held.trained:,} are trained on"]
    uses += [f"{held.prompts / held.folds:,.0f} judged by"] if held.source != "file" else []
    uses += [f"{held.tuned:,} to choose a recipe by", f"{held.reserve:,} for the null arm"]
    folds = f", in {held.folds} folds; in each about " if held.folds > 1 else ": "
    who = "it or a near-duplicate of it stands" if held.overlap == 1 else "they or near-duplicates of them stand"
    left = (
        f"{held.overlap:,} {'is' if held.overlap == 1 else 'are'} left out, as {who} in the file that is judged by"
    )
    overlap = f"; {left}" if held.overlap else ""
    told = f"{counted(held.records, 'record')} in {before}{folds}{', '.join(uses)}"
    return f"{told}{_unused(held.unused)}{overlap}{_unlike(held.unlike)}"


def _unused(number: int) -> str:
    """That some records of the set before can not be trained on."""
    if not number:
        return ""
    return (
        f"; {number:,} more {'is' if number == 1 else 'are'} no use: not read, or no prompt or response to learn"
    )


def _unlike(number: int) -> str:
    """That some records of the set after may be edits of such as are held out."""
    if not number:
        return ""
    one = number == 1
    told = f"; {counted(number, 'record')} of the set after {'is' if one else 'are'} like none of these"
    return f"{told}: new, or edited so far that only the id that it had before would tell from which"


def held_out_words(held: HeldOutModel) -> str:
    """Which records all arms are judged by, and how near any that was trained on is to them."""
    how = {
        "drawn": " before any step",
        "crossed": " before any step, each once, as the set is small",
        "file": ", those of a file",
    }[held.source]
    kinds = f" ({counted(len(held.types), 'type')})" if len(held.types) > 1 else ""
    left = (
        f"; {counted(held.left_out, 'prompt')} left out: not read, or no token to score" if held.left_out else ""
    )
    nearest = (
        f"; none is nearer than {held.nearest[0].similarity:.2f} to what was trained on" if held.nearest else ""
    )
    return f"{counted(held.prompts, 'prompt')}{kinds}{how}{nearest}{left}"


def _changes(report: MeasureReport) -> list[ContrastModel]:
    return [each for each in report.contrasts if role_of(each, report) not in CONTROLS]


def contrasts_table(report: MeasureReport) -> Table:
    """A row for each change; where nothing changed, and where damage was planted, come last."""
    rows = table()
    rows.add_column("change", max_width=LONGEST, overflow="fold", vertical="bottom")
    rows.add_column("nats/token (95 %)", no_wrap=True)
    rows.add_column("could\nhave seen", justify="right", no_wrap=True)
    rows.add_column("prompt\ndependence", no_wrap=True)
    rows.add_column("verdict", no_wrap=True)
    controls = [each for each in report.contrasts if role_of(each, report) in CONTROLS]
    for each in (*_changes(report), *controls):
        loss, dependence = reading_of(each, "loss"), reading_of(each, "dependence")
        rows.add_row(
            shown(each.title, 100),
            bounded(loss.estimate, loss.low, loss.high) if loss else "",
            could_have_seen(loss, report),
            _reach(dependence),
            Text(verdict_words(each, report), _style(each, report)),
        )
    return rows


def _reach(told: ReadingModel | None) -> str:
    """`+0.012 ±0.009`: as far to either side."""
    if told is None:
        return ""
    reach = size((told.high - told.low) / 2)
    return f"{signed(told.estimate, len(reach) - 2)} ±{reach}"


def _style(contrast: ContrastModel, report: MeasureReport) -> str:
    if role_of(contrast, report) in CONTROLS:
        return _OF_CONTROL.get(standing(contrast, report), "dim")
    return _STYLES.get(contrast.verdict, "dim")


def _said_of_all(report: MeasureReport) -> Iterator[tuple[str, str]]:
    for label, line in (
        ("Another", another_line(report)),
        ("By type", by_type_line(report)),
        ("Familiar", unfamiliar_line(report)),
        ("Epochs", overfitting_line(report)),
        ("Prompts", dependence_line(report)),
    ):
        if line:
            yield label, line
