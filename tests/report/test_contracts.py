import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from curate.checks import BUILTIN as CHECKS
from curate.errors import UnknownName
from curate.report.contracts import NAMES, json_schema
from curate.steps import BUILTIN as STEPS


@pytest.mark.parametrize("name", NAMES)
def test_each_contract_is_a_schema_of_the_named_draft(name: str) -> None:
    schema = json_schema(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("name", NAMES)
def test_each_reference_in_a_contract_leads_somewhere(name: str) -> None:
    schema = json_schema(name)
    for part in json.dumps(schema).split('"$ref": "#/$defs/')[1:]:
        assert part.partition('"')[0] in schema["$defs"]


def test_an_unknown_contract_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"no schema called 'finding-s'\. Did you mean 'finding'"):
        json_schema("finding-s")


def test_the_schema_of_a_pipeline_knows_every_setting_of_every_check() -> None:
    known: dict[str, Any] = json_schema("pipeline")["properties"]["checks"]["properties"]
    for check in CHECKS:
        if check.model_fields:
            assert set(known[check.name]["properties"]) == set(check.model_fields)


def test_the_schema_of_a_pipeline_knows_every_step() -> None:
    items = json_schema("pipeline")["properties"]["steps"]["items"]["anyOf"]
    uses = [item["properties"]["use"].get("const") for item in items]
    assert uses == [*(step.use for step in STEPS), None]


def test_an_editor_can_tell_what_each_setting_means() -> None:
    properties = json_schema("pipeline")["properties"]
    for check in properties["checks"]["properties"].values():
        assert check["description"]
        assert all(setting["description"] for setting in check["properties"].values())


@pytest.mark.parametrize(
    ("pipeline", "accepted"),
    [
        ({"name": "x"}, True),
        ({"name": "x", "checks": {"short-response": {"min_words": 5}}}, True),
        ({"name": "x", "checks": {"acme.quality:Shouted": {"max_share": 0.5}}}, True),
        ({"name": "x", "steps": [{"use": "acme.quality:Cap", "limit": 4}]}, True),
        ({}, False),
        ({"name": "x", "chekcs": {}}, False),
        ({"name": "x", "checks": {"short-response": {"min_word": 5}}}, False),
        ({"name": "x", "steps": [{"use": "drop"}]}, False),
        ({"name": "x", "steps": [{"use": "keep-one", "of": "DUP001", "prefer": "newest"}]}, False),
        ({"name": "x", "gates": {"max_dropped_share": 40}}, False),
    ],
    ids=str,
)
def test_an_editor_underlines_what_the_program_would_refuse(pipeline: dict[str, Any], *, accepted: bool) -> None:
    assert Draft202012Validator(json_schema("pipeline")).is_valid(pipeline) is accepted
