"""Languages by code and name."""

import pytest

from curate.errors import UnknownName
from curate.langid.identify import languages
from curate.langid.names import NAMES, must_be_known


def test_the_names_are_those_of_the_languages_that_can_be_told() -> None:
    assert set(NAMES) == languages()
    assert list(NAMES) == sorted(NAMES)
    for code in NAMES:
        must_be_known(code)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("english", "en"),
        ("Chinese", "zh"),
        ("EN", "en"),
        ("zh-CN", "zh"),
        ("pt_BR", "pt"),
        ("eng", "en"),
        ("Portugese", "pt"),
    ],
)
def test_a_name_or_a_longer_code_is_refused_with_the_code(name: str, meant: str) -> None:
    with pytest.raises(UnknownName, match=f"Did you mean '{meant}'"):
        must_be_known(name)


@pytest.mark.parametrize("name", ["und", "xx", "", "q!"])
def test_what_is_like_none_is_refused_without_a_guess(name: str) -> None:
    with pytest.raises(UnknownName) as told:
        must_be_known(name)
    assert told.value.message.endswith("can be told.")
    assert "en, es" in told.value.hint
