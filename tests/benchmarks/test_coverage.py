"""How it is judged what coverage says."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.coverage import RESULTS, arguments, measure
from benchmarks.table.coverage import coverage
from benchmarks.tables import README
from tests.report.coverage.mill import rows

COUNTS = {"open_qa": 240, "summarization": 240, "coding": 220}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    with gzip.open(folder / "dolly.jsonl.gz", "wt", encoding="utf-8") as file:
        for row in rows(COUNTS):
            said = {"instruction": row["prompt"], "context": "", "response": row["completion"]}
            file.write(json.dumps(said | {"category": row["category"]}) + "\n")
    return folder


def test_what_is_deleted_is_found_and_labels_hold_the_truth(data: Path) -> None:
    told = measure(arguments(["--data", str(data), "--repeats", "4", "--audits", "3"]))
    assert told["prompts"] == sum(COUNTS.values())
    assert told["deleted"]["types"] == 3
    assert told["deleted"]["found"]["90%"]["under"] == 1
    assert told["audits"]["held"] >= 0.5
    assert set(told["audits"]["types"]) == set(COUNTS)
    for each in told["spent"]["distance"].values():
        assert each["brief"] < each["evenly"] < each["before"] + 0.2
    text = coverage({"python": "3", "command": "x", **told})
    assert "| 90% | 100.0% |" in text
    assert text.count("met") + text.count("missed") == 5


def test_the_table_is_that_of_the_results() -> None:
    assert coverage(json.loads(RESULTS.read_text())) in README.read_text()
