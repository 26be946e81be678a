"""The times that a run leaves."""

import json
from pathlib import Path

import curate
from curate.report.timing import TIMINGS


def test_what_a_run_leaves_keeps_to_the_contract(sample_run: tuple[curate.Result, Path]) -> None:
    left = json.loads((sample_run[1] / "timing.json").read_text(encoding="utf-8"))
    entries = TIMINGS.validate_python(left)
    assert [entries[0].part, entries[-1].part] == ["read", "write"]
    assert TIMINGS.dump_python(entries, mode="json") == left
    for entry in entries:
        if entry.records_per_s is not None:
            assert entry.records_per_s == round(entry.records / entry.wall_s, 1)
