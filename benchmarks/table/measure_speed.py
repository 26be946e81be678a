"""What a measurement takes, beside trainers and beside the aims."""

from typing import Any

from benchmarks.speed.contenders import OURS, TRAINER, TRL
from benchmarks.table.drawn import drawn
from benchmarks.table.versions import versions_of

Told = dict[str, Any]
AIMS = {TRAINER: 1.5, TRL: 4.0}
"""How many times as long as ours each is to take."""
QUICK_MINUTES, WHOLE_MINUTES, MEMORY_MB = 5, 12, 3_000


def measure_beside(result: Told) -> str:
    """Everybody's time for all fine-tunes, and the loss that they come to."""
    by_name = {each["name"]: each for each in result["contenders"]}
    ours = by_name[OURS]
    runs = [each["run"] for each in ours["runs"]]
    heads = (
        "fine-tunes by", "weights trained, M", "once, CPU s", "each, CPU s", f"all {_all(result)}, CPU s",
        "times ours", "aim", *(f"held-out loss: {run}" for run in runs), "furthest from ours", "memory, MB",
    )  # fmt: skip
    said = (
        f"{result['arms']} arms x {result['seeds']} seeds of {result['records']} records of Dolly, cut at "
        f"{result['context']} tokens; of these {result['trained_records']} are in the set before, with "
        f"{result['tokens']:,} tokens, {result['response_tokens']:,} of them of responses, in "
        f"{result['all_steps']} steps; {result['scored']} held-out records are scored when a fine-tune ends. "
        f"SmolLM2-135M in float32, one thread on one core; of the layers the upper {result['layers']} are trained "
        f"by us and by Trainer. {_timed(result)} of {len(runs)} fine-tunes of each ({'; '.join(runs)}) are timed, "
        f"and scaled; reading weights counts for nobody. A measurement scores more when one ends: with "
        f"that, one of ours takes {result['all_looks_cpu_s']:.1f} CPU s. {_of(result)}"
    )
    lines = [
        f"* {each['name']}: {each['settings']}. {versions_of(each['versions'])}." for each in by_name.values()
    ]
    table = drawn(heads, [_row(each, ours) for each in by_name.values()])
    return "\n\n".join([said, "\n".join(table), "\n".join(lines)])


def _timed(result: Told) -> str:
    """Which part of a fine-tune."""
    timed, every = result["timed_steps"], result["all_steps"]
    return f"The first {timed} steps, and the scoring," if timed < every else "All steps, and the scoring,"


def _all(result: Told) -> int:
    return int(result["arms"] * result["seeds"])


def _row(told: Told, ours: Told) -> tuple[str, ...]:
    times = told["all_cpu_s"] / ours["all_cpu_s"]
    aim = AIMS.get(told["name"])
    return (
        told["name"],
        f"{told['trained'] / 1e6:.1f}",
        f"{told['once_cpu_s']:.1f}",
        f"{told['each_cpu_s']:.1f}",
        f"{told['all_cpu_s']:,.0f}",
        f"{times:.2f}",
        "" if aim is None else f">= {aim:g}, {_met(times >= aim)}",
        *(f"{run['loss']:.4f}" for run in told["runs"]),
        f"{told['loss_apart']:.4f}",
        f"{told['peak_mb']:,.0f}",
    )


def _met(met: bool) -> str:  # noqa: FBT001  the only thing there is to say
    return "met" if met else "**missed**"


def _of(result: Told) -> str:
    return f"Python {result['machine']['python']}. `{result['command']}`"


def measure_memory(result: Told) -> str:
    """The most memory of a measurement."""
    said = (
        f"SmolLM2-135M, {result['records']:,} records of Dolly and a tenth of them removed, {result['cores']} "
        f"processes, {versions_of(result['versions'])}. The usual recipe, but {result['epochs']:g} epochs, one "
        f"seed and {result['held_out']} held-out records; of the lower layers the first {result['computed']} "
        f"batches, which are the longest, are computed. "
        f"For all others what goes into these layers stands in place of what comes out, so that it takes minutes "
        f"and not hours; {result['kept_mb']:,.0f} MB are laid down so. Memory: {result['memory']}. {_of(result)}"
    )
    peak = result["peak_mb"]
    row = ("memory of all processes, MB", f"<= {MEMORY_MB:,}", f"{peak:,.0f}", _met(peak <= MEMORY_MB))
    return "\n\n".join([said, "\n".join(drawn(("aim", "", "measured", ""), [row]))])


def measure_times(result: Told) -> str:
    """Quick, and as it comes."""
    aims = (QUICK_MINUTES, WHOLE_MINUTES)
    rows = [
        (
            run["way"],
            f"{run['arms']} x {run['seeds']}",
            f"{run['cpu_s']:,.0f}",
            f"{run['trained_cpu_s']:,.0f}",
            f"{run['peak_mb']:,.0f}",
            f"{run['wall_s'] / 60:.1f}",
            f"<= {aim}",
            _met(run["wall_s"] <= 60 * aim),
        )
        for run, aim in zip(result["runs"], aims, strict=True)
    ]
    said = (
        f"The proxy, {result['records']:,} records of Dolly and a tenth of them removed, {result['cores']} "
        f"processes of one thread, {versions_of(result['versions'])}. {_of(result)}"
    )
    heads = ("way", "arms x seeds", "CPU s", "of it training", "memory, MB", "wall, minutes", "aim", "")
    return "\n\n".join([said, "\n".join(drawn(heads, rows))])
