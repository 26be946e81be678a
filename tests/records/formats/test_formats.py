"""The list of formats."""

from collections.abc import Callable
from typing import Any

import pytest

import curate
from curate.errors import UnknownName
from curate.records.formats import FORMATS, RecordFormat, format_called
from curate.records.key import content_key

Row = dict[str, Any]
SAME: dict[str, Row] = {
    "messages": {"messages": [{"role": "user", "content": "When?"}, {"role": "assistant", "content": "At nine."}]},
    "prompt-completion": {"prompt": "When?", "completion": "At nine."},
    "alpaca": {"instruction": "When?", "input": "", "output": "At nine."},
    "sharegpt": {"conversations": [{"from": "human", "value": "When?"}, {"from": "gpt", "value": "At nine."}]},
    "dolly": {"instruction": "When?", "context": "", "response": "At nine."},
}
OTHERS: dict[str, Row] = {
    "preference": {"prompt": "When?", "chosen": "At nine.", "rejected": "No idea."},
    "kto": {"prompt": "When?", "completion": "At nine.", "label": True},
}
CALL = {"function": {"name": "ferry", "arguments": '{"pier": "north"}'}}
TOOL_USE = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "When?"},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "content": "09:00"},
    {"role": "assistant", "content": "At nine."},
]


def rewritten(row: Row, known: RecordFormat[Any], *, plain: bool) -> tuple[str, str, list[str]]:
    """The key of a row of messages before and after it was written in another format, and what that lost."""
    said = format_called("messages").conversation(row)
    losses: list[str] = []
    again = known.written(said, losses, plain=plain)
    assert known.fits(again)
    return content_key(said), content_key(known.conversation(again)), losses


def test_the_same_content_has_the_same_key_in_every_format(write_lines: Callable[..., Any]) -> None:
    assert set(SAME) | set(OTHERS) == {known.name for known in FORMATS}
    read = [curate.read(write_lines([row], f"{name}.jsonl")) for name, row in SAME.items()]
    assert [records.inputs[0].format for records in read] == list(SAME)
    assert len({records.frame["key"].item() for records in read}) == 1


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_what_is_written_says_the_same_or_names_what_was_lost(known: RecordFormat[Any]) -> None:
    before, after, losses = rewritten(SAME["messages"], known, plain=True)

    assert (before == after) is (losses == [])
    assert bool(losses) is (known.name in OTHERS)


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
@pytest.mark.parametrize("more", [{}, {"tools": [{"name": "ferry"}]}, {"label": False}])
def test_a_conversation_with_tools_says_the_same_or_names_what_was_lost(
    known: RecordFormat[Any], more: Row
) -> None:
    before, after, losses = rewritten({"messages": TOOL_USE, **more}, known, plain=False)

    assert losses or before == after
    assert known.name in ("messages", "prompt-completion", "sharegpt", "kto") or losses


@pytest.mark.parametrize("name", ["messages", "preference"])
def test_a_preference_makes_the_round_trip(name: str) -> None:
    row = {"messages": TOOL_USE[:2], "chosen": TOOL_USE[2:], "rejected": TOOL_USE[4:]}
    before, after, losses = rewritten(row, format_called(name), plain=False)

    assert (before, losses) == (after, [])


@pytest.mark.parametrize("name", ["alpaca", "sharegpt", "dolly", "prompt-completion", "kto"])
def test_a_preference_loses_a_response_in_a_format_of_demonstrations(name: str) -> None:
    row = {"messages": TOOL_USE[1:2], "chosen": TOOL_USE[4:], "rejected": TOOL_USE[4:]}
    _, _, losses = rewritten(row, format_called(name), plain=True)

    assert "rejected: the response that was not chosen" in losses


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'alpaca'"):
        format_called("alpacca")
