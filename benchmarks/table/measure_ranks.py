"""How far models agree in which change of a set does more harm."""

from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.table.drawn import drawn
from benchmarks.table.measure_real import planned_beside

Told = dict[str, Any]
_CHANGES = {
    "swapped-0.02": "2 % of responses swapped within their types",
    "swapped-0.05": "5 %",
    "swapped-0.1": "10 %",
    "swapped-0.2": "20 %",
    "with-junk": "20 % of responses are junk",
    "cleaned": "the same, and these records removed",
    "fewer": "the same, and as many removed at random",
}
"""What was done to the set before; else a type was removed."""


def measure_ranks(result: Told) -> str:
    """The harm of each change by each model, how far their orders agree, and what plans say beside it."""
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    seeds = ", ".join(f"{title}: {number}" for title, number in result["seeds"].items())
    seconds = ", ".join(f"{title}: {number:.0f}" for title, number in result["seconds"].items())
    said = (
        f"{result['records']} records of Dolly of at most {result['longest']} bytes, judged by "
        f"{result['held_out']} others; seeds of {seeds}; CPU s of a fine-tune, {seconds}. Harm of each change, in "
        f"nats a response token: loss, and prompt dependence lost. Python {result['python']}, {versions}. "
        f"`{result['command']}`"
    )
    told = f"Agreement of two orders of these {result['agreement'][0]['changes']} changes: Kendall's tau."
    sections = [said, "\n".join(_harms(result["harm"])), told, "\n".join(_agreed(result["agreement"]))]
    return "\n\n".join([*sections, *_planned(result)])


def _harms(harm: Told) -> list[str]:
    """By change, that of each way by each reading."""
    columns = {f"{way}: {name}": each[name] for way, each in harm.items() for name in ("loss", "dependence")}
    arms = _in_order(next(iter(columns.values())))
    rows = [(_titled(arm), *(f"{column[arm]:+.3f}" for column in columns.values())) for arm in arms]
    return drawn(("change", *columns), rows)


def _titled(arm: str) -> str:
    return _CHANGES.get(arm, f"{arm.removeprefix('no-')} removed")


def _in_order(arms: Iterable[str]) -> list[str]:
    """As they are told of, and a removed type last."""
    known = list(_CHANGES)
    return sorted(arms, key=lambda arm: known.index(arm) if arm in known else len(known))


def _agreed(agreement: list[Told]) -> list[str]:
    rows = [
        (
            each["one"],
            each["other"],
            each["reading"],
            f"{each['tau']:.2f}",
            f"{each['low']:.2f}–{each['high']:.2f}",
        )
        for each in agreement
    ]
    return drawn(("one", "the other", "reading", "tau", "95 %"), rows, left=3)


def _planned(result: Told) -> Iterator[str]:
    """Of each way with several seeds, what a plan says beforehand, and what measurements then said."""
    for title, varies in result["varies"].items():
        said = {name: [each["detectable"] for each in arms.values()] for name, arms in varies.items()}
        yield planned_beside(said, result, result["models"][title], title)
