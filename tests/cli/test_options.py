"""Options that several commands have."""

from collections.abc import Callable

from curate.cli.options import listed


def test_the_help_names_the_table_in_pyproject(command: Callable[..., tuple[int, str, str]]) -> None:
    assert "[tool.curate]" in " ".join(command("check", "--help")[1].split())


def test_a_list_with_commas_loses_its_blanks() -> None:
    assert listed(" en, zh ,,ar") == ("en", "zh", "ar")
    assert listed("") == ()
