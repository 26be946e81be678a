"""What measurements say of changes whose effect is known, beside the aims."""

from typing import Any

from benchmarks.table.drawn import drawn
from benchmarks.validity.real import Sizes

Told = dict[str, Any]
REMOVED_FIRST = 0.9
"""The share of sets in which a type that was removed is to be the one with most harm."""
_CHANGES = {
    "null / before": "nothing: 2 % swapped for others of their types",
    "swapped-0.02 / before": "2 % of responses swapped within their types",
    "swapped-0.05 / before": "5 %",
    "swapped-0.1 / before": "10 %",
    "swapped-0.2 / before": "20 %",
    "cleaned / with-junk": "20 % of junk responses, removed by label",
    "cleaned / fewer": "the same, against as many removed at random",
    "fewer / with-junk": "as many removed at random",
}


def measure_real(result: Told) -> str:
    """A row for each change, and the removed type."""
    summary = result["summary"]
    rows = [
        _row(title, summary["contrasts"][name]) for name, title in _CHANGES.items() if name in summary["contrasts"]
    ]
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    repeats, seconds = len(result["repeats"]), sum(each["seconds"] for each in result["repeats"])
    first, removed = summary["removed_type_first"], summary["removed_types"]
    said = (
        f"{repeats} sets of Dolly, {result['records']:,} records each{_of_length(result['longest'])}, judged by "
        f"{result['held_out']} others, three seeds, usual recipe of {result['model']}; {seconds:,.0f} CPU s, "
        f"Python {result['python']}, {versions}. `{result['command']}`"
    )
    heads = (
        "change", "measured", "better", "worse", "loss, nats", "of it seen", "power", "dependence, nats",
        "of it seen", "power",
    )  # fmt: skip
    sections = [said, "\n".join(drawn(heads, rows))]
    if removed:
        met = "met" if first >= REMOVED_FIRST * removed else "**missed**"
        sections.append(
            f"A type that was removed altogether has the largest harm of all in {first} of {removed} sets "
            f"(aim: {100 * REMOVED_FIRST:.0f} %, {met})."
        )
    return "\n\n".join(sections)


def _of_length(longest: int) -> str:
    return "" if longest == Sizes().longest else f" of at most {longest:,} bytes"


def _row(title: str, told: Told) -> tuple[str, ...]:
    figures = [
        figure
        for each in (told["loss"], told["dependence"])
        for figure in (f"{each['mean']:+.4f}", f"{each['found']}", f"{100 * each['power']:.0f} %")
    ]
    return (title, f"{told['repeats']}", f"{told['better']}", f"{told['worse']}", *figures)
