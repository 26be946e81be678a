"""How often an effect is seen where nothing changed, and of effects that should be, how many, beside the aims."""

from typing import Any

from benchmarks.table.drawn import drawn

Told = dict[str, Any]


def measure_intervals(result: Told) -> str:
    """Each way, each setting, and the aims."""
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    of = f"{result['cpu_s']:.0f} CPU s, Python {result['python']}, {versions}"
    head = f"{result['repeats']:,} repeats of each; {of}. `{result['command']}`"
    sections = [[head], _others(result["others"], result["told"]), _settings(result["simulated"])]
    if result["real"]:
        sections.append(_real(result["real"]))
    return "\n\n".join("\n".join(lines) for lines in [*sections, _aims(result)])


def _others(told: list[Told], measurements: int) -> list[str]:
    spreads, seeds = _spreads(told)
    here = {own: [each for each in told if each["of_seed"] == own] for own in spreads}
    rows = [
        (way, *(" / ".join(f"{100 * each['wrong'][way]:.1f}" for each in here[own]) for own in spreads))
        for way in told[0]["wrong"]
    ]
    said = (
        f"How often, in percent, an effect is seen though nothing changed: 100 clusters of 3 prompts, with "
        f"{seeds} seeds whose effects have this standard deviation (nats). Below, the effect that measurements "
        f"say it takes to be seen four times of five, who know what varies only as well as their seeds tell it "
        f"(median of {measurements}), and how often effects of that size are seen, in percent."
    )
    rows += [
        ("said to take, nats", *(_row(here[own], "told", 1, 3) for own in spreads)),
        ("of that size are seen", *(_row(here[own], "seen", 100, 0) for own in spreads)),
    ]
    return [said, "", *drawn(("95 % interval", *(f"seeds differ by {own}" for own in spreads)), rows)]


def _settings(told: list[Told]) -> list[str]:
    spreads, seeds = _spreads(told)
    rows = list[tuple[str, ...]]()
    for name in dict.fromkeys(each["setting"] for each in told):
        for own in spreads:
            here = [each for each in told if (each["setting"], each["of_seed"]) == (name, own)]
            figures = (_row(here, "wrong", 100, 1), _row(here, "detectable", 1, 3), _row(here, "seen", 100, 0))
            rows.append((name, str(own), *figures))
    heads = ("held-out prompts", "seeds differ by", "seen where nothing changed, %", "it takes, nats", "seen, %")
    said = (
        f"The interval that is measured with, in every setting, with {seeds} seeds; and the effect that it takes "
        f"to be seen four times of five, where it is known what varies, and how often one of that size is seen."
    )
    return [said, "", *drawn(heads, rows, left=2)]


def _real(told: Told) -> list[str]:
    _, seeds = _spreads(told["drawn"])
    rows = [
        (f"{own:.4f}", _row([each for each in told["drawn"] if each["of_seed"] == own], "wrong", 100, 1))
        for own in _spreads(told["drawn"])[0]
    ]
    own = told["components"]
    said = (
        f"Drawn from real differences of {told['clusters']:,} clusters and {told['seeds']} seeds, so that nothing "
        f"is left to be found; standard deviations {own['prompt']:.3f} of clusters, {own['seed']:.4f} of seeds, "
        f"{own['residual']:.3f} of both. With {seeds} seeds."
    )
    return [said, "", *drawn(("seeds differ by", "seen where nothing changed, %"), rows)]


def _spreads(told: list[Told]) -> tuple[list[float], str]:
    """How far seeds differ, and how many there are, in words."""
    numbers = [str(each) for each in dict.fromkeys(each["seeds"] for each in told)]
    return list(dict.fromkeys(each["of_seed"] for each in told)), " / ".join(numbers)


def _row(here: list[Told], what: str, times: float, digits: int) -> str:
    return " / ".join(f"{times * each[what]:.{digits}f}" for each in here)


def _aims(result: Told) -> list[str]:
    drawn_from = result["simulated"] + (result["real"]["drawn"] if result["real"] else [])
    wrong = [each["wrong"] for each in drawn_from]
    of_two = [each["wrong"] for each in drawn_from if each["seeds"] > 2]
    seen = [each["seen"] for each in result["simulated"]]
    told = [each["seen"] for each in result["others"]]
    aims = [
        ("seen where nothing changed, all settings", "2 to 6 %", wrong, min(wrong) >= 0.02 and max(wrong) <= 0.06),
        ("the same, three seeds and more", "2 to 6 %", of_two, min(of_two) >= 0.02 and max(of_two) <= 0.06),
        (
            "an effect is seen that is as large as it takes",
            "78 to 82 %",
            seen,
            min(seen) >= 0.78 and max(seen) <= 0.82,
        ),
        ("one as large as measurements say, on average", ">= 75 %", told, min(told) >= 0.75),
    ]
    rows = [
        (what, aim, f"{min(got):.1%} to {max(got):.1%}", "met" if met else "**missed**")
        for what, aim, got, met in aims
    ]
    return drawn(("aim", "", "measured", ""), rows)
