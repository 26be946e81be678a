"""`curate why`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from curate.cli import app

RUN = CliRunner()


@pytest.fixture
def cleaned(kitchen: Path, tmp_path: Path) -> str:
    RUN.invoke(app, ["run", "sft-default", str(kitchen), "--out", str(tmp_path / "out")])
    return str(tmp_path / "out")


def test_a_dropped_record_tells_its_step_and_code(cleaned: str) -> None:
    told = RUN.invoke(app, ["why", cleaned, "k-1"]).stdout
    assert "dropped   step 2, drop" in told
    assert "because of LEN001" in told


def test_a_record_goes_by_its_place_too(cleaned: str, kitchen: Path) -> None:
    assert RUN.invoke(app, ["why", cleaned, f"{kitchen}:1"]).stdout.startswith("k-0")


def test_the_story_is_there_as_json(cleaned: str) -> None:
    story = json.loads(RUN.invoke(app, ["why", cleaned, "k-1", "--json"]).stdout)
    assert (story["fate"], story["dropped"]["code"]) == ("dropped", "LEN001")
    assert story["messages"][1] == {"role": "assistant", "content": "ok."}


def test_without_text_only_what_happened_is_told(cleaned: str) -> None:
    assert "ok." not in RUN.invoke(app, ["why", cleaned, "k-1", "--no-text"]).stdout
