"""The contracts in schemas/ are those of the models, and agree with them on every conformance line."""

import json
import tomllib
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

import curate
from curate.config import parse_config
from curate.errors import UsageError
from curate.files.resources import pipeline_text, sample_files, shipped_pipelines
from curate.findings import Finding
from curate.ledger import DoesNotAddUp, Ledger
from curate.pipeline import parse_pipeline
from curate.records.model import Record
from curate.report.check_json import CheckReport, check_report
from curate.report.contracts import NAMES, json_schema
from curate.report.coverage.as_json import CoverageReport
from curate.report.duplicates_json import DuplicatesReport
from curate.report.events import EVENT
from curate.report.manifest import Manifest
from curate.report.measured.model import MeasureReport
from curate.report.measured.plan import PlanReport
from curate.report.story_json import StoryReport
from curate.report.timing import TIMINGS

Row = dict[str, Any]
MODELS: dict[str, TypeAdapter[Any]] = {
    "record": TypeAdapter(Record),
    "finding": TypeAdapter(Finding),
    "check": TypeAdapter(CheckReport),
    "ledger": TypeAdapter(Ledger),
    "manifest": TypeAdapter(Manifest),
    "story": TypeAdapter(StoryReport),
    "coverage": TypeAdapter(CoverageReport),
    "measure": TypeAdapter(MeasureReport),
    "measure-plan": TypeAdapter(PlanReport),
    "duplicates": TypeAdapter(DuplicatesReport),
    "timing": TIMINGS,
    "event": EVENT,
}
SCHEMAS = Path(__file__).parent.parent / "schemas"


def lines(contract: str, kind: str) -> list[Any]:
    path = SCHEMAS / contract / f"v1.{kind}.jsonl"
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        if path.exists()
        else []
    )


def validator(contract: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / contract / "v1.schema.json").read_text(encoding="utf-8")))


def accepts(contract: str, instance: object) -> bool:
    """Whether our own reader takes it."""
    try:
        if contract == "pipeline":
            parse_pipeline(as_toml(cast("Row", instance)), "line.toml")
        elif contract == "config":
            parse_config(as_toml(cast("Row", instance)), "line.toml")
        else:
            MODELS[contract].validate_python(instance)
    except (ValidationError, UsageError, DoesNotAddUp):
        return False
    return True


def as_toml(values: Row) -> str:
    """Plain values as TOML, inline."""
    return "".join(f"{name} = {inline(value)}\n" for name, value in values.items())


def inline(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{name}" = {inline(each)}' for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("contract", NAMES)
def test_a_schema_is_fresh(contract: str) -> None:
    written = json.loads((SCHEMAS / contract / "v1.schema.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(json_schema(contract))), "curate schema --write schemas"


@pytest.mark.parametrize("contract", NAMES)
def test_a_valid_line_is_accepted_by_the_schema_and_by_us(contract: str) -> None:
    valid = lines(contract, "valid")
    assert len(valid) >= 5
    for line in valid:
        validator(contract).validate(line)
        assert accepts(contract, line), line


@pytest.mark.parametrize("contract", NAMES)
def test_an_invalid_line_is_refused_by_us_and_by_the_schema_where_it_can_see_why(contract: str) -> None:
    invalid = lines(contract, "invalid")
    assert len(invalid) >= 6
    for line in invalid:
        assert not accepts(contract, line["instance"]), line["why"]
        assert validator(contract).is_valid(line["instance"]) is not line["schema_sees"], line["why"]


def test_what_a_run_and_a_check_write_keeps_to_the_contracts(tmp_path: Path) -> None:
    records = curate.read(*sample_files())
    curate.run("sft-default", records, out=tmp_path)
    validator("check").validate(json.loads(json.dumps(check_report(curate.check(records)))))
    for name in ("ledger", "manifest", "timing"):
        validator(name).validate(json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8")))
    for line in (tmp_path / "findings.jsonl").read_text(encoding="utf-8").splitlines():
        validator("finding").validate(json.loads(line))
    for raw in records.raw(0):
        validator("record").validate(json.loads(raw))


@pytest.mark.parametrize("name", shipped_pipelines())
def test_a_shipped_pipeline_keeps_to_its_contract(name: str) -> None:
    validator("pipeline").validate(tomllib.loads(pipeline_text(name)[1]))
