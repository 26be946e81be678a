"""`curate schema`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from curate.cli import app
from curate.report.contracts import NAMES, json_schema


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_printed(name: str) -> None:
    assert json.loads(CliRunner().invoke(app, ["schema", name]).stdout) == json_schema(name)


def test_all_are_written_below_a_folder(tmp_path: Path) -> None:
    CliRunner().invoke(app, ["schema", "--write", str(tmp_path)])
    assert {path.parent.name for path in tmp_path.rglob("v1.schema.json")} == set(NAMES)
