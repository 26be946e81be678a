"""The format Messages."""

from typing import Any

import pytest

from curate.records.formats.messages import Messages, is_preference, listed_tools
from curate.records.turns import Conversation, Turn

KNOWN = Messages()
ASKED = {"role": "user", "content": "When?"}
ANSWERED = {"role": "assistant", "content": "At nine."}
REFUSED = {"role": "assistant", "content": "No idea."}


def said(row: dict[str, Any]) -> Conversation:
    return KNOWN.conversation(KNOWN.adapter.validate_python(row))


def paths(turns: list[Turn] | None) -> list[str]:
    return [turn.path for turn in turns or []]


def test_a_row_becomes_turns_that_know_their_place() -> None:
    assert said({"messages": [ASKED, ANSWERED]}).turns == [
        Turn("user", "When?", "messages[0].content"),
        Turn("assistant", "At nine.", "messages[1].content"),
    ]


@pytest.mark.parametrize(
    ("chosen", "rejected", "places"),
    [
        ([ANSWERED], [REFUSED], ("chosen[0].content", "rejected[0].content")),
        (ANSWERED, REFUSED, ("chosen.content", "rejected.content")),
        ("At nine.", "No idea.", ("chosen", "rejected")),
    ],
)
def test_messages_with_two_responses_are_a_preference(
    chosen: object, rejected: object, places: tuple[str, str]
) -> None:
    preference = said({"messages": [ASKED], "chosen": chosen, "rejected": rejected})

    assert preference.prompt == [Turn("user", "When?", "messages[0].content")]
    assert (paths(preference.turns[1:]), paths(preference.rejected)) == ([places[0]], [places[1]])
    assert (preference.chosen, [turn.content for turn in preference.rejected or []]) == (1, ["No idea."])


@pytest.mark.parametrize(
    ("label", "meant"), [(True, True), (False, False), ("good", None), (1, None), (None, None)]
)
def test_only_true_or_false_is_a_label(label: object, *, meant: bool | None) -> None:
    row = {"messages": [ASKED, ANSWERED], "label": label}

    assert said(row).label is meant
    assert KNOWN.unknown(row) == ({} if meant is not None else {"label": label})


def test_a_field_called_like_a_part_of_a_preference_is_unknown_where_it_is_none() -> None:
    row = {"messages": [ASKED, ANSWERED], "chosen": 3, "by": "Jo"}

    assert not is_preference(row)
    assert KNOWN.unknown(row) == {"chosen": 3, "by": "Jo"}
    assert said(row).rejected is None


def test_all_of_a_row_is_written_back() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "ferry", "arguments": '{"pier":"north"}'}}
    parts = [{"type": "text", "text": "When?"}, {"type": "image", "url": "pier.png"}]
    row = {
        "messages": [
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": parts, "name": "Ines"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "content": "09:00", "tool_call_id": "c1"},
        ],
        "tools": [{"name": "ferry"}],
        "chosen": [{**ANSWERED, "reasoning_content": "It is nine.", "weight": 1}],
        "rejected": [REFUSED],
        "label": True,
    }
    losses: list[str] = []

    assert KNOWN.written(said(row), losses, plain=False) == row
    assert losses == []


def test_the_arguments_of_a_call_are_written_as_text() -> None:
    call = {"function": {"name": "ferry", "arguments": {"pier": "north"}}}
    row = {"messages": [ASKED, {"role": "assistant", "tool_calls": [call]}]}
    (_, calling) = KNOWN.written(said(row), [], plain=False)["messages"]

    assert calling["tool_calls"] == [{"function": {"name": "ferry", "arguments": '{"pier":"north"}'}}]


@pytest.mark.parametrize(
    ("tools", "listed"),
    [('[{"name": "ferry"}]', [{"name": "ferry"}]), ("ferry()", "ferry()"), ("[]", "[]"), ("[1]", "[1]")],
)
def test_tools_are_a_list_again_unless_their_text_is_none(tools: str, listed: object) -> None:
    assert listed_tools(tools) == listed
