"""What is wrong with the tool calls of each message."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import polars as pl

from curate.facts.base import Fact
from curate.progress import Tell
from curate.records import columns as c
from curate.records.strict_json import NotStrict, parsed_or_why

UNANSWERED = "unanswered"
"""Calls without a result, where somebody speaks after them."""
UNREADABLE = "unreadable"
"""Calls whose arguments are text, but not that of a JSON object."""
UNOFFERED = "unoffered"
"""Calls of tools that the record does not offer; null where it is not said which it offers."""
COUNTS = pl.Struct({UNANSWERED: pl.UInt32, UNREADABLE: pl.UInt32, UNOFFERED: pl.UInt32})

Call = dict[str, Any]


class Result(NamedTuple):
    """A message of a tool: the call that it names, and what it says."""

    call: str | None
    text: str | None


def faults(messages: pl.DataFrame, _tell: Tell) -> pl.Series:
    """The calls of each message that something is wrong with, counted; null where it calls nothing."""
    if messages[c.TOOL_CALLS].null_count() == messages.height:
        return pl.Series([None], dtype=COUNTS).new_from_index(0, messages.height)
    counts: list[dict[str, int | None] | None] = [None] * messages.height
    calling = messages.select(c.calls_tools().any().over(c.RECORD, c.BRANCH)).to_series()
    read = (c.RECORD, c.BRANCH, c.ROLE, c.CONTENT, c.TOOL_CALL_ID, c.TOOL_CALLS, c.TOOLS)
    rows = messages.select(read).filter(calling).rows(named=True)
    for at, row, behind in _with_what_follows(calling.arg_true().to_list(), rows):
        if row[c.TOOL_CALLS] is not None:
            counts[at] = _faults(json.loads(row[c.TOOL_CALLS]), row[c.TOOLS], behind)
    return pl.Series(counts, dtype=COUNTS)


def _faults(calls: list[Call], tools: str | None, behind: list[Result] | None) -> dict[str, int | None]:
    offered = offered_names(tools) if tools else None
    return {
        UNANSWERED: len(calls) - _answered(calls, behind) if behind is not None else 0,
        UNREADABLE: sum(not _is_object(call["function"].get("arguments")) for call in calls),
        UNOFFERED: sum(call["function"]["name"] not in offered for call in calls) if offered else None,
    }


def _with_what_follows(
    places: list[int], rows: list[dict[str, Any]]
) -> Iterator[tuple[int, dict[str, Any], list[Result] | None]]:
    """Each message with the results directly behind it; None where nobody speaks after those."""
    following: list[Result] | None = None
    branch: tuple[int, int] | None = None
    for at, row in zip(reversed(places), reversed(rows), strict=True):
        if branch != (own := (row[c.RECORD], row[c.BRANCH])):
            branch, following = own, None
            ends = True
        yield at, row, None if ends else following or []
        if row[c.ROLE] == "tool":
            following = [Result(row[c.TOOL_CALL_ID], row[c.CONTENT]), *(following or [])]
        else:
            following, ends = [], False


def _answered(calls: list[Call], results: list[Result]) -> int:
    """How many calls have a result: by their ids where all have one of their own, else by their number."""
    ids = [call.get("id") for call in calls]
    named = {result.call for result in results}
    if all(ids) and len(set(ids)) == len(ids) and all(named):
        return sum(each in named for each in ids)
    if len(results) == 1 and _holds_several(results[0].text or "", len(calls)):
        return len(calls)
    return min(len(calls), len(results))


def _holds_several(text: str, number: int) -> bool:
    """Whether one text can be the results of so many calls: a list or an object of them, or a line for each."""
    value = _json_or_none(text)
    parts = value if isinstance(value, list | dict) else [line for line in text.split("\n") if line.strip()]
    return len(parts) >= number


def _is_object(arguments: object) -> bool:
    """Whether arguments are an object or its JSON text; none at all are an empty one."""
    return not isinstance(arguments, str) or isinstance(_json_or_none(arguments), dict)


def _json_or_none(text: str) -> object:
    value = parsed_or_why(text.encode("utf-8", "surrogatepass"))
    return None if isinstance(value, NotStrict) else value


@lru_cache(maxsize=1024)
def offered_names(tools: str) -> frozenset[str] | None:
    """The names of the tools in a JSON text; None where one of them can not be told, or there are none."""
    names = list(_names(_json_or_none(tools)))
    return None if not names or None in names else frozenset(name for name in names if name)


def _names(value: object) -> Iterator[str | None]:
    """The name of each tool, in the shapes that interfaces and sets use; None for one that can not be told."""
    if isinstance(value, list):
        for each in value:
            yield from _names(each)
    elif isinstance(value, str):
        inner = _json_or_none(value)
        yield from _names(inner) if isinstance(inner, dict | list) else (value or None,)
    elif isinstance(value, dict):
        yield from _names_in(value)
    else:
        yield None


def _names_in(tool: dict[str, Any]) -> Iterable[str | None]:
    for nested in ("function", "functionDeclarations", "function_declarations", "tools", "functions"):
        if isinstance(tool.get(nested), list | dict):
            return _names(tool[nested])
    name = tool.get("name")
    return [name if isinstance(name, str) and name else None]


CALLS = Fact("calls", "message", faults)
