"""What each check and each fact costs."""

from typing import Any


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
