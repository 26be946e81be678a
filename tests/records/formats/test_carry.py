"""What formats of few fields lose of a conversation."""

import pytest

from curate.records.formats.carry import no_preference, no_tools, one_pair, pairs_of, text_of
from curate.records.turns import Conversation, Turn

ASKED, ANSWERED = Turn("user", "When?", "m[1].content"), Turn("assistant", "At nine.", "m[2].content")
SYSTEM = Turn("system", "Be brief.", "m[0].content")


@pytest.mark.parametrize(
    ("turn", "text", "losses"),
    [
        (ASKED, "When?", []),
        (Turn("user", None, "m"), "", ["m: a message without text"]),
        (Turn("user", "Hi", "m", more={"name": "Ines", "weight": None}), "Hi", ["m: the field name"]),
        (Turn("user", None, "m", more={"content": [{}]}), "", ["m: content in parts"]),
        (
            Turn("assistant", None, "m", more={"tool_calls": [{}], "thinking": "Hm."}),
            "",
            ["m: a tool call", "m: the field thinking"],
        ),
    ],
)
def test_of_a_turn_only_the_text_is_carried(turn: Turn, text: str, losses: list[str]) -> None:
    lost: list[str] = []

    assert text_of(turn, lost) == text
    assert lost == losses


@pytest.mark.parametrize(
    ("said", "losses"),
    [
        (Conversation([ASKED, ANSWERED]), []),
        (Conversation([ASKED], rejected=[ANSWERED], chosen=1), ["rejected: the response that was not chosen"]),
        (Conversation([ASKED], label=False), ["label: whether the response is one to learn"]),
        (Conversation([ASKED], tools="[{}]"), ["tools: the tools that the assistant may call"]),
    ],
)
def test_a_preference_a_label_and_tools_are_lost_in_a_demonstration_of_two_texts(
    said: Conversation, losses: list[str]
) -> None:
    lost: list[str] = []
    no_preference(said, lost)
    no_tools(said, lost)

    assert lost == losses


@pytest.mark.parametrize(
    ("turns", "pairs", "losses"),
    [
        ([ASKED, ANSWERED], [("When?", "At nine.")], []),
        ([ASKED, ANSWERED] * 2, [("When?", "At nine.")] * 2, []),
        ([ASKED], [("", "")], ["m[1].content: a message of the user that is not a prompt with its response"]),
        (
            [ASKED, ASKED, ANSWERED],
            [("When?", "At nine.")],
            ["m[1].content: a message of the user that is not a prompt with its response"],
        ),
        (
            [Turn("tool", "09:00", "m"), ASKED, ANSWERED],
            [("When?", "At nine.")],
            ["m: a message of the tool that is not a prompt with its response"],
        ),
    ],
)
def test_what_is_no_prompt_with_its_response_is_lost_in_pairs(
    turns: list[Turn], pairs: list[tuple[str, str]], losses: list[str]
) -> None:
    lost: list[str] = []

    system, found = pairs_of(Conversation([SYSTEM, *turns]), lost)
    assert system == SYSTEM
    assert [(pair.prompt.content, pair.response.content) for pair in found] == pairs
    assert lost == losses


def test_of_many_pairs_the_last_is_carried() -> None:
    lost: list[str] = []

    assert one_pair(Conversation([SYSTEM, *[ASKED, ANSWERED] * 3]), lost) == (ASKED, ANSWERED)
    assert lost == ["m[0].content: a system message", *["m[1].content: an earlier prompt with its response"] * 2]
