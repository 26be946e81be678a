"""Rows of any shape, by the user's word for where each field stands."""

from typing import Any

import pytest

from curate.errors import UnknownName, UsageError
from curate.records.formats.base import Misshapen
from curate.records.formats.mapped import Mapped, parse_map, steps_of, value_at
from curate.records.turns import Conversation, Turn

ROW: dict[str, Any] = {
    "question": "When does it leave?",
    "answers": [{"text": "At nine.", "by": "Jo"}, {"text": "No idea."}],
    "meta.id": 7,
    "talk": [{"from": "human", "value": "Hi"}],
    "good": True,
    "rule": "Be brief.",
    "empty": "",
}


def said(paths: dict[str, str], row: dict[str, Any] = ROW) -> Conversation:
    return Mapped(paths).conversation(row)


def test_a_call_names_fields_and_where_each_stands() -> None:
    assert parse_map(["prompt=question", "response=answers[0].text", "id=meta.id"]) == {
        "prompt": "question",
        "response": "answers[0].text",
        "id": "meta.id",
    }


@pytest.mark.parametrize(
    "given", ["prompt", "prompt=", "=question", "prompt=answers[x]", "prompt=a..b", "prompt=a[0"]
)
def test_a_call_that_says_nothing_is_refused_with_how_to_write_it(given: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_map([given])
    assert "--map" in str(refused.value)


def test_a_field_that_does_not_exist_is_refused_with_the_closest_one() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'prompt'"):
        parse_map(["promt=question"])


def test_a_map_without_a_prompt_is_refused() -> None:
    with pytest.raises(UsageError, match="--map names no prompt"):
        Mapped({"response": "answer"})


@pytest.mark.parametrize(
    ("path", "steps", "value"),
    [
        ("question", ("question",), "When does it leave?"),
        ("answers[1].text", ("answers", 1, "text"), "No idea."),
        ("answers.1.text", ("answers", "1", "text"), "No idea."),
        ("meta.id", ("meta", "id"), 7),
        ("answers[2].text", ("answers", 2, "text"), None),
        ("question.text", ("question", "text"), None),
        ("[0]", (0,), None),
        ("answers[0].by.name", ("answers", 0, "by", "name"), None),
    ],
)
def test_a_path_leads_to_a_value_or_nowhere(path: str, steps: tuple[str | int, ...], value: object) -> None:
    assert steps_of(path) == steps
    assert value_at(ROW, path) == value


def test_a_prompt_and_a_response_are_read_from_where_they_stand() -> None:
    assert said({"prompt": "question", "response": "answers[0].text", "system": "rule"}).turns == [
        Turn("system", "Be brief.", "rule"),
        Turn("user", "When does it leave?", "question"),
        Turn("assistant", "At nine.", "answers[0].text"),
    ]


def test_messages_a_preference_and_a_label_are_read_from_where_they_stand() -> None:
    paths = {"messages": "talk", "chosen": "answers[0].text", "rejected": "answers[1].text", "label": "good"}
    preference = said(paths)

    assert preference.prompt == [Turn("user", "Hi", "talk[0].value")]
    assert preference.turns[1:] == [Turn("assistant", "At nine.", "answers[0].text")]
    assert preference.rejected == [Turn("assistant", "No idea.", "answers[1].text")]
    assert (preference.chosen, preference.label) == (1, True)


def test_what_is_absent_is_left_out_unless_it_is_the_prompt() -> None:
    assert said({"prompt": "question", "system": "empty", "response": "gone", "tools": "gone"}).turns == [
        Turn("user", "When does it leave?", "question")
    ]
    with pytest.raises(Misshapen, match="gone"):
        said({"prompt": "gone"})


def test_columns_that_a_record_is_made_of_are_explained_whole() -> None:
    mapped = Mapped({"prompt": "question", "response": "answers[0].text"})

    assert mapped.fields == {"question", "answers"}
    assert set(mapped.unknown(ROW)) == set(ROW) - {"question"}, "the other answers are kept"
