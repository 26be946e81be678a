"""`curate check`."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from curate.cli import app
from curate.errors import UsageError

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
    assert (done.exit_code, done.stdout) == (0, f"Wrote     {target}   1 finding as json\n")
    assert [finding["id"] for finding in report["findings"]] == ["k-1"]


def test_json_lines_hold_a_finding_each(kitchen: Path) -> None:
    done = RUN.invoke(app, ["check", str(kitchen), "--output-format", "jsonl"])
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["LEN001"]


def test_without_text_no_word_of_a_record_is_shown(kitchen: Path) -> None:
    assert '"ok."' in RUN.invoke(app, ["check", str(kitchen)]).stdout
    assert "ok." not in RUN.invoke(app, ["check", str(kitchen), "--no-text"]).stdout


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("I would gladly, but as an AI model I own no boat.", 'talk of itself: "I would gladly, but as an AI'),
        ("Cast off at high water.<|im_end|>", 'or a form: "t off at high water.<|im_end|>"'),
        ("The cafÃ© on the quay.", 'or control characters: "The cafÃ© on the quay."'),
    ],
)
def test_the_phrase_that_was_found_is_shown_unless_no_text_may_be(
    write_lines: Callable[..., Path], chat: Callable[..., Row], said: str, shown: str
) -> None:
    path = str(write_lines([chat("When shall we sail, and where do we meet?", said)]))
    assert shown in RUN.invoke(app, ["check", path]).stdout
    line = RUN.invoke(app, ["check", path, "--no-text"]).stdout.splitlines()[0]
    assert said[:8] not in line


def test_a_twin_is_told_by_its_place_and_name(write_lines: Callable[..., Path], chat: Callable[..., Row]) -> None:
    rows = [chat("Name a bird of prey.", said, id=said[-1:]) for said in ("The osprey", "the Osprey")]
    path = write_lines(rows)
    done = RUN.invoke(app, ["check", str(path), "--select", "DUP001"]).stdout
    found = re.match(r".*:(\d): .*says the same as another record: (.*):(\d) \(y\)", done)
    assert found
    assert {found[1], found[3]} == {"1", "2"}
    assert found[2] == str(path)


def test_a_twin_without_an_id_goes_by_its_key(write_lines: Callable[..., Path], chat: Callable[..., Row]) -> None:
    path = write_lines([chat("Name a bird of prey.", said) for said in ("The osprey", "the Osprey")])
    done = RUN.invoke(app, ["check", str(path), "--select", "DUP001"]).stdout
    assert re.search(r"another record: .*:\d \([0-9a-f]{16}\)", done)


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


def test_what_is_read_is_not_replaced_by_findings(kitchen: Path) -> None:
    before = kitchen.read_bytes()
    done = RUN.invoke(app, ["check", str(kitchen), "-o", str(kitchen)])
    assert isinstance(done.exception, UsageError)
    assert kitchen.read_bytes() == before
