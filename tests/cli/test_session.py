"""What a call of the command line says beside its result, and what it leaves."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from curate.cli.session import NOTHING, LogFormat, Session, asked_for
from curate.report.events import EVENT

Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("check a.jsonl", "text"),
        ("check a.jsonl --log-format json", "json"),
        ("check --log-format=json a.jsonl", "json"),
        ("check --log-format json --log-format text", "text"),
        ("check --log-format", "text"),
        ("check -- --log-format json", "text"),
        ("", "text"),
    ],
)
def test_the_form_is_known_before_the_call_is_understood(words: str, form: str) -> None:
    assert asked_for(words.split()) == form


def events(said: str) -> list[dict[str, object]]:
    """Each line, held to the contract."""
    return [EVENT.validate_json(line).model_dump() for line in said.splitlines()]


def test_for_people_a_complaint_is_a_sentence_and_how_to_mend_it(capsys: pytest.CaptureFixture[str]) -> None:
    Session().complain("it is a file.", "Give a folder.\nOr none.", 2)
    assert capsys.readouterr().err == "curate: it is a file.\n        Give a folder.\n        Or none.\n"


def test_for_programs_all_is_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    session = Session(LogFormat.json)
    session.note("Settings from a\nfile")
    session.complain("it is a file.", "", 2)
    session.finish(2)
    note, error, finished = events(capsys.readouterr().err)
    assert note["message"] == "Settings from a\nfile"
    assert (error["message"], error["hint"], error["exit_code"]) == ("it is a file.", "", 2)
    assert (finished["exit_code"], finished["out"], finished["files"]) == (2, None, [])


def test_who_is_to_be_quiet_says_only_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    session = Session(LogFormat.json, quiet=True)
    session.note("Settings from a file")
    session.complain("it is a file.", "", 2)
    session.finish(2)
    assert [each["event"] for each in events(capsys.readouterr().err)] == ["error"]


def test_a_name_that_is_no_unicode_can_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"caf\xe9.jsonl")
    for form in LogFormat:
        Session(form).complain(f"{name} is missing.", "", 3)
    text, line = capsys.readouterr().err.splitlines()
    assert text == "curate: caf\\udce9.jsonl is missing."
    assert "is missing" in json.loads(line)["message"]


def test_what_is_left_after_a_stop_is_told_as_it_is(tmp_path: Path) -> None:
    session, out = Session(), tmp_path / "out"
    assert session.left() == NOTHING
    session.out = out
    assert session.left() == NOTHING
    (out / ".work").mkdir(parents=True)
    assert session.left() == f"Stopped. What is done stays in {out}; the same command goes on from there."
    (out / ".work").rmdir()
    (out / "manifest.json").write_text("{}")
    assert session.left() == f"Stopped; {out} is written, and whole."
    os.utime(out / "manifest.json", (1, 1))
    assert session.left() == NOTHING, "an earlier run was not touched"


def test_work_that_is_kept_elsewhere_is_told_with_its_folder_once_there_is_some(tmp_path: Path) -> None:
    session, kept = Session(), tmp_path / "kept"
    session.kept = kept
    assert session.left() == NOTHING
    kept.mkdir()
    (kept / "losses-1.npz").write_bytes(b"1")
    assert session.left() == f"Stopped. What is done stays in {kept}; the same command goes on from there."
    os.utime(kept / "losses-1.npz", (1, 1))
    assert session.left() == NOTHING, "an earlier call's was not used"


def test_a_file_that_was_there_before_is_not_taken_for_ours(tmp_path: Path) -> None:
    session = Session()
    session.out = tmp_path / "findings.json"
    session.out.write_text("[]")
    assert session.left() == f"Stopped; {session.out} is written, and whole."
    os.utime(session.out, (1, 1))
    assert session.left() == NOTHING


def test_a_check_for_programs_ends_with_what_came_of_it(command: Command, kitchen: Path, tmp_path: Path) -> None:
    out = tmp_path / "findings.json"
    code, printed, said = command(
        "check", kitchen, "--select", "LEN001", "--output-format", "json", "-o", out, "--log-format", "json"
    )
    *parts, finished = events(said)
    assert {each["event"] for each in parts} == {"started", "ended"}
    assert (finished["event"], finished["exit_code"], finished["out"]) == ("finished", code, str(out))
    assert finished["files"] == [str(out)]
    assert printed == f"Wrote     {out}   1 finding as json\n"


def test_a_run_for_programs_names_every_file_that_it_wrote(
    command: Command, kitchen: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    _, _, said = command("run", "dedup-only", kitchen, "--out", out, "--log-format", "json")
    finished = events(said)[-1]
    assert finished["out"] == str(out)
    assert set(map(str, out.iterdir())) == set(map(str, finished["files"]))  # type: ignore[call-overload]
    assert finished["files"][0] == str(out / "kept.jsonl")  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["check", "missing.jsonl"], 3, "missing.jsonl"),
        (["check", "missing.jsonl", "--no-such-option"], 2, "No such option"),
        (["check"], 2, "Missing argument"),
        (["check", "missing.jsonl", "--fail-on", "always"], 2, "--fail-on"),
        (["run", "sft-defualt", "missing.jsonl", "--dry-run"], 2, "sft-defualt"),
        (["convert", "missing.jsonl", "--to", "messages", "-o", "a.jsonl"], 3, "missing.jsonl"),
        (["init", "missing.jsonl"], 3, "missing.jsonl"),
    ],
)
def test_what_is_wrong_is_an_event_too(command: Command, words: list[str], code: int, message: str) -> None:
    ended, printed, said = command(*words, "--log-format", "json")
    error, finished = events(said)[-2:]
    assert message in str(error["message"])
    assert (ended, error["exit_code"], finished["exit_code"], printed) == (code, code, code, "")


def test_help_and_version_end_as_ever(command: Command) -> None:
    code, printed, said = command("check", "--help", "--log-format", "json")
    assert (code, "Look for problems" in printed) == (0, True)
    assert [each["event"] for each in events(said)] == ["finished"]
