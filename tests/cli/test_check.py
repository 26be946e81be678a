"""`curate check`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from curate.cli import app

Row = dict[str, Any]
RUN = CliRunner()


def test_findings_come_as_lines_with_their_place(kitchen: Path) -> None:
    done = RUN.invoke(app, ["check", str(kitchen)])
    assert (
        f"{kitchen}:2: warning LEN001 short-response   messages[1].content: 1 of at least 3 words" in done.stdout
    )
    assert "Found     1 problem in 1 record" in done.stdout


def test_a_check_that_could_not_run_says_so(kitchen: Path) -> None:
    assert "Not run   LNG001 unexpected-language" in RUN.invoke(app, ["check", str(kitchen)]).stdout


def test_json_goes_to_a_file_whole(kitchen: Path, tmp_path: Path) -> None:
    target = tmp_path / "found.json"
    done = RUN.invoke(app, ["check", str(kitchen), "--output-format", "json", "-o", str(target)])
    report = json.loads(target.read_text(encoding="utf-8"))
    assert (done.exit_code, done.stdout) == (0, "")
    assert [finding["id"] for finding in report["findings"]] == ["k-1"]


def test_json_lines_hold_a_finding_each(kitchen: Path) -> None:
    done = RUN.invoke(app, ["check", str(kitchen), "--output-format", "jsonl"])
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["LEN001"]


def test_without_text_no_word_of_a_record_is_shown(kitchen: Path) -> None:
    assert '"ok."' in RUN.invoke(app, ["check", str(kitchen)]).stdout
    assert "ok." not in RUN.invoke(app, ["check", str(kitchen), "--no-text"]).stdout


def test_quiet_prints_nothing_and_ends_alike(kitchen: Path) -> None:
    done = RUN.invoke(app, ["check", str(kitchen), "--quiet", "--fail-on", "warning"])
    assert (done.stdout, done.exit_code) == ("", 1)


def test_a_limit_says_how_many_more_there_are(write_lines: Callable[..., Path], chat: Callable[..., Row]) -> None:
    path = write_lines([chat(f"Describe pier {name} in a few words.", "no.") for name in ("one", "two", "three")])
    done = RUN.invoke(app, ["check", str(path), "--select", "LEN001", "--limit", "1"])
    assert "... and 2 more" in done.stdout


@pytest.mark.parametrize(
    "text", ["As an AI language model, I \x1b[31mcan not\x1b[0m say.", "As an AI model, I [red]say[/red]."]
)
def test_text_of_a_record_does_nothing_to_a_terminal(
    write_lines: Callable[..., Path], chat: Callable[..., Row], text: str
) -> None:
    shown = RUN.invoke(app, ["check", str(write_lines([chat("Which colour is best?", text)]))]).stdout
    assert "\x1b" not in shown
    assert "[31m" not in shown or "\\u001b[31m" in shown
    assert "[red]" in shown or "\\u001b" in shown
