"""Settings for a folder: where they are found, what they may say, and how a wrong one is told."""

from pathlib import Path

import pytest

from curate.checks.length import ShortResponse
from curate.config import Config, Settings, parse_config, settings_for, settings_in
from curate.errors import UsageError

WHOLE = """
select = ["STR", "LEN001"]
ignore = ["STR002"]
expect = ["en", "de"]
fail-on = "warning"
format = "alpaca"
map = { prompt = "question", response = "answers[0].text" }

[checks]
short-response = { min_words = 5 }
"""


def test_a_file_says_what_the_command_line_can() -> None:
    config = parse_config(WHOLE, "curate.toml")
    assert (config.select, config.ignore, config.expect) == (("STR", "LEN001"), ("STR002",), ("en", "de"))
    assert (config.fail_on, config.format) == ("warning", "alpaca")
    assert config.map == {"prompt": "question", "response": "answers[0].text"}
    assert config.checks == (ShortResponse(min_words=5),)


def test_without_a_word_all_is_as_without_a_file() -> None:
    assert parse_config("", "curate.toml") == Config()


def test_a_check_in_preview_that_is_set_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ShortResponse, "preview", True)
    assert parse_config('preview = ["TXT001"]\n[checks]\nLEN001 = {}', "c.toml").preview == ("TXT001", "LEN001")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name = mine", r"curate.toml: this is not TOML: "),
        ('\nselct = ["LEN"]', r"line 2: there is no setting called 'selct'. Did you mean 'select'"),
        ('fail_on = "error"', r"line 1: .*'fail_on'. Did you mean 'fail-on'"),
        ('\nfail-on = "errors"', r"line 2: fail-on: input should be 'error', 'warning', 'info' or 'never'"),
        ('select = "LEN"', r"line 1: select: input should be a list"),
        ('ignore = ["DUPE"]', r"line 1: there is no check called 'DUPE'. Did you mean 'DUP'"),
        ('preview = ["LEM"]', r"line 1: there is no check called 'LEM'"),
        ('\nexpect = ["en", "german"]', r"line 2: 'german' is not .* Did you mean 'de'"),
        ('format = "alpca"', r"line 1: there is no format called 'alpca'. Did you mean 'alpaca'"),
        ('\n[map]\npromt = "q"', r"line 3: there is no field called 'promt'. Did you mean 'prompt'"),
        ('\nmap = { prompt = "a[b" }', r"line 2: map: 'a\[b' is no path"),
        ("checks = 3", r"line 1: checks takes settings"),
        ("[checks]\nshort-response = { min_word = 3 }", r"line 2: .*'min_word'. Did you mean 'min_words'"),
        ('\nformat = "tasks:SeedTask"', r"line 2: tasks:SeedTask is code from outside"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint) as refused:
        parse_config(text, "curate.toml")
    assert refused.value.message.startswith("curate.toml")


def test_lines_of_a_pyproject_are_those_of_the_whole_file() -> None:
    text = '[project]\nselect = "LEN"\n[tool.curate]\nexpect = ["en"]\n[tool.curate.checks]\nshort-replay = {}\n'
    with pytest.raises(UsageError, match=r"pyproject.toml, line 6: there is no check called 'short-replay'"):
        parse_config(text, "pyproject.toml", ("tool", "curate"))


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_file_that_speaks_of_curate_is_in_force(tmp_path: Path) -> None:
    inner = tmp_path / "sets" / "may"
    write(tmp_path, "curate.toml", 'expect = ["de"]')
    write(tmp_path / "sets", "pyproject.toml", '[tool.curate]\nexpect = ["es"]')
    write(inner, "pyproject.toml", "[tool.ruff]\n")
    found = settings_for(inner)
    assert (found.config.expect, found.file) == (("es",), str(Path("..") / "pyproject.toml"))
    write(inner, "curate.toml", 'expect = ["ar"]')
    assert settings_for(inner).config.expect == ("ar",)
    assert settings_for(tmp_path).file == "curate.toml"


def test_without_any_file_nothing_is_set_or_said(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    assert settings == Settings()
    assert settings.sentence() == ""


def test_a_broken_pyproject_of_somebody_else_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", "[tool.ruff\n")
    assert settings_for(tmp_path) == Settings()
    write(tmp_path, "pyproject.toml", "[tool.curate\n")
    with pytest.raises(UsageError, match=r"pyproject.toml: this is not TOML"):
        settings_for(tmp_path)


def test_a_named_pyproject_must_have_the_table(tmp_path: Path) -> None:
    path = write(tmp_path, "pyproject.toml", "[tool.ruff]\n")
    with pytest.raises(UsageError, match=r"has no table \[tool.curate\]"):
        settings_in(str(path))


def test_what_is_in_force_is_one_sentence() -> None:
    settings = Settings(config=parse_config(WHOLE, "curate.toml"), file="curate.toml")
    assert settings.sentence(but=frozenset({"select", "map"})) == (
        "Settings from curate.toml: ignore, expect, fail-on, format, checks"
    )
