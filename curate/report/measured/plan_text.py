"""What a measurement would train, as a person reads it."""

from rich.console import Console
from rich.table import Table

from curate.report.measured.plan import PlannedAnotherModel, PlanReport
from curate.report.measured.text import held_out_words, print_line, set_words
from curate.report.measured.words import NOTHING_CHANGED, counted_minutes, size
from curate.report.terminal import shown, table
from curate.report.toml_text import counted

_MINUTE = 60.0


def print_plan(out: Console, plan: PlanReport) -> None:
    """What it could see and how long it would take, then each arm."""
    print_line(out, "Set", set_words(plan.before, plan.held_out))
    print_line(out, "Held out", held_out_words(plan.held_out))
    print_line(out, "Could see", _could_see(plan))
    print_line(out, "Model", f"{plan.model}, {plan.parameters:,} parameters in {counted(plan.layers, 'layer')}")
    print_line(out, "Recipe", _recipe(plan))
    print_line(out, "Takes", _takes(plan))
    if plan.another:
        print_line(out, "Then", _another(plan.another))
    if said := over_budget(plan):
        print_line(out, "Budget", said)
    if said := nothing_changed(plan):
        print_line(out, "But", said)
    out.print()
    out.print(arms_table(plan))


def _could_see(plan: PlanReport) -> str:
    if plan.detectable is None or plan.detectable_dependence is None:
        return "nobody can say before a first arm is trained"
    matters = "" if plan.margin is None else f" (from {size(plan.margin)} on an effect matters)"
    loss, dependence = size(plan.detectable), size(plan.detectable_dependence)
    return f"about {loss} nats/token of response loss or more{matters}, or {dependence} of prompt dependence"


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
    ahead = f", and {counted_minutes(plan.ahead / _MINUTE)} before them" if plan.ahead >= _MINUTE else ""
    return f"{counted_minutes(plan.seconds / _MINUTE)}: {runs} of {seeds}{at_once}{ahead}"


def _another(other: PlannedAnotherModel) -> str:
    """What another model is trained on, and how long that takes."""
    told = f"{other.model}, {other.parameters:,} parameters, on before and after"
    if not other.runs:
        return f"{told}: nothing, as it is trained already"
    return f"{told}: {counted(other.runs, 'run')}, {counted_minutes(other.seconds / _MINUTE)} more"


def over_budget(plan: PlanReport) -> str:
    """That the budget is less than what two seeds take, which are trained all the same; else nothing."""
    least = plan.least + (plan.another.least if plan.another else 0)
    if plan.budget is None or least <= plan.budget:
        return ""
    seeds = "two seeds take" if len(plan.seeds) > 1 else "one seed takes"
    took = counted_minutes(least / _MINUTE)
    return f"less than what {seeds} ({took}), which {'are' if len(plan.seeds) > 1 else 'is'} trained all the same"


def nothing_changed(plan: PlanReport) -> str:
    """That before and after are one and the same; else nothing."""
    return NOTHING_CHANGED if any(each.kind == "after" and each.same for each in plan.arms) else ""


def arms_table(plan: PlanReport) -> Table:
    """A row for each set that would be trained on."""
    rows = table()
    rows.add_column("arm", overflow="fold")
    for name in ("records", "response tokens", "runs"):
        rows.add_column(name, justify="right", no_wrap=True)
    for each in plan.arms:
        idle = "as before" if each.same and each.kind != "before" else "there"
        runs = f"{each.runs:,}" if each.runs else idle
        rows.add_row(
            shown(each.title, 100),
            f"{each.records:,}",
            f"{each.tokens:,}",
            runs,
        )
    return rows
