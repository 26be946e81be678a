"""Whether types that are short are found, what labels settle, and what a budget does, beside what was aimed at."""

from typing import Any

from benchmarks.table.drawn import drawn

Told = dict[str, Any]


def coverage(result: Told) -> str:
    """Each question, and the aims."""
    head = (
        f"{result['prompts']:,} prompts of Dolly with the labels of people, which are taken for the truth; Python "
        f"{result['python']}. To tell their types, families, variety and flags takes {result['cpu_s']:.1f} CPU s. "
        f"`{result['command']}`"
    )
    sections = [
        [head],
        _deleted(result["deleted"]),
        _audits(result["audits"]),
        _spent(result["spent"]),
        _aims(result),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections)


def _deleted(told: Told) -> list[str]:
    heads = ("deleted of one type", "called under or missing", "or low", "another type called under")
    rows = [
        (share, _percent(found["under"]), _percent(found["low"]), _percent(found["others"]))
        for share, found in told["found"].items()
    ]
    said = (
        f"Random halves of the set, one beside the other as its reference, {told['repeats']} times, "
        f"{told['types']} types. Where nothing is deleted, {_percent(told['false'])} of the halves have any flag "
        f"that compares shares."
    )
    return [said, "", *drawn(heads, rows)]


def _audits(told: Told) -> list[str]:
    heads = ("type", "true share", "interval holds it", "half-width", "error", "error without labels")
    rows = [
        (
            kind,
            _percent(each["true"]),
            _percent(each["held"]),
            *(f"{each[name]:.3f}" for name in ("half_width", "error", "error_without")),
        )
        for kind, each in told["types"].items()
    ]
    said = (
        f"{told['labels']} labels of prompts whose types rules tell, drawn {told['repeats']} times; 95 % "
        f"intervals, half-width {told['half_width']:.3f} over these types, {told['half_width_of_all']:.3f} over "
        f"all {told['all']} of the taxonomy."
    )
    return [said, "", *drawn(heads, rows)]


def _spent(told: Told) -> list[str]:
    heads = ("families added to 1,000", "before", "by the brief", "as many of each type", "as Dolly is spread")
    rows = [
        (_budget(budget, told), *(f"{each[name]:.2f}" for name in ("before", "brief", "evenly", "at random")))
        for budget, each in told["distance"].items()
    ]
    said = (
        f"Distance to the target (total variation) of sets of {told['size']:,} families and targets with shares "
        f"drawn at random, {told['types']} types, means of {told['repeats']}."
    )
    return [said, "", *drawn(heads, rows)]


def _budget(name: str, told: Told) -> str:
    return f"{name} (median {told['asked']:,.0f})" if name == "as asked" else f"{int(name):,}"


def _aims(result: Told) -> list[str]:
    found, audit = result["deleted"], result["audits"]
    under = found["found"]["75%"]["under"]
    spent = result["spent"]["distance"]["as asked"]
    ratio = spent["brief"] / min(spent["evenly"], spent["at random"])
    aims = [
        ("a type of which 75 % are deleted is called under", ">= 95 %", _percent(under), under >= 0.95),
        (
            "halves with a flag where nothing is missing",
            "<= 5 %",
            _percent(found["false"]),
            found["false"] <= 0.05,
        ),
        ("intervals hold the true share", "93 to 97 %", _percent(audit["held"]), 0.93 <= audit["held"] <= 0.97),
        (
            f"half-width, over all {audit['all']} types, as the aim was set",
            "<= 0.022",
            f"{audit['half_width_of_all']:.3f}",
            audit["half_width_of_all"] <= 0.022,
        ),
        (
            "distance left by what the brief asks for, of that left by the better other way",
            "<= 0.50",
            f"{ratio:.2f}",
            ratio <= 0.5,
        ),
    ]
    rows = [(what, aim, got, "met" if met else "**missed**") for what, aim, got, met in aims]
    return drawn(("aim", "", "measured", ""), rows)


def _percent(share: float) -> str:
    return f"{share:.1%}"
