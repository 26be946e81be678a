"""The table of checks is the same in a pipeline and in settings for a folder."""

import pytest

from curate.checks import BUILTIN
from curate.checks.length import ShortResponse
from curate.checks_table import checks_in, must_name_checks
from curate.errors import UnknownName, UsageError
from curate.toml_file import TomlFile


def test_every_check_is_known_and_those_of_the_table_are_set() -> None:
    file = TomlFile("[checks]\nshort-response = { min_words = 5 }", "mine.toml")
    table = checks_in(file, file.values["checks"], allow_plugins=False)
    assert [type(check) for check in table.checks] == list(BUILTIN)
    assert table.given() == (ShortResponse(min_words=5),)


def test_a_check_in_preview_that_is_set_is_meant_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ShortResponse, "preview", True)
    file = TomlFile("[checks]\nLEN001 = {}\nlong-prompt = {}", "mine.toml")
    assert checks_in(file, file.values["checks"], allow_plugins=False).previewed() == ["LEN001"]


def test_code_from_outside_needs_leave() -> None:
    file = TomlFile('[checks]\n"acme:Shouted" = {}', "mine.toml")
    with pytest.raises(UsageError, match=r"mine.toml, line 2: acme:Shouted is code from outside"):
        checks_in(file, file.values["checks"], allow_plugins=False)


def test_a_name_that_stands_for_no_check_is_told_with_its_line() -> None:
    file = TomlFile('seed = 1\nselect = ["LEN", "LEM"]', "mine.toml")
    with pytest.raises(UnknownName, match=r"mine.toml, line 2: there is no check called 'LEM'"):
        must_name_checks(file, [check() for check in BUILTIN], ["LEN", "LEM"])
