"""`curate why`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from curate.cli import app

RUN = CliRunner()
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cleaned(kitchen: Path, tmp_path: Path) -> str:
    RUN.invoke(app, ["run", "sft-default", str(kitchen), "--out", str(tmp_path / "out")])
    return str(tmp_path / "out")


def test_a_dropped_record_tells_its_step_and_code(cleaned: str) -> None:
    told = RUN.invoke(app, ["why", cleaned, "k-1"]).stdout
    assert "dropped   by step 2, drop" in told
    assert "because of LEN001" in told
    assert "«LEN001: ok.»" in told


def test_a_record_goes_by_its_place_too(cleaned: str, kitchen: Path) -> None:
    assert RUN.invoke(app, ["why", cleaned, f"{kitchen}:1"]).stdout.startswith("k-0")


def test_the_story_is_there_as_json(cleaned: str) -> None:
    story = json.loads(RUN.invoke(app, ["why", cleaned, "k-1", "--output-format", "json"]).stdout)
    assert story["schema"] == "curate/story/v1"
    assert (story["fate"], story["dropped"]["code"]) == ("dropped", "LEN001")
    said = {name: story["messages"][1][name] for name in ("role", "content", "marks")}
    assert said == {"role": "assistant", "content": "ok.", "marks": [{"codes": ["LEN001"], "start": 0, "end": 3}]}


def test_several_stories_are_a_list_or_lines(cleaned: str) -> None:
    asked = ["why", cleaned, "--code", "LEN001", "--output-format"]
    listed = RUN.invoke(app, [*asked, "json"])
    lines = RUN.invoke(app, [*asked, "jsonl"])
    (story,) = json.loads(listed.stdout)
    assert [json.loads(line) for line in lines.stdout.splitlines()] == [story]
    assert "The only record dropped under LEN001." in listed.stderr


def test_without_text_only_what_happened_is_told(cleaned: str) -> None:
    assert "ok." not in RUN.invoke(app, ["why", cleaned, "k-1", "--no-text"]).stdout


def test_so_many_are_drawn_as_are_asked_for(tmp_path: Path, write_lines: Callable[..., Path]) -> None:
    rows: list[dict[str, Any]] = [
        {"id": f"s{n}", "prompt": f"Describe pier number {n}.", "completion": "ok."} for n in range(7)
    ]
    out = str(tmp_path / "out")
    RUN.invoke(app, ["run", "sft-default", str(write_lines(rows)), "--out", out])
    five = RUN.invoke(app, ["why", out, "--code", "LEN001", "--sample", "5"]).stdout
    assert five.count("What would have kept it") == 5
    assert five.endswith("5 of 7 records dropped under LEN001.\n")
    assert five == RUN.invoke(app, ["why", out, "--code", "short-response"]).stdout.replace(
        "short-response.", "LEN001."
    )
    every = RUN.invoke(app, ["why", out, "--code", "LEN001", "--sample", "9"]).stdout
    assert every.endswith("All 7 records dropped under LEN001.\n")
    none = RUN.invoke(app, ["why", out, "--code", "PII002"])
    assert (none.exit_code, none.stdout) == (0, "No record of this run was dropped under PII002.\n")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "name either one record of the run, or a code"),
        (["k-1", "--code", "LEN001"], "name either one record of the run, or a code"),
        (["k-1", "--sample", "3"], "draw records with a --code"),
        (["--code", "LEN01"], "Did you mean 'LEN0"),
        (["nobody"], "no record of this run is called nobody"),
    ],
)
def test_a_call_that_names_too_much_or_too_little_is_refused(
    cleaned: str, command: Command, asked: list[str], said: str
) -> None:
    code, out, err = command("why", cleaned, *asked)
    assert (code, out) == (2, "")
    assert said in err


def test_a_folder_without_a_run_and_a_damaged_one_are_input_that_can_not_be_read(
    cleaned: str, command: Command, tmp_path: Path
) -> None:
    assert command("why", tmp_path, "k-1")[0] == 3
    (Path(cleaned) / "findings.jsonl").write_text('{"code": ', encoding="utf-8")
    code, _, err = command("why", cleaned, "k-1")
    assert code == 3
    assert "findings.jsonl is damaged: line 1 is cut off" in err
