"""A file of settings and the command line of `curate check`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from curate.checks.length import ShortResponse
from curate.cli import app
from curate.cli.settings import OPTIONS
from curate.config import Config
from curate.errors import UnknownName
from tests.conftest import COMPILING

FIELDS = 'map = { prompt = "asked", response = "said" }\n'
LEEKS = """
from curate import RowCheck
from curate.records.columns import text


class Leeks(RowCheck, code="ACME001"):
    "It speaks of leeks."

    def flag(self):
        return text().str.contains("leeks")
"""


@pytest.fixture
def check(kitchen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`curate check` in a folder with these settings."""

    def run(settings: str, *arguments: str, data: str = kitchen.name) -> Result:
        (tmp_path / "curate.toml").write_text(settings, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        return CliRunner().invoke(app, ["check", data, "--output-format", "json", *arguments])

    return run


def codes(done: Result) -> set[str]:
    return {finding["code"] for finding in json.loads(done.stdout)["findings"]}


def test_every_setting_but_those_of_checks_is_an_option_too() -> None:
    assert set(OPTIONS.values()) == set(Config.model_fields) - {"checks", "types"}


def test_a_file_sets_what_runs_and_how_it_ends(check: Callable[..., Result]) -> None:
    assert check("").exit_code == 0
    failing = check('fail-on = "warning"')
    assert (failing.exit_code, codes(failing)) == (1, {"LEN001"})
    assert COMPILING.sub("", failing.stderr) == "Settings from curate.toml: fail-on\n"
    assert codes(check('ignore = ["LEN001"]')) == set()
    assert codes(check("[checks]\nshort-response = { min_words = 1 }")) == set()


def test_the_command_line_wins(check: Callable[..., Result]) -> None:
    done = check('fail-on = "warning"\nignore = ["LEN"]', "--fail-on", "never", "--ignore", "")
    assert (done.exit_code, codes(done), done.stderr) == (0, {"LEN001"}, "")


def test_expected_languages_of_the_command_line_go_before_those_of_a_check(check: Callable[..., Result]) -> None:
    settings = '[checks]\nunexpected-language = { expect = ["fr"] }'
    assert "LNG001" in codes(check(settings))
    assert "LNG001" not in codes(check(settings, "--expect", "en"))


def test_languages_of_the_backend_that_a_file_sets_may_be_expected(check: Callable[..., Result]) -> None:
    settings = '[checks]\nunexpected-language = { backend = "py3langid" }'
    refused = check('expect = ["en", "sr"]')
    assert isinstance(refused.exception, UnknownName)
    assert "py3langid can" in str(refused.exception)
    assert check(f'expect = ["en", "sr"]\n{settings}', "--select", "LEN").exit_code == 0
    assert check(settings, "--select", "LEN", "--expect", "en,sr").exit_code == 0


def test_a_file_says_how_records_are_read(check: Callable[..., Result], write_lines: Callable[..., Path]) -> None:
    data = write_lines([{"asked": "Explain how dough rises.", "said": "ok."}], "asked.jsonl").name
    assert codes(check(FIELDS, data=data)) == {"LEN001"}
    assert check('format = "sharegpt"', data=data).exit_code == 3


def test_checks_in_preview_run_where_they_are_named(
    check: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ShortResponse, "preview", True)
    assert codes(check("")) == set()
    assert codes(check("", "--preview", "LEN001")) == {"LEN001"}
    assert codes(check('preview = ["LEN001"]')) == {"LEN001"}
    assert codes(check("[checks]\nLEN001 = {}")) == {"LEN001"}


def test_another_file_can_be_named(check: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "strict.toml").write_text('fail-on = "info"', encoding="utf-8")
    done = check('ignore = ["LEN001"]', "--config", "strict.toml")
    assert (done.exit_code, COMPILING.sub("", done.stderr)) == (1, "Settings from strict.toml: fail-on\n")


def test_quiet_says_nothing_of_settings(check: Callable[..., Result]) -> None:
    assert check('fail-on = "warning"', "--quiet").stderr == ""


def test_a_check_of_ones_own_needs_leave_from_the_command_line(
    check: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "acme_leeks.py").write_text(LEEKS, encoding="utf-8")
    settings = '[checks]\n"acme_leeks:Leeks" = {}'
    assert "ACME001" in codes(check(settings, "--allow-plugins"))
    assert "code from outside" in str(check(settings).exception)
