"""Renews the tables of benchmarks/README.md and docs/languages.md from the stored results.

python -m benchmarks.tables
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.table.checks import checks
from benchmarks.table.coverage import coverage
from benchmarks.table.kills import kills
from benchmarks.table.language import language
from benchmarks.table.look_alikes import look_alikes, not_known
from benchmarks.table.measure_intervals import measure_intervals
from benchmarks.table.measure_ranks import measure_ranks
from benchmarks.table.measure_real import measure_real
from benchmarks.table.measure_speed import measure_beside, measure_memory, measure_times
from benchmarks.table.memory import PICTURE, memory, memory_picture
from benchmarks.table.near_duplicates import near_duplicates
from benchmarks.table.precision import precision
from benchmarks.table.prompt_types import prompt_types
from benchmarks.table.reading import reading
from benchmarks.table.repeats import repeats
from benchmarks.table.throughput import throughput

HERE = Path(__file__).parent
README = HERE / "README.md"
PAGES = (README, HERE.parent / "docs" / "languages.md")
TABLES: dict[str, Callable[[dict[str, Any]], str]] = {
    "throughput": throughput,
    "throughput-large": throughput,
    "near-duplicates": near_duplicates,
    "reading": reading,
    "repeats": repeats,
    "checks": checks,
    "precision": precision,
    "language": language,
    "look-alikes": look_alikes,
    "not-known": not_known,
    "prompt-types": prompt_types,
    "coverage": coverage,
    "measure-intervals": measure_intervals,
    "measure-proxy": measure_real,
    "measure-proxy-2000": measure_real,
    "measure-smollm2-135m": measure_real,
    "measure-ranks": measure_ranks,
    "measure-beside": measure_beside,
    "measure-memory": measure_memory,
    "measure-times": measure_times,
    "memory": memory,
    "kills": kills,
    "kills-large": kills,
}
_LANGUAGE = HERE / "results" / "language.json"
STORED = {
    "precision": HERE.parent / "curate" / "checks" / "precision.json",
    "look-alikes": _LANGUAGE,
    "not-known": _LANGUAGE,
}
"""Results that stand elsewhere than in a file that is called as the table is."""


def renewed(text: str) -> str:
    """The page with each table between its markers made anew."""
    for name, draw in TABLES.items():
        stored = STORED.get(name, HERE / "results" / f"{name}.json")
        if f"<!-- {name} -->\n" not in text or not stored.exists():
            continue
        table = draw(json.loads(stored.read_text()))
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = marked.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
    if (MEASURED := HERE / "results" / "memory.json").exists():
        PICTURE.write_text(memory_picture(json.loads(MEASURED.read_text())))
