"""`curate init`."""

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.files.resources import sample_files
from curate.pipeline import parse_pipeline
from curate.records.records import Records

pytestmark = pytest.mark.slow

Command = Callable[..., tuple[int, str, str]]
Row = dict[str, Any]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the sample in it; one name has a blank."""
    monkeypatch.chdir(tmp_path)
    messages, alpaca = sample_files()
    shutil.copy(messages, tmp_path / "data.jsonl")
    shutil.copy(alpaca, tmp_path / "more data.json")
    return tmp_path


def next_lines(out: str) -> list[list[str]]:
    """The commands that are offered, as a shell would take them."""
    offered = out.split("\nNext ")[1].splitlines()
    return [shlex.split(line.strip().rpartition("   ")[0]) for line in offered]


def test_what_it_writes_runs_on_the_same_data_with_no_gate_broken(command: Command, desk: Path) -> None:
    code, out, _ = command("init", "data.jsonl", "more data.json")
    assert code == 0
    assert "Read      443 records   2 unreadable" in out
    assert "Wrote     curate-pipeline.toml   3 steps would drop 83 (18.8 %) and keep 358" in out
    dry, clean = next_lines(out)
    assert dry == ["curate", "run", "curate-pipeline.toml", "data.jsonl", "more data.json", "--dry-run"]
    assert command(*dry[1:])[0] == 0
    code, out, _ = command(*clean[1:])
    assert (code, "Broken" in out) == (0, False)
    assert (desk / "cleaned" / "manifest.json").exists()


def test_without_files_it_writes_a_general_one_that_runs(command: Command, desk: Path) -> None:
    code, out, _ = command("init", "-o", "mine.toml")
    assert (code, "no data was looked at" in out) == (0, True)
    assert command("run", "mine.toml", "data.jsonl", "--dry-run")[0] == 0
    assert next_lines(out)[-1] == ["curate", "init", "your.jsonl", "-o", "mine.toml", "--force"]
    assert parse_pipeline((desk / "mine.toml").read_text(encoding="utf-8"), "mine.toml").name == "mine"


def test_a_file_that_is_there_is_replaced_only_by_force(command: Command, desk: Path) -> None:
    (desk / "mine.toml").write_text("# mine\n")
    code, out, err = command("init", "data.jsonl", "-o", "mine.toml")
    assert (code, out) == (2, "")
    assert "mine.toml is there already" in err
    assert (desk / "mine.toml").read_text() == "# mine\n"
    assert command("init", "data.jsonl", "-o", "mine.toml", "--force")[0] == 0
    assert "[gates]" in (desk / "mine.toml").read_text(encoding="utf-8")


def test_a_dash_prints_it_and_nothing_else(command: Command, desk: Path) -> None:
    code, out, _ = command("init", "data.jsonl", "-o", "-", "--quiet")
    assert code == 0
    assert out == curate.init("data.jsonl").text
    assert not (desk / "-").exists()
    assert not (desk / "curate-pipeline.toml").exists()


def test_quiet_writes_and_says_nothing(command: Command, desk: Path) -> None:
    assert command("init", "data.jsonl", "--quiet") == (0, "", "")
    assert (desk / "curate-pipeline.toml").exists()


@pytest.mark.usefixtures("desk")
def test_how_records_are_read_is_said_in_the_next_command_too(
    command: Command, write_lines: Callable[..., Path]
) -> None:
    write_lines(
        [{"question": "Where do eels spawn?", "answer": "In the Sargasso Sea, it is thought."}], "eels.jsonl"
    )
    code, out, _ = command("init", "eels.jsonl", "--map", "prompt=question", "--map", "response=answer")
    assert code == 0
    dry = next_lines(out)[0]
    assert dry[4:] == ["--map", "prompt=question", "--map", "response=answer", "--dry-run"]
    assert command(*dry[1:])[0] == 0
    code, out, _ = command("init", "more data.json", "--from", "alpaca", "--force")
    assert next_lines(out)[0][4:] == ["--from", "alpaca", "--dry-run"]


@pytest.mark.usefixtures("desk")
def test_a_format_of_ones_own_is_loaded_only_when_allowed(command: Command) -> None:
    code, _, err = command("init", "data.jsonl", "--from", "acme.records:Ours")
    assert (code, "--allow-plugins" in err) == (2, True)


def test_what_was_piped_in_is_not_offered_to_be_read_again(
    command: Command, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (desk / "data.jsonl").open() as piped:
        monkeypatch.setattr("sys.stdin", piped)
        code, out, _ = command("init", "-")
    assert code == 0
    assert next_lines(out)[0] == ["curate", "run", "curate-pipeline.toml", "your.jsonl", "--dry-run"]


def test_the_twin_in_python_takes_records_and_gives_what_was_seen(desk: Path) -> None:
    records: Records = curate.read("data.jsonl", "more data.json")
    fitted = curate.init(records, out="mine.toml")
    assert (desk / "mine.toml").read_text(encoding="utf-8") == fitted.text
    assert fitted.profile
    assert fitted.profile.found["STR001"] == 6
    assert curate.run(fitted.pipeline, records).ledger.holds
    assert curate.init().profile is None


def test_nothing_is_written_where_no_record_can_be_read(command: Command, desk: Path) -> None:
    (desk / "torn.jsonl").write_text('{"prompt": "When\n')
    code, _, err = command("init", "torn.jsonl", "--from", "alpaca")
    assert (code, "no readable record" in err) == (3, True)
    assert not (desk / "curate-pipeline.toml").exists()
