"""`curate coverage`."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.report.coverage.mill import Row, rows

Command = Callable[..., tuple[int, str, str]]
QUOTAS = "[shares]\nopen_qa = 0.4\nsummarization = 0.3\ncreative_writing = 0.2\ntranslation = 0.1\n"


@pytest.fixture
def data(write_lines: Callable[..., Path]) -> Path:
    """Prompts of three types, which carry their labels."""
    return write_lines(rows({"open_qa": 60, "summarization": 8, "creative_writing": 30}))


@pytest.fixture
def quotas(tmp_path: Path) -> Path:
    """A plan."""
    path = tmp_path / "quotas.toml"
    path.write_text(QUOTAS)
    return path


def test_it_shows_the_types_against_a_target(command: Command, data: Path, quotas: Path) -> None:
    code, out, _ = command("coverage", data, "--target", quotas)
    assert code == 0
    assert "missing" in out
    assert "by the records' own labels" in out


def test_it_fails_on_what_holds_where_that_is_asked_for(command: Command, data: Path, quotas: Path) -> None:
    code, _, err = command("coverage", data, "--target", quotas, "--fail-on", "error")
    assert code == 1
    assert err.splitlines() == [
        "curate: exit code 1, by --fail-on error",
        "        error COV001 missing-type  translation: none of about 10 expected",
        "        error COV002 under-represented  summarization: 8.2 %, to be 30.0 %",
    ]
    assert command("coverage", data, "--target", quotas, "--fail-on", "info")[0] == 1
    quiet = command(
        "coverage", data, "--target", quotas, "--fail-on", "error", "--quiet", "-o", data.with_suffix(".txt")
    )
    assert (quiet[0], quiet[2]) == (code, err), "why it fails is said however little is to be said"
    assert "and 1 more" in command("coverage", data, "--target", quotas, "--fail-on", "error", "--limit", 1)[2]


def test_what_nobody_can_tell_is_no_success(
    command: Command, write_lines: Callable[..., Path], quotas: Path
) -> None:
    few = write_lines(rows({"open_qa": 6, "summarization": 4, "creative_writing": 3}))
    code, out, err = command("coverage", few, "--target", quotas, "--fail-on", "error")
    assert "cannot tell" in out
    assert code == 1
    said = "translation: nobody can tell: none of about 1.3 expected, too few to tell"
    assert f"error COV001 missing-type  {said}" in err


def test_without_anything_to_compare_with_no_error_can_be_told(command: Command, data: Path) -> None:
    code, _, err = command("coverage", data, "--fail-on", "error")
    assert code == 1
    assert "nobody can tell: there is nothing to compare with; name a target: --target" in err
    every = rows({"open_qa": 60, "translation": 60})
    path = data.parent / "even.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in every))
    assert command("coverage", path, "--fail-on", "warning")[0] == 0, "checks of each type by itself could look"


def test_where_nobody_has_checked_the_types_it_can_not_tell_and_fails(
    command: Command, data: Path, quotas: Path
) -> None:
    guessed = ("coverage", data, "--target", quotas, "--no-own-labels")
    code, _, err = command(*guessed, "--fail-on", "error")
    assert code == 1
    assert "label some first: curate label" in err
    assert command(*guessed)[0] == 0


def test_json_goes_to_a_file(command: Command, data: Path, quotas: Path, tmp_path: Path) -> None:
    file = tmp_path / "coverage.json"
    code, out, _ = command("coverage", data, "--target", quotas, "--output-format", "json", "-o", file)
    assert (code, out) == (0, f"Wrote     {file}   98 prompts\n")
    told = json.loads(file.read_text())
    assert told["target"]["kind"] == "quotas"
    assert {each["type"]: each["verdict"] for each in told["types"]}["summarization"] == "under"


def test_markdown_is_printed(command: Command, data: Path) -> None:
    _, out, _ = command("coverage", data, "--output-format", "markdown")
    assert "| open_qa | 60 |" in out


def test_a_brief_says_what_to_write(command: Command, data: Path, quotas: Path, tmp_path: Path) -> None:
    file = tmp_path / "brief.csv"
    code, out, _ = command("coverage", data, "--target", quotas, "--brief", file)
    assert code == 0
    asked = list(csv.DictReader(file.read_text().splitlines(keepends=True)))
    assert {row["type"] for row in asked} == {"summarization", "translation"}
    assert f"Wrote     {file}   {sum(int(row['write']) for row in asked)} prompts to write" in out
    assert "typical_, rare_  show what is meant" in out
    assert "unlike_" not in out, "quotas have no prompts"
    command("coverage", data, "--target", quotas, "--brief", file, "--budget", 20, "--no-text")
    asked = list(csv.DictReader(file.read_text().splitlines(keepends=True)))
    assert sum(int(row["write"]) for row in asked) == 20
    assert not any(row["typical_1"].startswith("Summarize how") for row in asked)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--brief", "b.csv"), "--brief needs something to compare with"),
        (("--budget", "9", "--target", "dolly"), "--budget is for a brief"),
        (("--target", "doly"), "there is no target called 'doly'"),
        (("--scheme", "doly"), "doly"),
        (("--types", "none.toml"), "none.toml does not exist"),
    ],
)
def test_a_wrong_call_is_told(command: Command, data: Path, options: tuple[str, ...], said: str) -> None:
    code, _, err = command("coverage", data, *options)
    assert code == 2
    assert said in err


@pytest.mark.parametrize("options", [("--labels", "none.csv"), ("--target", "none.toml")])
def test_an_input_that_is_not_there_is_told_as_one(command: Command, data: Path, options: tuple[str, ...]) -> None:
    code, _, err = command("coverage", data, *options)
    assert code == 3
    assert f"curate: {options[1]} does not exist." in err


def test_a_target_may_be_read_in_another_way(
    command: Command, data: Path, write_lines: Callable[..., Path]
) -> None:
    asked = [{"turns": [row["prompt"]]} for row in rows({"open_qa": 30, "translation": 10}, labelled=False)]
    bench = write_lines(asked, "bench.jsonl")
    code, _, err = command("coverage", data, "--target", bench)
    assert code == 3
    assert f"--target {bench} --target-map 'prompt=turns[0]'\n" in err
    code, out, _ = command("coverage", data, "--target", bench, "--target-map", "prompt=turns[0]")
    assert code == 0
    assert "bench.jsonl, 40 families of prompts" in out
    assert "--target-map 'prompt=turns[0]' --target" in out


def test_what_a_target_needs_is_all_told_at_once(
    command: Command, data: Path, write_lines: Callable[..., Path]
) -> None:
    kinds = ("generic", "fermi", "coding")
    asked = [
        {"turns": [row["prompt"]], "category": kinds[at % 3]}
        for at, row in enumerate(rows({"open_qa": 30, "translation": 10}, labelled=False))
    ]
    bench = write_lines(asked, "bench.jsonl")
    options = ("--target", bench, "--target-map", "prompt=turns[0]")
    err = command("coverage", data, "--target", bench)[2]
    assert f"--target {bench} --target-map 'prompt=turns[0]' --no-own-labels\n" in err
    assert "Its labels are those of no type: generic, fermi." in err
    assert command("coverage", data, *options, "--no-own-labels")[0] == 0
    err = command("coverage", data, *options)[2]
    assert "'generic' is that of no type (27 prompts have such a label: generic 14, fermi 13)" in err
    code, _, err = command("coverage", data, "--target", bench, "--target-map", "prompt=turns")
    assert code == 3
    assert "none of its 40 records can be read. The first: turns[0]: expected an object" in err
    assert "--target-map" in err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("a.toml", "dolly"), "a.toml is a file of quotas, and stands alone"),
        (("more.jsonl", "dolly"), "dolly is a well-known mix, and stands alone"),
    ],
)
def test_only_files_of_prompts_are_one_target(
    command: Command, data: Path, given: tuple[str, str], said: str
) -> None:
    code, _, err = command("coverage", data, *(word for name in given for word in ("--target", name)))
    assert code == 2
    assert said in err


def test_settings_of_check_do_not_fail_coverage(command: Command, data: Path, tmp_path: Path) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text('fail-on = "info"\n')
    assert command("coverage", data, "--config", settings)[0] == 0


def test_a_label_that_means_no_type_says_what_can_be_done(
    command: Command, write_lines: Callable[..., Path]
) -> None:
    given: list[Row] = [{**row, "category": "sumaries"} for row in rows({"summarization": 3}, labelled=False)]
    code, _, err = command("coverage", write_lines(given))
    assert code == 2
    assert "'sumaries'" in err
    assert "--no-own-labels" in err


def test_where_there_is_no_prompt_it_says_so(command: Command, write_lines: Callable[..., Path]) -> None:
    said = {"messages": [{"role": "assistant", "content": "Good evening, and welcome."}]}
    code, _, err = command("coverage", write_lines([said]))
    assert code == 3
    assert "no record that can be read has a prompt" in err


def test_settings_of_a_file_hold(command: Command, data: Path, tmp_path: Path) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text("[checks]\nthin-type = { least = 5 }\n")
    _, out, err = command("coverage", data, "--config", settings)
    assert "COV004" not in out
    assert "COV004" in command("coverage", data)[1]
    assert f"Settings from {settings}: checks\n" in err


def test_the_result_replaces_no_input(command: Command, data: Path) -> None:
    code, _, err = command("coverage", data, "--output-format", "json", "-o", data)
    assert code == 2
    assert data.read_text().startswith("{")
    assert str(data) in err
