"""What measurements say of changes whose effect is known, beside the aims."""

from collections.abc import Iterator
from typing import Any

from benchmarks.table.drawn import drawn
from benchmarks.validity.real import SEEDS, Sizes
from curate.measurement.judging import OF_READING, READINGS
from curate.measurement.models.proxy.model import PROXIES
from curate.measurement.usual import usual_components
from curate.report.measured.model import Reading
from curate.report.page.forest import READS
from curate.statistics.intervals import jeffreys
from curate.statistics.power import foreseen

Told = dict[str, Any]
REMOVED_FIRST = 0.9
"""The share of sets in which a type that was removed is to be the one with most harm."""
FALSE = 0.05
"""The share of sets in which nothing changed, or a removal at random, may be told as an effect, or as a gain."""
OFF = 0.1
"""By how much the share of changes that are seen may differ from their power."""
NOTHING, CLEANED, AT_RANDOM = "null / before", "cleaned / with-junk", "fewer / with-junk"
_SEEN = {
    "swapped-0.02 / before": ("2 % of responses swapped, seen", "dependence"),
    "swapped-0.05 / before": ("5 % of responses swapped, seen", "dependence"),
    "swapped-0.1 / before": ("10 % of responses swapped, seen", "dependence"),
    "swapped-0.2 / before": ("20 % of responses swapped, seen", "dependence"),
    "cleaned / fewer": ("junk by label against as many at random, seen", "loss"),
}
"""Changes with an aim, and the reading that sees them."""
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
    said = (
        f"{repeats} sets of Dolly, {result['records']:,} records each{_of_length(result['longest'])}, judged by "
        f"{result['held_out']} others, three seeds, usual recipe of {result['model']}; {seconds:,.0f} CPU s, "
        f"Python {result['python']}, {versions}. `{result['command']}`"
    )
    heads = (
        "change", "measured", "better", "worse", "loss, nats", "of it seen", "power", "dependence, nats",
        "of it seen", "power",
    )  # fmt: skip
    sections = [said, "\n".join(drawn(heads, rows)), _planned(result), "\n".join(_aims(summary))]
    return "\n\n".join(sections)


def _planned(result: Told) -> str:
    """What a plan of such a set says beforehand, and what measurements then said."""
    contrasts = result["summary"]["contrasts"].values()
    said = {name: [each[name]["detectable"] for each in contrasts] for name in READINGS}
    return planned_beside(said, result, result["model"], result["model"])


def planned_beside(detectable: dict[Reading, list[float]], result: Told, model: str, title: str) -> str:
    """By reading, what a plan with a model says that it could see, and what measurements then said."""
    both = []
    for name, varies in usual_components(result["records"], pretrained=model not in PROXIES).items():
        said = detectable[name]
        ahead = foreseen(varies, result["held_out"], SEEDS, OF_READING)
        told = f"{min(said):.3f} to {max(said):.3f}, by change" if len(said) > 1 else f"{said[0]:.3f}"
        both.append(f"{ahead:.3f} of {READS[name].lower()} (they said {told})")
    return f"A plan of such a measurement ({title}) says that it could see {' and '.join(both)}."


Aim = tuple[str, str, str, str]
"""What was to come out, how often, how often it did, and whether that is as it was to be."""
MET, BY_CHANCE, MISSED = "met", "missed, maybe by chance", "**missed**"


def _aims(summary: Told) -> list[str]:
    """What was to come out, and what did; shares of sets with what they leave open at 95 %."""
    found, first, removed = summary["contrasts"], summary["removed_type_first"], summary["removed_types"]
    rows = [_of_nothing(found[NOTHING])]
    rows += [_beside_power(title, found[name], by) for name, (title, by) in _SEEN.items() if name in found]
    if removed:
        rows.append(_at_least("a type that was removed has most harm", REMOVED_FIRST, first, removed))
    if CLEANED in found:
        rows += _of_junk(found[CLEANED], found[AT_RANDOM])
    return drawn(("aim", "", "measured", ""), rows, left=2)


def _of_nothing(null: Told) -> Aim:
    told, of = null["better"] + null["worse"], null["repeats"]
    met = jeffreys(told, of).low <= FALSE
    return (
        "told as an effect where nothing changed",
        "5 % or less, but for chance",
        _share(told, of),
        _word(met=met),
    )


def _of_junk(cleaned: Told, fewer: Told) -> Iterator[Aim]:
    worse, better = cleaned["worse"], fewer["better"]
    yield "junk that is removed, told as harm", "never", _share(worse, cleaned["repeats"]), _word(met=worse == 0)
    met = better <= FALSE * fewer["repeats"]
    yield "a removal at random, told as a gain", "5 % or less", _share(better, fewer["repeats"]), _word(met=met)


def _beside_power(title: str, told: Told, reading: str) -> Aim:
    seen, of, power = told[reading]["found"], told["repeats"], told[reading]["power"]
    lies = jeffreys(seen, of)
    met = round(abs(seen / of - power), 9) <= OFF
    chance = lies.low <= power + OFF and lies.high >= power - OFF
    return title, f"{100 * power:.0f} %, give or take 10 points", _share(seen, of), _word(met=met, chance=chance)


def _at_least(title: str, aim: float, count: int, of: int) -> Aim:
    met, chance = count >= aim * of, jeffreys(count, of).high >= aim
    return title, f"{100 * aim:.0f} %", _share(count, of), _word(met=met, chance=chance)


def _word(*, met: bool, chance: bool = False) -> str:
    return MET if met else BY_CHANCE if chance else MISSED


def _share(count: int, of: int) -> str:
    lies = jeffreys(count, of)
    return f"{count} of {of} ({100 * lies.low:.0f} to {100 * lies.high:.0f} %)"


def _of_length(longest: int) -> str:
    return "" if longest == Sizes().longest else f" of at most {longest:,} bytes"


def _row(title: str, told: Told) -> tuple[str, ...]:
    figures = [
        figure
        for each in (told["loss"], told["dependence"])
        for figure in (f"{each['mean']:+.4f}", f"{each['found']}", f"{100 * each['power']:.0f} %")
    ]
    return (title, f"{told['repeats']}", f"{told['better']}", f"{told['worse']}", *figures)
