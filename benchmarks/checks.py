"""How fast are the checks on real demonstrations, each alone and all together?

python -m benchmarks.checks --data DIR-OF-REAL-SETS [--records 100000] [--seed 7] [--rounds 3] [--select CODES]

Writes benchmarks/results/checks.json; `python -m benchmarks.tables` then renews the tables. On one core; figures
are medians of CPU time. A fact is computed once for all checks that read it, so its time stands apart, under its
own name. Left out unless selected are checks of languages (LNG) and of near-duplicates (DUP002), which
`throughput.py` measures.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.corpus import write_corpus

if TYPE_CHECKING:
    import polars as pl

    from curate.checks import Check
    from curate.facts.view import View

RESULTS = Path(__file__).parent / "results" / "checks.json"
PACKAGES = ("curate-sft", "polars", "pydantic", "numpy")
APART = ("LNG", "DUP002")
"""Measured elsewhere."""
TARGETS = {"records_per_cpu_s": 10_000, "largest_share": 0.25}
"""At least so many records a CPU second, and no check with more of the time than this."""


def asked_for(select: str) -> list["Check"]:
    """The checks to measure: those selected, or all that run by default but for those apart."""
    from curate.checks import BUILTIN, ReadCheck, chosen

    every = tuple(kind() for kind in BUILTIN)
    codes = chosen(every, select.split(",") if select else (), () if select else APART)
    return [
        check
        for check in every
        if check.code in codes and not isinstance(check, ReadCheck) and not check.not_applicable()
    ]


def facts_of(check: "Check") -> tuple[str, ...]:
    """The facts that a check reads."""
    from curate.checks import RowCheck, SetCheck
    from curate.facts.view import facts_in

    if isinstance(check, RowCheck):
        told = (check.glance(), check.flag(), check.score(), check.message())
        return facts_in(each for each in told if each is not None)
    return check.facts() if isinstance(check, SetCheck) else ()


def in_order(names: Iterable[str]) -> list[str]:
    """Facts and those that they need, each behind what it needs."""
    from curate.facts import fact_called

    ordered: list[str] = []
    for name in names:
        ordered += [each for each in (*in_order(fact_called(name).needs), name) if each not in ordered]
    return ordered


def median(work: Callable[[], object], rounds: int) -> float:
    """CPU seconds of a piece of work."""
    from benchmarks.reading import cpu_of

    return round(statistics.median(cpu_of(work) for _ in range(rounds)), 3)


def measured(frame: "pl.DataFrame", checks: list["Check"], rounds: int) -> dict[str, Any]:
    """The table of messages, each fact, each check on facts that are there, and all of it in one go."""
    from curate.engine.finder import Finder
    from curate.facts.view import View

    def one_by_one(name: str, view: "View") -> Callable[[], object]:
        return lambda: View(view.records, view.messages).need([name])

    view, facts = View.of(frame), {}
    for name in in_order(name for check in checks for name in facts_of(check)):
        facts[name] = median(one_by_one(name, view), rounds)
        view.need([name])
    rows = []
    for check in checks:
        found = Finder([check]).find(view).height
        cpu = median(lambda check=check: Finder([check]).find(view), rounds)  # type: ignore[misc]
        rows.append({"code": check.code, "name": check.name, "cpu_s": cpu, "found": found})
    return {
        "messages_cpu_s": median(lambda: View.of(frame), rounds),
        "facts": facts,
        "checks": rows,
        "together_cpu_s": median(lambda: Finder(checks).find(View.of(frame)), rounds),
    }


def main() -> None:
    """Make the corpus, measure, and store what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--select", default="")
    parser.add_argument("--out", type=Path, default=RESULTS)
    asked = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = "1"
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    import curate

    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus.jsonl"
        size = write_corpus(asked.data, corpus, asked.records, asked.seed)
        frame = curate.read(corpus).frame
    result = {
        "question": "How fast are the checks on real demonstrations, each alone and all together?",
        "command": f"python -m benchmarks.checks --data DIR --records {asked.records} --seed {asked.seed}"
        + (f" --select {asked.select}" if asked.select else ""),
        "records": asked.records,
        "megabytes": round(size / 1e6, 1),
        "seed": asked.seed,
        "rounds": asked.rounds,
        "targets": TARGETS,
        "machine": {"cores_used": 1, "processor": platform.machine(), "python": platform.python_version()},
        "versions": {name: version(name) for name in PACKAGES},
        **measured(frame, asked_for(asked.select), asked.rounds),
    }
    asked.out.write_text(json.dumps(result, indent=2) + "\n")
    print(
        json.dumps(
            {name: result[name] for name in ("messages_cpu_s", "facts", "checks", "together_cpu_s")}, indent=1
        )
    )


if __name__ == "__main__":
    main()
