from typing import Any

import pytest
from pydantic import ValidationError

import curate
from curate.errors import UnknownName, UsageError
from curate.steps import Cap, Drop, Relabel
from curate.steps.relabel import Relabel as Same
from tests.steps.laws import ANCHOR, Row, again, run

FERN: Row = {
    "messages": [
        {"role": "user", "content": "Which fern grows in a well?"},
        {"role": "assistant", "content": "Hart's-tongue: it likes damp stone and little light."},
    ],
    "score": 3,
    "id": "fern",
}


def edits(result: curate.Result) -> list[tuple[Any, ...]]:
    return sorted(result.edited.select("field", "before", "after").rows())


def test_a_field_of_every_record_is_set() -> None:
    result = run([FERN], Relabel(field="quality", to="gold"))
    assert edits(result) == [("quality", "null", '"gold"')] * 2
    assert result.kept.to_frame()["quality"].to_list() == ["gold", "gold"]


def test_a_field_of_those_is_set_that_a_condition_holds_for() -> None:
    result = run([FERN], Relabel(field="score", to=5, where="score > 1 and id = 'fern'"))
    assert edits(result) == [("score", "3", "5")]
    assert result.kept.to_frame()["score"].to_list() == [ANCHOR["score"], 5]


def test_a_condition_that_can_not_be_told_is_no_yes() -> None:
    assert edits(run([FERN], Relabel(field="quality", to="gold", where="writer <> 'Ann'"))) == [
        ("quality", "null", '"gold"')
    ]


def test_a_record_that_says_so_already_is_not_changed() -> None:
    result = run([FERN], Relabel(field="score", to=1))
    assert edits(result) == [("score", "3", "1")]
    assert result.ledger.steps[0].edited == 1
    assert again(result).edited.is_empty()


@pytest.mark.parametrize("value", ["gold", 3, 2.5, True, False, 1, ""])
def test_a_value_keeps_its_kind(value: object) -> None:
    to = Relabel.model_validate({"field": "mark", "to": value}).to
    assert (to, type(to)) == (value, type(value))


def test_a_later_step_reads_what_an_earlier_one_set() -> None:
    steps = (
        Relabel(field="meta.grade", to="low", where="score < 2"),
        Relabel(field="writer", to="Sam", where="meta.grade = 'low'"),
        Drop(writers=("Sam",)),
    )
    result = run([FERN], *steps)
    assert [record["id"] for record in result.kept] == ["fern"]


def test_the_kind_of_prompt_is_set_for_the_steps_that_follow() -> None:
    steps = (Relabel(field="type", to="plants"), Cap(per="type", most=1))
    assert run([FERN], *steps).ledger.kept == 1
    assert run([FERN], Relabel(field="mood", to="plants"), Cap(per="type", most=1)).ledger.kept == 2


def test_checks_of_records_look_again_by_the_new_kind_of_prompt() -> None:
    terse = {
        "messages": [{"role": "user", "content": "Explain the moss."}, {"role": "assistant", "content": "Damp."}]
    }
    assert run([terse], Drop(on=("LEN001",))).ledger.dropped == 1
    assert run([terse], Relabel(field="type", to="classification"), Drop(on=("LEN001",))).ledger.dropped == 0


@pytest.mark.parametrize("field", ["messages", "messages[1]", "messages[1].role"])
def test_what_a_record_is_made_of_can_not_be_set(field: str) -> None:
    with pytest.raises(UsageError, match="no step can set it"):
        run([FERN], Relabel(field=field, to="none"))


def test_a_field_that_the_condition_does_not_find_is_told() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'score'"):
        run([FERN], Relabel(field="quality", to="gold", where="scor > 1"))


def test_a_condition_that_can_not_be_read_is_refused_at_once() -> None:
    with pytest.raises(ValidationError, match="this is no condition in SQL"):
        Relabel(field="quality", to="gold", where="score >")
    with pytest.raises(ValidationError, match="at least 1 character"):
        Relabel(field="", to="gold")


def test_the_ledger_shows_field_value_and_condition() -> None:
    assert Relabel(field="type", to="qä").setting() == 'type = "qä"'
    assert Relabel(field="n", to=3, where="score > 1").setting() == "n = 3 where score > 1"
    assert Same.use == "relabel"
