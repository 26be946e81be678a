"""Languages by code and name."""

from typing import get_args

import pytest

from curate.errors import UnknownName
from curate.langid.identify import languages
from curate.langid.names import KNOWN_TO, NAMES, USUAL, BackendName, must_be_known, must_be_known_to


def test_the_names_are_those_of_the_languages_that_some_backend_tells() -> None:
    assert tuple(KNOWN_TO) == get_args(BackendName)
    assert set(NAMES) == {code for codes in KNOWN_TO.values() for code in codes}
    assert list(NAMES) == sorted(NAMES)
    assert len(set(NAMES.values())) == len(NAMES)
    for code in NAMES:
        must_be_known(code)


def test_the_profiles_know_the_languages_that_are_named_as_theirs() -> None:
    assert set(KNOWN_TO["profiles"]) == set(KNOWN_TO["langdetect"]) == languages()


@pytest.mark.parametrize("backend", get_args(BackendName))
def test_a_language_that_a_backend_tells_may_be_expected_of_it(backend: BackendName) -> None:
    for code in KNOWN_TO[backend]:
        must_be_known_to(backend, code)


@pytest.mark.parametrize("backend", ["profiles", "langdetect"])
def test_a_language_that_only_another_backend_tells_is_refused_with_that_one(backend: BackendName) -> None:
    with pytest.raises(UnknownName) as told:
        must_be_known_to(backend, "sr")
    assert told.value.message == f"the backend {backend} does not tell 'sr', Serbian; py3langid can."
    assert told.value.hint.startswith('Set it for the check: backend = "py3langid".')
    assert "hr" in told.value.hint
    assert "sr" not in told.value.hint
    assert told.value.name == "sr"


def test_a_language_that_no_backend_tells_is_refused_as_such() -> None:
    with pytest.raises(UnknownName, match="'tlh' is not the code of a language that can be told"):
        must_be_known_to(USUAL, "tlh")
    with pytest.raises(UnknownName, match="Did you mean 'sr'"):
        must_be_known_to("py3langid", "Serbian")


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
