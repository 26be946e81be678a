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


TABLES = {"throughput": throughput}


def renewed(text: str) -> str:
    """The page with each table between its markers made anew."""
    for name, draw in TABLES.items():
        table = draw(json.loads((HERE / "results" / f"{name}.json").read_text()))
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = marked.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    README.write_text(renewed(README.read_text()))
