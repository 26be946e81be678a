"""What labels of the same source put right, and how that stands to its aims."""

from typing import Any

from benchmarks.table.drawn import drawn

Told = dict[str, Any]
Aim = tuple[str, str, str, bool]
DOLLY, ENOUGH = "Dolly", "300"


def labelled_lines(told: Told) -> list[list[str]]:
    """By source and number of labels how right a head is, and what a head of one source is worth on others."""
    speed, away = told["speed"], told["elsewhere"]
    said = (
        "Labels are drawn from the open half by the type that patterns tell, ten times; the held half is told by a"
        " head of them (`curate.taxonomy.head`). It is used where five parts of the labels, each told by a head of"
        " the others, show that it is better by more than two labels. How it is pooled with patterns, and when it"
        " is used, was chosen on the open halves alone. Patterns and a head of 300 labels together tell"
        f" {speed['prompts_a_cpu_s']:,} prompts a CPU second, {speed['best']:,} in the best round."
    )
    there = ", ".join(
        f"{name} {_percent(each['head'])} (patterns {_percent(each['rules'])})"
        for name, each in away["sources"].items()
    )
    travels = (
        f"A head of {away['labels']:,} labels of {away['learned']} does not travel: right on the held halves of"
        f" {there}. So none ships."
    )
    return [[said], _by_source(told["by_source"]), [travels]]


def _by_source(by_source: Told) -> list[str]:
    heads = ["source", "labels", "patterns, right", "head, right", "least and most", "used in", "right as used"]
    heads += ["least and most", "error", "said: patterns", "said: head"]
    rows = (
        [
            name,
            f"{int(count):,}",
            _percent(each["rules"]),
            _percent(each["head"]),
            f"{_percent(each['head_low'])} to {_percent(each['head_high'])}",
            f"{round(each['used'] * each['draws'])} of {each['draws']}",
            _percent(each["told"]),
            f"{_percent(each['told_low'])} to {_percent(each['told_high'])}",
            f"{each['error']:.3f}",
            _percent(each["said_rules"]),
            _percent(each["said_head"]),
        ]
        for name, counts in by_source.items()
        for count, each in counts.items()
    )
    return drawn(heads, rows)


def labelled_aims(told: Told) -> list[Aim]:
    """What was aimed at with labels."""
    aims: list[Aim] = []
    if ENOUGH in told["by_source"].get(DOLLY, {}):
        given = told["by_source"][DOLLY][ENOUGH]
        for what, right in (("a head of them", given["head"]), ("as used", given["told"])):
            aims.append(
                (f"Dolly's labels, with 300 of them, {what}, right", ">= 73.0%", _percent(right), right >= 0.73)
            )
    aims += [
        (
            f"error of how sure a head of {int(count):,} labels is, {name}",
            "<= 0.080",
            f"{each['error']:.3f}",
            each["error"] <= 0.08,
        )
        for name, counts in told["by_source"].items()
        for count, each in counts.items()
    ]
    fast = told["speed"]["prompts_a_cpu_s"]
    aims.append(("patterns and a head together, prompts a CPU second", ">= 40,000", f"{fast:,}", fast >= 40_000))
    return aims


def _percent(share: float) -> str:
    return f"{share:.1%}"
