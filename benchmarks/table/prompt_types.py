"""How rightly the types of prompts are told, by source and by type, and how that stands to its aims."""

from collections.abc import Iterable
from typing import Any

from benchmarks.table.drawn import drawn
from benchmarks.table.labelled import labelled_aims, labelled_lines

Told = dict[str, Any]
DOLLY, BELLE = "Dolly", "BELLE, Chinese"


def prompt_types(result: Told) -> str:
    """Each source, each type in it, and the aims."""
    more = labelled_lines(result["labelled"]) if "labelled" in result else []
    tables = (_by_source(result), _by_type(result["held"]), [_whole(result)])
    sections = [[_head(result)], *tables, *more, _aims(result), _described(result)]
    return "\n\n".join("\n".join(lines) for lines in sections if lines)


def _head(result: Told) -> str:
    speed, fitted, twice = result["speed"], result["fitted"], result["agreement"]
    best = f"a scale of {fitted['scale']} and a most sureness of {fitted['most']} err least"
    same = (
        f"{_percent(twice['same'])} have labels that mean the same" if twice["pairs"] else "none can be compared"
    )
    return (
        f"{result['patterns']} patterns, told from a sureness of {result['least']} on; Python {result['python']}. "
        f"{speed['prompts_a_cpu_s']:,} prompts a CPU second at the length of Dolly's (median "
        f"{speed['median_characters']:.0f} characters), {speed['best']:,} in the best round. On the open halves "
        f"{best}. Of {twice['pairs']:,} pairs of Dolly's records with the same instruction {same}. "
        f"`{result['command']}`"
    )


def _by_source(result: Told) -> list[str]:
    """The half that nobody has read, and how right the other is."""
    heads = ["source, held half", "prompts", "right", "95 %", "the very type", "macro-F1", "group", "told"]
    heads += ["right of told", "error", "by chance", "right, open half"]
    rows = (
        [
            name,
            f"{told['prompts']:,}",
            _percent(told["accuracy"]),
            f"{_percent(told['low'])} to {_percent(told['high'])}",
            _percent(told["exactly"]),
            f"{told['macro_f1']:.2f}",
            _percent(told["group"]),
            _percent(told["told"]),
            _percent(told["right_of_told"]),
            f"{told['error']:.3f}",
            f"{told['error_by_chance']:.3f}",
            _percent(result["open"][name]["accuracy"]),
        ]
        for name, told in result["held"].items()
    )
    return drawn(heads, rows)


def _by_type(held: Told) -> list[str]:
    """F1 of each label of each source, with how many prompts have it."""
    labels = sorted({label for told in held.values() for label in told["by_type"]})
    rows = ([label, *(_f1(told["by_type"].get(label)) for told in held.values())] for label in labels)
    return drawn(["F1 (prompts), held half", *held], rows)


def _whole(result: Told) -> str:
    """What reading all of each prompt would change."""
    right = ", ".join(f"{name} {_percent(share)}" for name, share in result["whole"]["accuracy"].items())
    fast = result["whole"]["prompts_a_cpu_s"]
    return f"If all of a prompt were read: right {right}; {fast:,} prompts a CPU second."


def _f1(told: Told | None) -> str:
    return f"{told['f1']:.2f} ({told['prompts']})" if told else ""


def _aims(result: Told) -> list[str]:
    """What was aimed at."""
    held = result["held"]
    aims: list[tuple[str, str, str, bool]] = []
    if DOLLY in held:
        right = held[DOLLY]["accuracy"]
        aims.append(("Dolly's labels, seven classes, right", ">= 68.0%", _percent(right), right >= 0.68))
    if BELLE in held:
        right = held[BELLE]["accuracy"]
        aims.append(("Chinese prompts, no labels given, right", ">= 70.0%", _percent(right), right >= 0.70))
    aims += [
        (f"error of how sure it is, {name}", "<= 0.080", f"{told['error']:.3f}", told["error"] <= 0.08)
        for name, told in held.items()
    ]
    every = result["together"]["error"]
    aims.append(("error of how sure it is, all sources together", "<= 0.080", f"{every:.3f}", every <= 0.08))
    fast = result["speed"]["prompts_a_cpu_s"]
    aims.append(("prompts a CPU second, at Dolly's length", ">= 40,000", f"{fast:,}", fast >= 40_000))
    aims += labelled_aims(result["labelled"]) if "labelled" in result else []
    rows: Iterable[list[str]] = ([what, aim, got, "met" if met else "**missed**"] for what, aim, got, met in aims)
    return drawn(["aim", "", "measured", ""], rows)


def _described(result: Told) -> list[str]:
    return [
        *(f"* {name}: {where}." for name, where in result["sources"].items()),
        *(f"* Not here: {name}, for {why}." for name, why in result["left_out"].items()),
    ]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"
