"""Where two readings of one record differ, and how that adds up."""

from typing import Any

import pytest

from curate.errors import WouldLose
from curate.records.losses import READS_DIFFERENTLY, Loss, Losses, Lost, differences, told, would_lose
from curate.records.turns import Conversation, Turn

CALL = {"id": "call_1", "type": "function", "function": {"name": "stir", "arguments": '{"minutes": 3}'}}


def said(*, content: str | None = "Three days.", more: dict[str, Any] | None = None, **how: Any) -> Conversation:  # noqa: ANN401
    turns = [Turn("user", "How long?", "messages[0].content"), Turn("assistant", content, "messages[1].content")]
    turns[1].more = more
    return Conversation(turns, **how)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (said(), said()),
        (said(content=None), said(content="")),
        (said(more={"name": None}), said()),
        (said(more={"tool_calls": []}), said()),
        (
            said(more={"tool_calls": [CALL]}),
            said(
                more={"tool_calls": [{"id": "call_1", "function": {"name": "stir", "arguments": {"minutes": 3}}}]}
            ),
        ),
        (said(tools='[{"name": "stir"}]'), said(tools='[{"name":"stir"}]')),
    ],
)
def test_what_says_the_same_does_not_differ(one: Conversation, other: Conversation) -> None:
    assert list(differences(one, other)) == []
    assert list(differences(other, one)) == []


ANSWER = [Turn("assistant", "A week.", "rejected")]


@pytest.mark.parametrize(
    ("other", "lost"),
    [
        (said(content="Two days."), Lost("messages[1].content", READS_DIFFERENTLY)),
        (said(more={"weight": 0}), Lost("messages[1].content", "the field weight")),
        (said(more={"content": []}), Lost("messages[1].content", "content in parts")),
        (said(more={"tool_calls": [CALL]}), Lost("messages[1].content", "what it says of a tool call")),
        (said(tools="[{}]"), Lost("tools", READS_DIFFERENTLY)),
        (said(label=True), Lost("label", READS_DIFFERENTLY)),
        (said(rejected=[]), Lost("rejected", READS_DIFFERENTLY)),
        (said(chosen=1), Lost("chosen", "where the chosen response begins")),
        (said(completion=2), Lost("messages[1].content", "where the completion begins")),
    ],
)
def test_whatever_differs_is_told_with_its_place(other: Conversation, lost: Lost) -> None:
    assert list(differences(said(), other)) == [lost]


def test_turns_that_are_missing_are_told_at_the_first() -> None:
    short = Conversation(said().turns[:1])
    assert list(differences(said(), short)) == [Lost("messages[0].content", READS_DIFFERENTLY)]
    one, other = said(rejected=ANSWER), said(rejected=[Turn("assistant", "A month.", "rejected")])
    assert list(differences(one, other)) == [Lost("rejected", READS_DIFFERENTLY)]


def test_losses_count_records_and_keep_the_first_place() -> None:
    losses = Losses()
    losses.add("a.jsonl", 3, [Lost("messages[0].content", "the field name")])
    losses.add("a.jsonl", 4, [Lost("tools", "the tools"), Lost("tools", "the tools"), Lost("chosen", "the tools")])
    losses.add("b.jsonl", 1, [Lost("tools", "the tools")])
    assert losses.in_order() == [
        Loss("the tools", 2, "a.jsonl", 4, "tools"),
        Loss("the field name", 1, "a.jsonl", 3, "messages[0].content"),
    ]


def test_a_loss_is_one_sentence_of_what_how_often_and_where() -> None:
    assert str(Loss("a system message", 1200, "a.jsonl", 7, "messages[0].content")) == (
        "1,200 x a system message; first in a.jsonl, row 7, messages[0].content"
    )
    assert str(Loss("a system message", 1, "a.jsonl", 7, "")).endswith("first in a.jsonl, row 7")


def test_what_a_format_says_is_a_place_and_what_is_lost_there() -> None:
    assert told(["messages[1].content: the field tags: ours"]) == [
        Lost("messages[1].content", "the field tags: ours")
    ]


def losses(count: int) -> list[Loss]:
    return [Loss(f"the field number {number}", 1, "a.jsonl", number, "") for number in range(count)]


def test_a_refusal_names_what_is_lost_and_what_carries_more() -> None:
    refusal = would_lose(losses(1), "alpaca")
    assert isinstance(refusal, WouldLose)
    assert refusal.exit_code == 2
    first, second = refusal.message.splitlines()
    assert first == "the format alpaca in this kind of file can not carry all of it; nothing was written:"
    assert second == "1 x the field number 0; first in a.jsonl, row 0"
    assert refusal.hint == "--lossy leaves these out. The format messages carries everything."
    assert would_lose(losses(1), "messages").hint.endswith("JSON Lines and JSON arrays carry more.")


@pytest.mark.parametrize(("count", "last"), [(9, "... and 1 kind more"), (11, "... and 3 kinds more")])
def test_a_refusal_tells_the_first_kinds_one_by_one_and_counts_the_rest(count: int, last: str) -> None:
    lines = would_lose(losses(count), "alpaca").message.splitlines()
    assert (len(lines), lines[-1]) == (10, last)


def test_where_only_records_are_unreadable_no_format_is_blamed() -> None:
    refusal = would_lose([], "alpaca", ["2 x a record that can not be read; first in a.jsonl, row 4"])
    assert refusal.message.startswith("some records can not be read; nothing was written:\n2 x a record")
    assert refusal.hint == "--lossy leaves these out."
