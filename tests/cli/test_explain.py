"""`curate explain`."""

import pytest
from typer.testing import CliRunner

from curate.checks import BUILTIN, Check
from curate.cli import app


def test_without_a_code_every_check_is_listed() -> None:
    shown = CliRunner().invoke(app, ["explain"]).stdout
    assert [check.code for check in BUILTIN if f"{check.code}  {check.name}" not in shown] == []


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: check.code)
def test_a_code_and_a_name_explain_the_same(check: type[Check]) -> None:
    by_code, by_name = (CliRunner().invoke(app, ["explain", key]).stdout for key in (check.code, check.name))
    assert by_code == by_name
    assert "Why it matters" in by_code
