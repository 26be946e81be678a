"""Renews the tables of benchmarks/README.md from the stored results.

python -m benchmarks.tables
"""

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
README = HERE / "README.md"


def throughput(result: dict[str, Any]) -> str:
    """The job as a whole, then each part."""
    ledger, versions = (
        result["ledger"],
        ", ".join(f"{name} {number}" for name, number in result["versions"].items()),
    )
    lines = [
        f"{result['records']:,} records, {result['megabytes']} MB, languages {result['languages']}, one core, "
        f"Python {result['machine']['python']}; {versions}. `{result['command']}`",
        "",
        f"**{result['cpu_s']:,.0f} CPU seconds, {result['records_per_cpu_s']:,} records a CPU second, "
        f"peak memory {result['peak_mb']:,} MB.** {ledger['read']:,} read = {ledger['rejected']:,} rejected + "
        f"{ledger['dropped']:,} dropped + {ledger['kept']:,} kept.",
        "",
        "| part | records | CPU s | share | records/s | peak memory by its end, MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for part in result["parts"]:
        cpu = part["cpu_s"]
        rate = f"{part['records'] / cpu:,.0f}" if cpu else ""
        share = f"{cpu / result['cpu_s']:.1%}"
        lines.append(
            f"| {part['part']} | {part['records']:,} | {cpu:.2f} | {share} | {rate} | {part['peak_mb']:,.0f} |"
        )
    return "\n".join(lines)


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


TABLES = {"throughput": throughput, "reading": reading, "checks": checks, "precision": precision}
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
