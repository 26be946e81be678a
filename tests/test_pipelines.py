"""Every shipped pipeline runs, and is told of."""

from pathlib import Path

import pytest

import curate
from curate import Pipeline
from curate.api import load_pipeline
from curate.checks import BUILTIN, ReadCheck
from curate.checks.tokens import TokenCheck
from curate.coverage_settings import CoverageSettings
from curate.files.resources import sample_files, shipped_pipelines
from curate.gates import Gates
from curate.steps import BUILTIN as STEPS

FOLDER = Path(__file__).parent.parent / "pipelines"


CLEANING = [name for name in shipped_pipelines() if name != "check-only"]


def test_checking_alone_keeps_every_record_and_fails_where_one_can_not_be_trained_on() -> None:
    result = curate.run("check-only", curate.read(*sample_files()))
    assert len(result.kept) == result.ledger.parsed
    assert not result.ledger.holds
    assert {gate.gate for gate in result.ledger.broken} >= {"max.found.STR001", "max.found.TPL001"}


def test_checking_alone_allows_no_record_at_error_level() -> None:
    # What hangs on the user's own model runs only where that is named.
    looked_for = {
        check.code
        for check in BUILTIN
        if check.severity == "error" and not issubclass(check, ReadCheck | TokenCheck)
    }
    limits = load_pipeline("check-only").gates.max
    assert {name: limit for name, limit in limits.items() if name != "rejected_share"} == {
        f"found.{code}": 0 for code in looked_for
    }


@pytest.mark.parametrize("name", CLEANING)
def test_a_shipped_pipeline_cleans_the_sample_and_accounts_for_it(name: str) -> None:
    result = curate.run(name, curate.read(*sample_files()))
    assert 0 < len(result.kept) < result.ledger.parsed
    assert result.ledger.holds
    assert result.pipeline.name == name


def test_every_pipeline_of_the_folder_is_shipped_and_listed() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(shipped_pipelines())
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in shipped_pipelines() if f"`{name}`" not in listed] == []


@pytest.mark.parametrize("name", shipped_pipelines())
def test_a_shipped_pipeline_points_editors_to_its_schema(name: str) -> None:
    first = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines()[0]
    assert (FOLDER / first.removeprefix("#:schema ")).resolve().exists()


def test_every_step_and_gate_and_each_of_their_settings_is_listed() -> None:
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    names = [name for step in STEPS for name in (step.use, *step.model_fields)]
    names += [
        *Gates.model_fields,
        *(name for name in Pipeline.model_fields if name not in ("checks", "steps", "gates", "types", "coverage")),
        *CoverageSettings.model_fields,
    ]
    assert [name for name in names if f"`{name}`" not in listed and f"`[[{name}]]`" not in listed] == []
