"""The memory of a run over its time."""

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.charts import lines as lines_chart
from benchmarks.table.versions import versions_of

PICTURE = Path(__file__).parent.parent / "results" / "memory.svg"


def memory(result: dict[str, Any]) -> str:
    """Peak, time and their ratio on one core and on more; the picture has the course of it."""
    runs, rounds, machine = result["runs"], result["rounds"], result["machine"]
    walls, cpus = medians(rounds, "wall_s"), medians(rounds, "cpu_s")
    ledger = runs[0]["ledger"]
    lines = [
        f"{result['records']:,} records of {result['megabytes']:,} MB, {result['pipeline']} without "
        f"{result['without'].replace(',', ' and ')}: {ledger['dropped']:,} dropped, {ledger['kept']:,} kept; "
        f"{machine['cores_there']} cores there, Python {machine['python']}; {versions_of(result['versions'])}. "
        f"Memory: {result['memory']}.{_rounds(rounds)} `{result['command']}`",
        "",
        "| cores | peak memory, MB | of the corpus | wall s | CPU s | records a wall s | times as fast |",
        "|--:|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {run['cores']} | {run['peak_mb']:,.0f} | {run['peak_mb'] / result['megabytes']:.2f} "
            f"| {wall:,.1f} | {cpu:,.1f} | {result['records'] / wall:,.0f} | {walls[0] / wall:.2f} |"
            for run, wall, cpu in zip(runs, walls, cpus, strict=True)
        ),
        "",
        *_beside(rounds, walls),
        f"![Memory over the time of each run](results/{PICTURE.name})",
    ]
    return "\n".join(lines)


def medians(rounds: Sequence[dict[str, list[float]]], name: str) -> list[float]:
    """Of each number of cores, or of each core, the median over the rounds."""
    return [statistics.median(each) for each in zip(*(one[name] for one in rounds), strict=True)]


def _rounds(rounds: Sequence[dict[str, list[float]]]) -> str:
    """How often times were taken, and whether rounds agree on what more cores save."""
    if len(rounds) == 1:
        return ""
    saved = ", ".join(f"{one['wall_s'][0] / one['wall_s'][-1]:.2f}" for one in rounds)
    return f" Times are medians of {len(rounds)} rounds, in which the last line was {saved} times as fast."


def _beside(rounds: Sequence[dict[str, list[float]]], walls: Sequence[float]) -> list[str]:
    """How fast cores are that share no work, where that was measured, and a run on all of them beside that."""
    beside = medians(rounds, "beside_wall_s")
    if not beside:
        return []
    each = statistics.mean(beside)
    times = len(beside) * walls[0] / each
    return [
        f"{len(beside)} runs beside each other, on a core each, share no work, and are {times:.2f} times as fast "
        "as one after the other: no division of one run is faster than that. A run on all cores is "
        f"{each / walls[-1]:.2f} times as fast as each of these, which work while all cores do.",
        "",
    ]


def memory_picture(result: dict[str, Any]) -> str:
    """The memory of each run over its time."""
    series = {f"{run['cores']} core{'s' if run['cores'] > 1 else ''}": run["series"] for run in result["runs"]}
    title = f"Memory of {result['pipeline']} over {result['records']:,} records of {result['megabytes']:,} MB"
    return lines_chart(title, ("seconds", "MB, all processes"), series)
