"""The command line as a whole."""

import re

import pytest
from typer.testing import CliRunner

from curate import __version__
from curate.cli import app

COMMANDS = ("check", "run", "why", "init", "explain", "schema", "demo")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    shown = re.sub(r"\x1b\[[0-9;]*m", "", CliRunner().invoke(app, [command, "--help"]).stdout)
    assert f"curate {command}" in shown.replace("Usage: curate", "")


def test_the_version_is_printed() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"curate {__version__}\n"
