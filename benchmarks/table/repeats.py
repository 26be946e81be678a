"""What checking again costs."""

from typing import Any

from benchmarks.table.drawn import drawn
from benchmarks.table.versions import versions_of

AIMS = {"again": 0.10, "one changed": 0.15}
SAID = {"first": "for the first time", "again": "again", "one changed": "again, one record changed"}


def repeats(result: dict[str, Any]) -> str:
    """CPU time of each check, which part of the first that is, and what it was to be."""
    machine = result["machine"]
    kept = "" if result["keeps_compiled_modules"] else "; Python keeps no compiled modules"
    rows = [(SAID[name], f"{cpu_s:.2f}", *_beside(result, name)) for name, cpu_s in result["cpu_s"].items()]
    return "\n".join(
        [
            f"{result['records']:,} records of {result['megabytes']} MB, {machine['cores_used']} of "
            f"{machine['cores_there']} cores, Python {machine['python']}, rounds: {result['rounds']}, medians"
            f"{kept}; {versions_of(result['versions'])}. `{result['command']}`",
            "",
            *drawn(("the set is checked", "CPU s", "of the first time", "aim", ""), rows),
        ]
    )


def _beside(result: dict[str, Any], name: str) -> tuple[str, str, str]:
    if name not in AIMS:
        return "", "", ""
    share = result["shares"][name]
    return f"{share:.1%}", f"<= {AIMS[name]:.0%}", "reached" if share <= AIMS[name] else "**missed**"
