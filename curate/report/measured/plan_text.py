"""What a measurement would train, as a person reads it."""

from rich.console import Console
from rich.table import Table

from curate.report.measured.plan import PlanReport
from curate.report.measured.text import held_out_words, print_line
from curate.report.measured.words import counted_minutes, size
from curate.report.terminal import shown, table
from curate.report.toml_text import counted


def print_plan(out: Console, plan: PlanReport) -> None:
    """What it could see and how long it would take, then each arm."""
    print_line(out, "Held out", held_out_words(plan.held_out))
    print_line(out, "Could see", _could_see(plan))
    print_line(out, "Model", f"{plan.model}, {plan.parameters:,} parameters in {counted(plan.layers, 'layer')}")
    print_line(out, "Recipe", _recipe(plan))
    print_line(out, "Takes", _takes(plan))
    out.print()
    out.print(arms_table(plan))


def _could_see(plan: PlanReport) -> str:
    if plan.detectable is None:
        return "nobody can say before a first arm is trained"
    matters = "" if plan.margin is None else f"; from {size(plan.margin)} on an effect matters"
    return f"about {size(plan.detectable)} nats/token or more{matters}"


def _recipe(plan: PlanReport) -> str:
    made = plan.recipe
    if made is None:
        return f"would be chosen first, of {counted(plan.tries, 'recipe')}: the one that sees planted damage best"
    layers = f"the upper {counted(made.layers, 'layer')}" if made.layers else "all layers"
    return f"{made.steps:,} steps of {made.tokens:,} response tokens at {made.learning_rate:g}, {layers}"


def _takes(plan: PlanReport) -> str:
    if not plan.runs:
        return "nothing: every arm is trained already"
    at_once = f", {plan.processes} at once" if plan.processes > 1 else ""
    runs, seeds = counted(plan.runs, "run"), counted(len(plan.seeds), "seed")
    return f"{counted_minutes(plan.seconds / 60)}: {runs} of {seeds}{at_once}"


def arms_table(plan: PlanReport) -> Table:
    """A row for each set that would be trained on."""
    rows = table()
    rows.add_column("arm", overflow="fold")
    for name in ("records", "response tokens", "runs"):
        rows.add_column(name, justify="right", no_wrap=True)
    for each in plan.arms:
        runs = f"{each.runs:,}" if each.runs else "there"
        rows.add_row(
            shown(each.title, 100),
            f"{each.records:,}",
            f"{each.tokens:,}",
            runs,
        )
    return rows
