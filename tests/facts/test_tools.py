"""What is told of the tools that a record offers, and of the calls of its messages."""

from collections.abc import Callable
from typing import Any

import pytest

from curate.facts.tools import offered_names
from curate.facts.view import View


@pytest.mark.parametrize(
    ("tools", "names"),
    [
        ('[{"type": "function", "function": {"name": "a"}}, {"name": "b"}]', {"a", "b"}),
        ('{"name": "a"}', {"a"}),
        ('[{"functionDeclarations": [{"name": "a"}]}, {"function_declarations": {"name": "b"}}]', {"a", "b"}),
        ('{"tools": ["a", "{\\"name\\": \\"b\\"}"]}', {"a", "b"}),
        ('{"functions": [{"name": "a"}]}', {"a"}),
        ("[]", None),
        ("no JSON at all", None),
        ("3", None),
        ('[{"name": "a"}, {"type": "web_search"}]', None),
        ('[{"name": ["a"]}]', None),
        ('[{"name": ""}]', None),
    ],
)
def test_tools_are_read_in_every_shape_or_not_at_all(tools: str, names: set[str] | None) -> None:
    assert offered_names(tools) == names


def test_only_messages_that_call_have_calls_to_count(records_of: Callable[..., Any]) -> None:
    called = {"role": "assistant", "tool_calls": [{"function": {"name": "piers", "arguments": "{"}}]}
    messages = [{"role": "user", "content": "Which pier?"}, called, {"role": "user", "content": "Well?"}]
    view = View.of(records_of([{"messages": messages}, {"messages": messages[:1]}]).frame)
    view.need(["calls"])
    counted = view.messages["fact:calls"].drop_nulls().to_list()
    assert counted == [{"unanswered": 1, "unreadable": 1, "unoffered": None}]


def test_without_a_call_nothing_is_read(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    view = View.of(records_of([chat("Which pier?", "The north one.")]).frame)
    view.need(["calls"])
    assert view.messages["fact:calls"].to_list() == [None, None]
