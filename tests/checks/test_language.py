"""Languages nobody asked for."""

from curate.checks.language import UnexpectedLanguage


def test_without_expectations_it_is_not_applicable() -> None:
    assert "name some" in UnexpectedLanguage().not_applicable()
    assert UnexpectedLanguage(expect=("en",)).not_applicable() == ""
