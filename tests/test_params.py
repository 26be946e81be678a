"""The base of everything that has settings."""

import pytest
from pydantic import ValidationError

from curate.params import Params, first_sentence, kebab_case


class Lock(Params):
    """Lifts a boat. By about four metres."""

    gates: int = 2
    """How many gates it has."""


@pytest.mark.parametrize(
    ("name", "written"),
    [("ShortResponse", "short-response"), ("NotUtf8", "not-utf8"), ("SpeaksAsAnAi", "speaks-as-an-ai")],
)
def test_a_class_name_is_written_with_hyphens(name: str, written: str) -> None:
    assert kebab_case(name) == written


def test_settings_never_change_and_unknown_ones_are_refused() -> None:
    with pytest.raises(ValidationError):
        Lock().gates = 3  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Lock(gate=3)  # type: ignore[call-arg]


def test_the_docstring_of_a_field_is_its_help() -> None:
    assert Lock.model_fields["gates"].description == "How many gates it has."


def test_the_first_sentence_is_on_one_line() -> None:
    assert first_sentence("Lifts\n    a boat. By four metres.\n\n    More.") == "Lifts a boat."
