"""The whole job, beside other programs."""

from collections.abc import Callable
from typing import Any

from benchmarks.contenders import DEFAULT, JOB
from benchmarks.table.versions import versions_of

NEAR = "near-duplicates"
WORTH_A_LINE = 0.001
"""Parts with a smaller share of the time have one line together."""


def throughput(result: dict[str, Any]) -> str:
    """All programs, what each part of their job took, and each part of the default pipeline."""
    asked = f"languages {result['languages']}" if result["languages"] else "languages not told"
    machine, contenders = result["machine"], result["contenders"]
    of_peers = f", {result['peer_rounds']} of the peers" if result["peer_rounds"] != result["rounds"] else ""
    lines = [
        f"{result['records']:,} records of {result['megabytes']} MB, {result['copies']:,} of them exact copies, "
        f"{asked}; {machine['cores_used']} of {machine['cores_there']} cores, Python {machine['python']}; "
        f"rounds: {result['rounds']}{of_peers}. Memory: {result['memory']}. `{result['command']}`",
        "",
        *_side_by_side(contenders),
        "",
        *_parts_of_the_job([each for each in contenders if each["name"] != DEFAULT]),
        "",
        *_parts_of_the_default(next(each for each in contenders if each["name"] == DEFAULT)),
        "",
        *(f"* {each['name']}: {each['settings']}. {versions_of(each['versions'])}." for each in contenders),
    ]
    return "\n".join(lines)


def _side_by_side(contenders: list[dict[str, Any]]) -> list[str]:
    columns: dict[str, Callable[[dict[str, Any]], str]] = {
        "CPU s": lambda each: f"{each['cpu_s']:,.1f}",
        "wall s": lambda each: f"{each['wall_s']:,.1f}",
        "starting up, CPU s": lambda each: f"{each['startup']['cpu_s']:,.1f}",
        "records a CPU s once started": lambda each: f"{each['records_per_cpu_s']:,}",
        "peak memory, MB": lambda each: f"{each['peak_mb']:,.0f}",
        "kept": lambda each: f"{each['kept']:,}",
        "exact copies kept": lambda each: f"{each['copies_kept']:,}",
        "kept by curate too": lambda each: f"{each['kept_by_curate_too']:,}",
    }
    return [
        f"| program | {' | '.join(columns)} |",
        f"|---|{'--:|' * len(columns)}",
        *(f"| {each['name']} | {' | '.join(shown(each) for shown in columns.values())} |" for each in contenders),
    ]


def _parts_of_the_job(contenders: list[dict[str, Any]]) -> list[str]:
    """Seconds that each program tells of itself; its clock starts when it does, and not all of it has a name."""
    jobs = (*JOB, "other")
    rows = {job: [_seconds(each["parts"], job) for each in contenders] for job in jobs}
    totals = [each["wall_s"] for each in contenders]
    told = [sum(of_one) for of_one in zip(*rows.values(), strict=True)]
    rows["starting up, and what it does not tell of"] = [
        total - sure for total, sure in zip(totals, told, strict=True)
    ]
    each_record = [_of_a_record(each["parts"], NEAR) for each in contenders]
    return [
        f"| wall s, by its own account | {' | '.join(each['name'] for each in contenders)} |",
        f"|---|{'--:|' * len(contenders)}",
        *(f"| {job} | {' | '.join(f'{each:,.1f}' for each in row)} |" for job, row in rows.items()),
        *(
            [f"| {NEAR}, µs for each record that is compared | {' | '.join(each_record)} |"]
            if all(each_record)
            else []
        ),
    ]


def _of_a_record(parts: list[dict[str, Any]], job: str) -> str:
    """Microseconds; peers have left out some records before."""
    counts = [part["records"] for part in parts if part["job"] == job and "records" in part]
    return f"{1e6 * _seconds(parts, job) / max(counts):,.0f}" if counts else ""


def _seconds(parts: list[dict[str, Any]], job: str) -> float:
    return float(sum(part["wall_s"] for part in parts if part["job"] == job))


def _parts_of_the_default(told: dict[str, Any]) -> list[str]:
    lines = [
        f"| part of {told['name']} | records | CPU s | share | records/s | peak memory by its end, MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    quick = [part["cpu_s"] for part in told["parts"] if part["cpu_s"] < WORTH_A_LINE * told["cpu_s"]]
    for part in told["parts"]:
        cpu = part["cpu_s"]
        if cpu >= WORTH_A_LINE * told["cpu_s"]:
            lines.append(
                f"| {part['part']} | {part['records']:,} | {cpu:.2f} | {cpu / told['cpu_s']:.1%} "
                f"| {part['records'] / cpu:,.0f} | {part['peak_mb']:,.0f} |"
            )
    return [*lines, f"| {len(quick)} more | | {sum(quick):.2f} | {sum(quick) / told['cpu_s']:.1%} | | |"]
