"""The memory of a run over its time."""

import statistics
from pathlib import Path
from typing import Any

from benchmarks.charts import lines as lines_chart
from benchmarks.table.versions import versions_of

PICTURE = Path(__file__).parent.parent / "results" / "memory.svg"


def memory(result: dict[str, Any]) -> str:
    """Peak, time and their ratio on one core and on more; the picture has the course of it."""
    runs, machine = result["runs"], result["machine"]
    first = runs[0]
    ledger = first["ledger"]
    lines = [
        f"{result['records']:,} records of {result['megabytes']:,} MB, {result['pipeline']} without "
        f"{result['without'].replace(',', ' and ')}: {ledger['dropped']:,} dropped, {ledger['kept']:,} kept; "
        f"{machine['cores_there']} cores there, Python {machine['python']}; {versions_of(result['versions'])}. "
        f"Memory: {result['memory']}.{_rounds(result)} `{result['command']}`",
        "",
        "| cores | peak memory, MB | of the corpus | wall s | CPU s | records a wall s | times as fast |",
        "|--:|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {run['cores']} | {run['peak_mb']:,.0f} | {run['peak_mb'] / result['megabytes']:.2f} "
            f"| {run['wall_s']:,.1f} | {run['cpu_s']:,.1f} | {result['records'] / run['wall_s']:,.0f} "
            f"| {first['wall_s'] / run['wall_s']:.2f} |"
            for run in runs
        ),
        "",
        *_beside(result),
        f"![Memory over the time of each run](results/{PICTURE.name})",
    ]
    return "\n".join(lines)


def _rounds(result: dict[str, Any]) -> str:
    rounds = result.get("rounds", 1)
    return f" Times are medians of {rounds} rounds." if rounds > 1 else ""


def _beside(result: dict[str, Any]) -> list[str]:
    """How fast cores are that share no work, where that was measured."""
    walls, alone = result.get("beside_wall_s"), result["runs"][0]["wall_s"]
    if not walls:
        return []
    times = len(walls) * alone / statistics.mean(walls)
    return [
        f"{len(walls)} runs beside each other, on a core each, share no work, and are {times:.2f} times as fast "
        "as one after the other: no division of one run is faster than that.",
        "",
    ]


def memory_picture(result: dict[str, Any]) -> str:
    """The memory of each run over its time."""
    series = {f"{run['cores']} core{'s' if run['cores'] > 1 else ''}": run["series"] for run in result["runs"]}
    title = f"Memory of {result['pipeline']} over {result['records']:,} records of {result['megabytes']:,} MB"
    return lines_chart(title, ("seconds", "MB, all processes"), series)
