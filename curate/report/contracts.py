"""The shapes that other programs may rely on, as JSON Schema."""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import TypeAdapter, create_model

from curate.checks import BUILTIN, Check, RowCheck
from curate.checks.coverage import COVERAGE
from curate.config import Config
from curate.coverage_settings import CoverageSettings
from curate.errors import UnknownName
from curate.findings import Finding
from curate.gates import Gates
from curate.ledger import Ledger
from curate.overrides import Override
from curate.params import Params, describe, docstrings, first_sentence
from curate.pipeline import Pipeline
from curate.records.model import Function, Message, Record, ToolCall
from curate.report.check_json import CheckReport
from curate.report.coverage.as_json import CoverageReport
from curate.report.duplicates_json import DuplicatesReport
from curate.report.events import EVENT
from curate.report.manifest import Manifest
from curate.report.measured.model import MeasureReport
from curate.report.measured.plan import PlanReport
from curate.report.story_json import StoryReport
from curate.report.timing import TIMINGS
from curate.steps import BUILTIN as STEPS
from curate.steps import Step


def _pipeline_schema() -> dict[str, Any]:
    """Of a pipeline file, joined from the schemas of its checks, steps and gates."""
    own = Pipeline.meanings()
    plain: dict[str, dict[str, Any]] = {
        "name": {"type": "string"},
        "seed": {"type": "integer", "default": 0},
        "select": _NAMES,
        "ignore": _NAMES,
        "preview": _NAMES,
    }
    described: dict[str, Any] = {name: {**made, "description": own[name]} for name, made in plain.items()}
    return {
        "title": "curate pipeline",
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            **described,
            "checks": _checks_schema((*BUILTIN, *COVERAGE)),
            "overrides": {"type": "array", "items": _override_schema()},
            "steps": {"type": "array", "items": {"anyOf": [*map(_step_schema, STEPS), _OWN_STEP]}},
            "gates": _schema(Gates),
            "coverage": _schema(CoverageSettings),
        },
    }


def _override_schema() -> dict[str, Any]:
    own = {check.name: _schema(check) for check in BUILTIN if check.model_fields and issubclass(check, RowCheck)}
    return {
        "description": first_sentence(Override.__doc__),
        "type": "object",
        "required": ["where", "checks"],
        "properties": {
            "where": {"type": "string", "description": Override.meanings()["where"]},
            "checks": {"type": "object", "properties": own, "additionalProperties": False},
        },
        "additionalProperties": False,
    }


def _checks_schema(known: Sequence[type[Check]]) -> dict[str, Any]:
    """Of the table `[checks]`: settings by name, and checks from outside."""
    return {
        "type": "object",
        "properties": {check.name: _schema(check) for check in known if check.model_fields},
        "patternProperties": {":": {"type": "object"}},
        "additionalProperties": False,
    }


def _config_schema() -> dict[str, Any]:
    """Of a `curate.toml`, or of the table `[tool.curate]`."""
    plain = create_model("CurateSettings", __base__=Config, checks=(dict[str, Any], {}))
    made = plain.model_json_schema()
    checks = _checks_schema((*BUILTIN, *COVERAGE))
    own = {name: each for name, each in made["properties"].items() if name != "types"}
    return {**made, "title": "curate settings", "properties": {**own, "checks": checks}}


_NAMES = {"type": "array", "items": {"type": "string"}}
_OWN_STEP = {"type": "object", "required": ["use"], "properties": {"use": {"type": "string", "pattern": ":"}}}


def _schema(kind: type[Params]) -> dict[str, Any]:
    return {**kind.model_json_schema(), "description": first_sentence(kind.__doc__)}


def _step_schema(step: type[Step]) -> dict[str, Any]:
    made = _schema(step)
    made["properties"] = {"use": {"const": step.use}, **made["properties"]}
    made["required"] = ["use", *made.get("required", [])]
    return made


def _record_schema() -> dict[str, Any]:
    """Of a record; pydantic tells of a dictionary only what stands in its types."""
    made = TypeAdapter(Record).json_schema()
    describe(made["properties"], docstrings(Record))
    for kind in (Message, ToolCall, Function):
        describe(made["$defs"][kind.__name__]["properties"], docstrings(kind))
    return made


_MAKERS: dict[str, Callable[[], dict[str, Any]]] = {
    "record": _record_schema,
    "finding": Finding.model_json_schema,
    "check": CheckReport.model_json_schema,
    "ledger": Ledger.model_json_schema,
    "manifest": Manifest.model_json_schema,
    "story": StoryReport.model_json_schema,
    "coverage": CoverageReport.model_json_schema,
    "measure": MeasureReport.model_json_schema,
    "measure-plan": PlanReport.model_json_schema,
    "duplicates": DuplicatesReport.model_json_schema,
    "pipeline": _pipeline_schema,
    "config": _config_schema,
    "timing": TIMINGS.json_schema,
    "event": EVENT.json_schema,
}

NAMES = tuple(_MAKERS)


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one contract.

    Raises:
        UnknownName: there is none of this name.
    """
    if name not in _MAKERS:
        raise UnknownName.among(NAMES, kind="schema", name=name)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_MAKERS[name]()}
