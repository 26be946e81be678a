"""How far models agree in which change of a set does more harm."""

from typing import Any

from benchmarks.table.drawn import drawn

Told = dict[str, Any]


def measure_ranks(result: Told) -> str:
    """The harm of each change by each model, and how far their orders agree."""
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    ways = list(result["harm"])
    seeds = ", ".join(f"{title}: {number}" for title, number in result["seeds"].items())
    seconds = ", ".join(f"{title}: {number:.0f}" for title, number in result["seconds"].items())
    said = (
        f"{result['records']} records of Dolly of at most {result['longest']} bytes, judged by "
        f"{result['held_out']} others; seeds of {seeds}; CPU s of a fine-tune, {seconds}. Harm of each change, in "
        f"nats a response token: loss, and prompt dependence lost. Python {result['python']}, {versions}. "
        f"`{result['command']}`"
    )
    harms = [
        (arm, *(f"{result['harm'][way][name][arm]:+.3f}" for way in ways for name in ("loss", "dependence")))
        for arm in sorted(result["harm"][ways[0]]["loss"])
    ]
    heads = ("change", *(f"{way}: {name}" for way in ways for name in ("loss", "dependence")))
    agreed = [
        (
            each["one"],
            each["other"],
            each["reading"],
            f"{each['tau']:.2f}",
            f"{each['low']:.2f}–{each['high']:.2f}",
        )
        for each in result["agreement"]
    ]
    told = f"Agreement of two orders of these {result['agreement'][0]['changes']} changes: Kendall's tau."
    table = drawn(("one", "the other", "reading", "tau", "95 %, over prompts"), agreed, left=3)
    return "\n\n".join([said, "\n".join(drawn(heads, harms)), told, "\n".join(table)])
