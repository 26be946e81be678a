"""Coverage as it is asked for, by a pipeline too."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import curate
from curate.coverage_settings import CoverageSettings
from curate.errors import InputError, UsageError
from curate.records.records import Records
from curate.report.coverage.as_json import CoverageReport
from curate.report.coverage.ask import must_be_there
from tests.report.coverage.conftest import TARGET

PIPELINE = """
name = "covered"

[checks]
thin-type = { least = 5 }

[coverage]
target = { open_qa = 0.4, summarization = 0.2, creative_writing = 0.3, translation = 0.1 }

[gates.max]
types.COV001 = 0
types.thin-type = 0
"""


@pytest.fixture
def pipeline(tmp_path: Path) -> str:
    path = tmp_path / "covered.toml"
    path.write_text(PIPELINE)
    return str(path)


def test_a_run_tells_the_coverage_of_what_it_kept(
    mixed: Callable[..., Records], pipeline: str, tmp_path: Path
) -> None:
    records = mixed()
    result = curate.run(pipeline, records, out=tmp_path / "out")
    told = json.loads((tmp_path / "out" / "coverage.json").read_text())
    CoverageReport.model_validate(told)
    assert told["records"] == len(result.kept)
    assert result.coverage is not None
    assert result.coverage.table.equals(curate.coverage(result.kept, TARGET).table)
    assert "coverage.json" in json.loads((tmp_path / "out" / "manifest.json").read_text())["outputs"]


def test_a_gate_breaks_on_what_coverage_finds(mixed: Callable[..., Records], pipeline: str) -> None:
    result = curate.run(pipeline, mixed())
    assert [(gate.gate, gate.value, gate.holds) for gate in result.ledger.gates] == [
        ("max.types.COV001", 1, False),
        ("max.types.thin-type", 0, True),
    ]


def test_no_gate_holds_on_shares_that_nobody_has_checked(mixed: Callable[..., Records], pipeline: str) -> None:
    missing, thin = curate.run(pipeline, mixed(labelled=False)).ledger.gates
    assert (missing.value, missing.holds) == (None, False)
    assert "label some first" in missing.reason
    assert thin.holds, "how many there are is no share"


def test_a_run_that_does_not_ask_for_it_has_none(mixed: Callable[..., Records], tmp_path: Path) -> None:
    result = curate.run("check-only", mixed(), out=tmp_path / "out")
    assert result.coverage is None
    assert not (tmp_path / "out" / "coverage.json").exists()


def test_a_reference_is_read_when_it_is_needed(mixed: Callable[..., Records], tmp_path: Path) -> None:
    records = mixed()
    path = tmp_path / "beside.toml"
    path.write_text(f'name = "x"\n[coverage]\ntarget = "{records.sources[0].name}"\n')
    result = curate.run(str(path), records)
    assert result.coverage is not None
    assert result.coverage.distance == pytest.approx(0)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"target": "no-such-mix"}, UsageError),
        ({"target": "none.toml"}, InputError),
        ({"target": "none.jsonl"}, InputError),
        ({"target": {"coding": 0.5}}, UsageError),
        ({"types": "none.toml"}, UsageError),
        ({"labels": ["none.csv"]}, InputError),
    ],
)
def test_what_is_not_there_is_told_before_the_work(
    asked: dict[str, object], error: type[Exception], mixed: Callable[..., Records]
) -> None:
    settings = CoverageSettings.model_validate(asked)
    with pytest.raises(error):
        must_be_there(settings)
    with pytest.raises(error):
        curate.run(curate.Pipeline(name="x", coverage=settings), mixed())


def test_what_is_there_is_fine(mixed: Callable[..., Records]) -> None:
    must_be_there(CoverageSettings(target="dolly"))
    must_be_there(CoverageSettings(target=mixed().sources[0].name))
    must_be_there(CoverageSettings())
