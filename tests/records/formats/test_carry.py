"""What formats of few fields can carry of a conversation, and what they say of the rest."""

from typing import Any

import pytest

from curate.records.formats.carry import (
    Pair,
    no_preference,
    no_tools,
    one_pair,
    pairs_of,
    parted,
    text_of,
)
from curate.records.turns import Conversation, Turn, joined

CALL = {"function": {"name": "look_up"}}


def turn(role: str, content: str | None = "Stir.", path: str = "", **more: Any) -> Turn:  # noqa: ANN401
    return Turn(role, content, path or f"{role}.content", more=more or None)


ASKED, ANSWERED, SYSTEM = turn("user"), turn("assistant"), turn("system")


@pytest.mark.parametrize(
    ("given", "text", "lost"),
    [
        (turn("user"), "Stir.", []),
        (turn("user", name=None), "Stir.", []),
        (turn("assistant", tool_calls=[]), "Stir.", []),
        (turn("assistant", None, tool_calls=[CALL]), "", ["a tool call"]),
        (turn("assistant", None), "", ["a message without text"]),
        (turn("user", note="x", name="ada"), "Stir.", ["the field note", "the field name"]),
        (turn("assistant", weight=0), "Stir.", ["the field weight"]),
        (Turn("user", "Stir.", "user.content", foreign={"role": "cook"}), "Stir.", ["the field role"]),
    ],
)
def test_of_a_turn_the_text_is_carried_and_all_else_is_told(given: Turn, text: str, lost: list[str]) -> None:
    losses: list[str] = []
    assert text_of(given, losses) == text
    assert losses == [f"{given.path}: {what}" for what in lost]


def test_content_in_parts_is_told_once() -> None:
    losses: list[str] = []
    given = turn("user")
    given.more = {"content": [{"type": "text", "text": "Stir."}]}
    assert text_of(given, losses) == "Stir."
    assert losses == ["user.content: content in parts"]


def test_a_text_that_was_joined_from_two_is_parted_again() -> None:
    losses: list[str] = []
    assert parted(joined("user", ("instruction", "Shorten."), ("input", "A\n\nB")), losses) == (
        "Shorten.",
        "A\n\nB",
    )
    assert parted(joined("user", ("instruction", ""), ("input", "A")), losses) == ("", "A")
    assert parted(joined("user", ("a", "A"), ("b", "B"), ("c", "C")), losses) == ("A\n\nB\n\nC", "")
    assert parted(turn("user", "A\n\nB"), losses) == ("A\n\nB", "")
    assert losses == []


def test_pairs_are_a_prompt_and_its_response_behind_a_system_message() -> None:
    losses: list[str] = []
    said = Conversation([SYSTEM, ASKED, ANSWERED, ASKED, ANSWERED])
    assert pairs_of(said, losses) == (SYSTEM, [Pair(ASKED, ANSWERED)] * 2)
    assert losses == []


@pytest.mark.parametrize(
    ("turns", "pairs", "roles"),
    [
        ([ASKED], 0, ["user"]),
        ([ANSWERED], 0, ["assistant"]),
        ([ASKED, ASKED, ANSWERED], 1, ["user"]),
        ([ASKED, turn("assistant"), turn("tool"), ANSWERED], 1, ["tool", "assistant"]),
        ([turn("developer"), ASKED, ANSWERED], 1, ["developer"]),
        ([ASKED, ANSWERED, SYSTEM], 1, ["system"]),
    ],
)
def test_what_is_no_pair_is_told(turns: list[Turn], pairs: int, roles: list[str]) -> None:
    losses: list[str] = []
    _, found = pairs_of(Conversation(turns), losses)
    assert len(found) == max(1, pairs)
    assert (found[-1].prompt.content == "") is (pairs == 0)
    assert losses == [
        f"{role}.content: a message of the {role} that is not a prompt with its response" for role in roles
    ]


def test_one_pair_is_the_last() -> None:
    losses: list[str] = []
    last = Pair(turn("user", "And then?"), turn("assistant", "Serve."))
    assert one_pair(Conversation([SYSTEM, ASKED, ANSWERED, *last]), losses) == last
    assert losses == ["system.content: a system message", "user.content: an earlier prompt with its response"]


def test_preferences_labels_and_tools_are_told_where_there_are_any() -> None:
    losses: list[str] = []
    for said in (Conversation([ASKED]), Conversation([ASKED], tools="[{}]", rejected=[ANSWERED], label=False)):
        no_preference(said, losses)
        no_tools(said, losses)
    assert losses == [
        "rejected: the response that was not chosen",
        "label: whether the response is one to learn",
        "tools: the tools that the assistant may call",
    ]
