"""What became of runs that were killed."""

import statistics
from typing import Any

from benchmarks.table.versions import versions_of


def kills(result: dict[str, Any]) -> str:
    """How many runs ended as they should, and what a kill cost."""
    machine, overhead, outcomes = result["machine"], result["overhead"], result["outcomes"]
    lines = [
        f"{result['records']:,} records, {result['pipeline']} without {result['without'].replace(',', ' and ')}, "
        f"{machine['cores_used']} of {machine['cores_there']} cores, Python {machine['python']}; "
        f"{versions_of(result['versions'])}. `{result['command']}`",
        "",
        f"**{result['equal']} of {result['kills']} killed runs, started again, left every file but timing.json "
        f"as an undisturbed run does.** Killed and started again, a run took {overhead['median']:.1%} longer than "
        f"an undisturbed one in the median, {overhead['p90']:.1%} in the ninetieth of a hundred; "
        f"undisturbed it took {statistics.median(result['undisturbed_s']):,.1f} s ({result['clock']} time)."
        f"{_start_apart(result)}",
        "",
        "| killed at, share of the run | kills | equal | files left by the killed run, at most | longer, median |",
        "|---|--:|--:|--:|--:|",
    ]
    undisturbed = statistics.median(result["undisturbed_s"])
    for low in range(0, 100, 20):
        some = [each for each in outcomes if low <= each["share"] * 100 < low + 20 + (low == 80)]
        if some:
            longer = statistics.median((each["killed_s"] + each["again_s"]) / undisturbed - 1 for each in some)
            equal, left = sum(not each["differing"] for each in some), max(each["files_left"] for each in some)
            lines.append(f"| {low} to {low + 20} % | {len(some)} | {equal} | {left} | {longer:.0%} |")
    return "\n".join(lines)


def _start_apart(result: dict[str, Any]) -> str:
    """What is left without the second start, where that was measured."""
    if "start_s" not in result:
        return ""
    beyond = result["overhead_but_for_the_start"]
    return (
        f" A start, over a single record, took {statistics.median(result['start_s']):.1f} s of that: but for the "
        f"second one it is {beyond['median']:.1%} in the median, {beyond['p90']:.1%} in the ninetieth."
    )
