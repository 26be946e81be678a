"""The format Preference."""

from typing import Any

import pytest

from curate.records.formats import format_called
from curate.records.formats.preference import Preference
from curate.records.turns import Conversation, Turn

KNOWN = Preference()
ASKED = {"role": "user", "content": "When?"}
GOOD, BAD = {"role": "assistant", "content": "At nine."}, {"role": "assistant", "content": "No idea."}
AS_TEXT = {"prompt": "When?", "chosen": "At nine.", "rejected": "No idea."}
AS_MESSAGES = {"prompt": [ASKED], "chosen": [GOOD], "rejected": [BAD]}


def said(row: dict[str, Any]) -> Conversation:
    return KNOWN.conversation(KNOWN.adapter.validate_python(row))


@pytest.mark.parametrize(
    ("row", "places"),
    [
        (AS_TEXT, ("prompt", "chosen", "rejected")),
        (AS_MESSAGES, ("prompt[0].content", "chosen[0].content", "rejected[0].content")),
        (
            {"chosen": [ASKED, GOOD], "rejected": [ASKED, BAD]},
            ("chosen[0].content", "chosen[1].content", "rejected[1].content"),
        ),
        (
            {"prompt": "When?", "chosen": [ASKED, GOOD], "rejected": [ASKED, BAD]},
            ("prompt", "chosen[1].content", "rejected[1].content"),
        ),
        (
            {
                "conversations": [{"from": "human", "value": "When?"}],
                "chosen": {"from": "gpt", "value": "At nine."},
                "rejected": {"from": "gpt", "value": "No idea."},
            },
            ("conversations[0].value", "chosen.value", "rejected.value"),
        ),
        (
            {"instruction": "When?", "input": "", "chosen": "At nine.", "rejected": "No idea."},
            ("instruction", "chosen", "rejected"),
        ),
    ],
    ids=["text", "messages", "no prompt", "prompt repeated", "LLaMA-Factory", "alpaca"],
)
def test_each_spelling_is_a_prompt_and_two_responses(row: dict[str, Any], places: tuple[str, str, str]) -> None:
    preference = said(row)
    asked, good, bad = places

    assert preference.prompt == [Turn("user", "When?", asked)]
    assert preference.turns[1:] == [Turn("assistant", "At nine.", good)]
    assert preference.rejected == [Turn("assistant", "No idea.", bad)]
    assert preference.chosen == 1


def test_an_input_follows_the_instruction_and_a_system_message_comes_first() -> None:
    row = {"instruction": "When?", "input": "The ferry.", "system": "Be brief.", "chosen": "A", "rejected": "B"}

    assert said(row).prompt == [
        Turn("system", "Be brief.", "system"),
        Turn("user", "When?\n\nThe ferry.", "instruction+input", (7,)),
    ]


def test_responses_without_a_prompt_part_where_they_first_differ() -> None:
    follow_up = {"role": "user", "content": "From which pier?"}
    row = {"chosen": [ASKED, GOOD, follow_up, GOOD], "rejected": [ASKED, GOOD, follow_up, BAD]}

    assert [turn.content for turn in said(row).prompt] == ["When?", "At nine.", "From which pier?"]
    assert said({"chosen": [ASKED, GOOD], "rejected": [ASKED, GOOD]}).chosen == 1
    assert said({"chosen": [ASKED, GOOD, follow_up, BAD], "rejected": [ASKED, BAD]}).chosen == 3
    assert said({"chosen": "At nine.", "rejected": "No idea."}).prompt == []


def test_a_response_that_happens_to_repeat_only_part_of_the_prompt_stays_whole() -> None:
    row = {"prompt": [ASKED, GOOD, ASKED], "chosen": [ASKED, GOOD], "rejected": [ASKED, BAD]}

    assert (said(row).chosen, len(said(row).rejected or [])) == (2, 2)


@pytest.mark.parametrize(
    ("row", "plain"), [(AS_TEXT, True), ({**AS_MESSAGES, "tools": [{"name": "ferry"}]}, False)]
)
def test_a_row_is_written_back_as_it_was(row: dict[str, Any], *, plain: bool) -> None:
    losses: list[str] = []

    assert KNOWN.written(said(row), losses, plain=plain) == row
    assert losses == []


def test_a_demonstration_has_no_second_response_to_write() -> None:
    losses: list[str] = []
    turns = [Turn("user", "When?", "p"), Turn("assistant", "At nine.", "c")]
    KNOWN.written(Conversation(turns, label=True), losses, plain=True)

    assert losses == [
        "rejected: there is no second response; a preference needs one that was not chosen",
        "label: whether the response is one to learn",
    ]


def test_a_prompt_that_the_responses_repeat_is_told_with_each_place_that_repeats_it() -> None:
    asked, one, other = ({"role": role, "content": said} for role, said in (("user", "Is it far?"), *ANSWERS))
    row = {"prompt": "Is it far?", "chosen": [asked, one], "rejected": [asked, other]}

    assert repeated(row) == [("prompt", "chosen[0].content"), ("prompt", "rejected[0].content")]
    del row["prompt"]
    assert repeated(row) == [("chosen[0].content", "rejected[0].content")]
    assert repeated({"prompt": "Is it near?", **row}) == []
    assert repeated({"prompt": "Is it far?", "chosen": "No.", "rejected": "Yes."}) == []
    assert list(format_called("messages").repeated({"messages": [asked, one]})) == []


ANSWERS = (("assistant", "No, two streets."), ("assistant", "Yes, take the tram."))


def repeated(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(turn.path, again.path) for turn, again in format_called("preference").repeated(row)]
