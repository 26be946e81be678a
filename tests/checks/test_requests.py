"""What a word or two can answer, and what they can not."""

from collections.abc import Callable
from typing import Any

import pytest

import curate

Read = Callable[..., Any]


def is_short(records_of: Read, chat: Callable[..., Any], prompt: str, response: str) -> bool:
    checked = curate.check(records_of([chat(prompt, response)]), select=["LEN001"])
    return len(checked.findings) == 1


@pytest.mark.parametrize(
    "prompt",
    [
        "Explain how yeast makes bread rise.",
        "Could you please write a thank-you note to my neighbour?",
        "I have read about grafting. How do I graft an apple tree?",
        "Erklär mir, warum Hefe Teig aufgehen lässt.",
        "Explica por qué sube la masa.",
        "请解释酵母为什么能让面团发起来。",
    ],
)
def test_a_request_for_more_is_not_answered_by_a_word(
    records_of: Read, chat: Callable[..., Any], prompt: str
) -> None:
    assert is_short(records_of, chat, prompt, "Certainly")


@pytest.mark.parametrize(
    ("prompt", "response"),
    [
        ("Is this product review positive? The kettle leaks and I would not buy it again.", "No"),
        ("What is the mood of the speaker? Nobody came, and the candles had burnt down.", "negative"),
        ("Which label fits: travel, food or sport? She describes how the ferry rolled all night.", "travel"),
        ("Did the baker advise her to wait?", "Yes."),
        ("Rate the film with stars.", "★★★"),
        ("Which bread is it?", "Rye"),
    ],
)
def test_a_choice_a_nod_or_a_sign_may_be_all_that_was_asked_for(
    records_of: Read, chat: Callable[..., Any], prompt: str, response: str
) -> None:
    assert not is_short(records_of, chat, prompt, response)


def test_of_a_long_turn_the_request_stands_at_an_end(records_of: Read, chat: Callable[..., Any]) -> None:
    story = "The steps of the mill were worn. Explain that, she said to the miller. " * 8
    assert not is_short(records_of, chat, f"{story}\nWho was asked?", "Him")
    assert is_short(records_of, chat, f"{story}\nSummarize the story for a child.", "Certainly")


@pytest.mark.parametrize("response", ["ok.", "Done", "see above", "n/a"])
def test_what_answers_nothing_is_short_whatever_was_asked(
    records_of: Read, chat: Callable[..., Any], response: str
) -> None:
    assert is_short(records_of, chat, "Which bread is it?", response)
