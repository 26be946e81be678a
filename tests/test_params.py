"""The base of everything that has settings."""

from typing import Any

import pytest
from pydantic import Field, ValidationError

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


def test_true_is_no_number_and_a_number_is_one() -> None:
    class Sluice(Params):
        share: float | None = None
        open: bool = False
        pair: bool | int = 0

    with pytest.raises(ValidationError, match="a number is needed, not true"):
        Lock(gates=True)
    with pytest.raises(ValidationError, match="a number is needed, not false"):
        Sluice(share=False)
    assert Sluice(open=True, pair=True, share=1).model_dump() == {"share": 1.0, "open": True, "pair": True}


class Staircase(Lock):
    """Several locks, one above the other."""

    steps: int = Field(2, alias="stairs")
    """How many
    there are."""
    """What stands behind is no help."""
    note: str = Field("", description="What is said of it.")
    plain: str = ""


def test_the_docstring_of_a_field_is_its_help_also_in_what_is_made_of_it() -> None:
    assert Lock.meanings() == {"gates": "How many gates it has."}
    told = {"steps": "How many\nthere are.", "note": "What is said of it.", "plain": ""}
    assert Staircase.meanings() == {**Lock.meanings(), **told}


def test_the_help_stands_in_the_schema_under_the_name_that_users_write() -> None:
    class Canal(Params):
        locks: tuple[Staircase, ...] = ()
        """Those on the way."""

    made = Canal.model_json_schema()
    own, lock = made["properties"], made["$defs"]["Staircase"]["properties"]
    assert own["locks"]["description"] == "Those on the way."
    assert lock["stairs"]["description"] == "How many\nthere are."
    assert "description" not in lock["plain"]


def test_a_class_without_a_source_has_no_help_and_is_no_error() -> None:
    made: dict[str, Any] = {"__name__": "typed_by_hand", "Params": Params}
    exec("class Weir(Params):\n    height: int = 2\n    'In metres.'\n", made)
    assert made["Weir"].meanings() == {"height": ""}


def test_the_first_sentence_is_on_one_line() -> None:
    assert first_sentence("Lifts\n    a boat. By four metres.\n\n    More.") == "Lifts a boat."
