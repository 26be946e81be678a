"""Options that several commands have."""

from curate.cli.options import listed


def test_a_list_with_commas_loses_its_blanks() -> None:
    assert listed(" en, zh ,,ar") == ("en", "zh", "ar")
    assert listed("") == ()
