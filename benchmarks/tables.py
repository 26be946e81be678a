"""Renews the tables of benchmarks/README.md from the stored results.

python -m benchmarks.tables
"""

import json
import re
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.charts import lines as lines_chart
from benchmarks.contenders import DEFAULT, JOB

HERE = Path(__file__).parent
README = HERE / "README.md"
PICTURE = HERE / "results" / "memory.svg"
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
        *(f"* {each['name']}: {each['settings']}. {_versions(each['versions'])}." for each in contenders),
    ]
    return "\n".join(lines)


def _versions(numbers: dict[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items())


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
    return [
        f"| wall s, by its own account | {' | '.join(each['name'] for each in contenders)} |",
        f"|---|{'--:|' * len(contenders)}",
        *(f"| {job} | {' | '.join(f'{each:,.1f}' for each in row)} |" for job, row in rows.items()),
    ]


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


def reading(result: dict[str, Any]) -> str:
    """Each reader beside the validator alone, then writing and memory, each with its target."""
    cpu, records = result["cpu_s"], result["records"]
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    alone, lines = cpu["pydantic-core alone"], cpu["curate.read"]
    simple, kept_rows = records / cpu["curate.read, simple records"], cpu["pydantic-core, rows kept"]
    memory, write, sizes = result["memory"], result["write"], result["megabytes"]
    rows = [
        f"{records:,} records of {sizes['corpus.jsonl']} MB (simple ones: {sizes['simple.jsonl']} MB), one core, "
        f"medians of {result['rounds']} rounds, Python {result['machine']['python']}; {versions}. "
        f"`{result['command']}`",
        "",
        "| reader | CPU s | records/s | beside pydantic-core alone |",
        "|---|--:|--:|--:|",
        *(
            f"| {name} | {seconds:.2f} | {records / seconds:,.0f} | "
            f"{'' if 'simple' in name else f'{seconds / alone:.2f}'} |"
            for name, seconds in cpu.items()
        ),
        "",
        "| question | target | measured |",
        "|---|--:|--:|",
        f"| lines to a validated frame, beside pydantic-core alone | <= 2.5 | {lines / alone:.2f} |",
        f"| the same, beside pydantic-core that keeps its rows | | {lines / kept_rows:.2f} |",
        f"| simple records a CPU second | >= 200,000 | {simple:,.0f} |",
        f"| an array, beside the same lines | <= 1.5 | {cpu['curate.read, JSON array'] / lines:.2f} |",
        f"| peak memory for {memory['records']:,} records, beside their frame of {memory['frame_mb']:,} MB "
        f"| <= 1.5 | {memory['ratio']:.2f} |",
        f"| unedited records written, MB a CPU second | >= 300 | {write['mb_per_cpu_s']:,} |",
    ]
    return "\n".join(rows)


def checks(result: dict[str, Any]) -> str:
    """Each check beside the targets, the slowest first, then the facts that they read."""
    records, together = result["records"], result["together_cpu_s"]
    targets, facts, rows = result["targets"], result["facts"], result["checks"]
    alone = {f"{each['code']} {each['name']}": each["cpu_s"] for each in rows}
    found = {f"{each['code']} {each['name']}": f"{each['found']:,}" for each in rows}
    parts = alone | {f"fact {name}": cpu for name, cpu in facts.items()} | {"messages": result["messages_cpu_s"]}
    total = sum(parts.values())
    slowest = max(alone, key=alone.__getitem__)
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    lines = [
        f"{records:,} records of {result['megabytes']} MB, one core, medians of {result['rounds']} rounds, "
        f"Python {result['machine']['python']}; {versions}. `{result['command']}`",
        "",
        "| question | target | measured |",
        "|---|--:|--:|",
        f"| records a CPU second, {len(rows)} checks together | >= {targets['records_per_cpu_s']:,} "
        f"| {records / together:,.0f} |",
        f"| largest share of one check ({slowest}) | <= {targets['largest_share']:.0%} "
        f"| {alone[slowest] / total:.1%} |",
        "",
        "| part | CPU s | share | records/s | found |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, cpu in sorted(parts.items(), key=lambda part: -part[1]):
        rate = f"{records / cpu:,.0f}" if cpu else ""
        lines.append(f"| {name} | {cpu:.3f} | {cpu / total:.1%} | {rate} | {found.get(name, '')} |")
    return "\n".join(lines)


def precision(result: dict[str, Any]) -> str:
    """Each check whose findings were read."""
    from curate.checks import check_called

    lines = ["| code | name | severity | read | right | precision | 95 % |", "|---|---|---|--:|--:|--:|--:|"]
    for code, told in result.items():
        check = check_called(code)
        severity = f"{check.severity}, in preview" if check.preview else check.severity
        share = told["right"] / told["read"]
        lines.append(
            f"| {code} | {check.name} | {severity} | {told['read']} | {told['right']} | {share:.2f} "
            f"| {told['low']:.2f} to {told['high']:.2f} |"
        )
    return "\n".join(lines)


def language(result: dict[str, Any]) -> str:
    """How often it is told rightly, how sure that is, and how fast."""
    sure, fast = result["calibration"], result["texts_a_cpu_s"]
    kinds = result["accuracy"]["profiles"]
    lines = [
        f"{result['texts']:,} texts in {result['languages']} languages; Python {result['python']}; "
        f"{_versions(result['versions'])}. `{result['command']}`",
        "",
        "| best label, mean over languages | " + " | ".join(kinds) + " |",
        "|---|" + "--:|" * len(kinds),
        *(
            f"| {name} | {' | '.join(f'{each:.2%}' for each in told.values())} |"
            for name, told in (("all n-grams", kinds), ("langdetect, seeded", result["accuracy"]["langdetect"]))
        ),
        "",
        f"Both give the same label to {result['same_label']:.1%}. Of texts of at least {sure['least_letters']} "
        f"letters {sure['told']:.1%} reach a confidence of {sure['least_confidence']}, and "
        f"{sure['right_of_those']:.2%} of those are right; the expected calibration error is "
        f"{sure['error_of_the_others']:.3f}. All three are of languages that nothing was fitted on (best divisor "
        f"on the third that was: {sure['best']}; used: {sure['used']}).",
        "",
        "| texts a CPU second, by characters | " + " | ".join(f"{int(each):,}" for each in fast) + " |",
        "|---|" + "--:|" * len(fast),
        *(
            f"| {told} | {' | '.join(f'{each[name]:,}' for each in fast.values())} |"
            for name, told in (
                ("profiles", "all n-grams"),
                ("identify_all", "with the gate before them"),
                ("langdetect", "langdetect"),
            )
        ),
    ]
    return "\n".join(lines)


def memory(result: dict[str, Any]) -> str:
    """Peak, time and their ratio on one core and on more; the picture has the course of it."""
    runs, machine = result["runs"], result["machine"]
    first = runs[0]
    ledger = first["ledger"]
    lines = [
        f"{result['records']:,} records of {result['megabytes']:,} MB, {result['pipeline']} without "
        f"{result['without'].replace(',', ' and ')}: {ledger['dropped']:,} dropped, {ledger['kept']:,} kept; "
        f"{machine['cores_there']} cores there, Python {machine['python']}; {_versions(result['versions'])}. "
        f"Memory: {result['memory']}. `{result['command']}`",
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
        f"![Memory over the time of each run](results/{PICTURE.name})",
    ]
    return "\n".join(lines)


def memory_picture(result: dict[str, Any]) -> str:
    """The memory of each run over its time."""
    series = {f"{run['cores']} core{'s' if run['cores'] > 1 else ''}": run["series"] for run in result["runs"]}
    title = f"Memory of {result['pipeline']} over {result['records']:,} records of {result['megabytes']:,} MB"
    return lines_chart(title, ("seconds", "MB, all processes"), series)


def kills(result: dict[str, Any]) -> str:
    """How many runs ended as they should, and what a kill cost."""
    machine, overhead, outcomes = result["machine"], result["overhead"], result["outcomes"]
    lines = [
        f"{result['records']:,} records, {result['pipeline']}, {machine['cores_used']} of "
        f"{machine['cores_there']} cores, Python {machine['python']}; {_versions(result['versions'])}. "
        f"`{result['command']}`",
        "",
        f"**{result['equal']} of {result['kills']} killed runs, started again, left every file but timing.json "
        f"as an undisturbed run does.** Killed and started again, a run took {overhead['median']:.0%} longer than "
        f"an undisturbed one in the median, {overhead['p90']:.0%} in the ninetieth of a hundred.",
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


TABLES = {
    "throughput": throughput,
    "throughput-large": throughput,
    "reading": reading,
    "checks": checks,
    "precision": precision,
    "language": language,
    "memory": memory,
    "kills": kills,
}
STORED = {"precision": HERE.parent / "curate" / "checks" / "precision.json"}
"""Results that stand elsewhere than among the others."""


def renewed(text: str) -> str:
    """The page with each table between its markers made anew."""
    for name, draw in TABLES.items():
        stored = STORED.get(name, HERE / "results" / f"{name}.json")
        if not stored.exists():
            continue
        table = draw(json.loads(stored.read_text()))
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = marked.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    README.write_text(renewed(README.read_text()))
    if (MEASURED := HERE / "results" / "memory.json").exists():
        PICTURE.write_text(memory_picture(json.loads(MEASURED.read_text())))
