"""How fast files are read and written."""

from typing import Any


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
