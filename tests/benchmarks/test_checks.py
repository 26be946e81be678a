"""What each check costs."""

import curate
from benchmarks.checks import TARGETS, asked_for, facts_of, measured
from benchmarks.table.checks import checks as checks_table
from curate.files.resources import sample_files


def test_the_checks_are_measured_with_their_facts_apart() -> None:
    checks = asked_for("LEN,DUP001")
    assert [check.code for check in checks] == ["LEN001", "LEN002", "LEN003", "LEN004", "DUP001"]
    assert {check.code for check in asked_for("")}.isdisjoint({"LNG001", "DUP002", "FMT001"})
    told = measured(curate.read(*sample_files()).frame, checks, rounds=1)
    assert set(told["facts"]) == {*(name for check in checks for name in facts_of(check)), "both-digests"}
    assert [row["code"] for row in told["checks"]] == [check.code for check in checks]
    table = checks_table({**HEAD, **told})
    assert "| records a CPU second, 5 checks together | >= 10,000 |" in table
    assert "| fact words |" in table


HEAD = {
    "records": 400,
    "megabytes": 0.2,
    "rounds": 1,
    "targets": TARGETS,
    "machine": {"python": "3.11"},
    "versions": {"polars": "2.1"},
    "command": "python -m benchmarks.checks",
}


# What runs side by side.
