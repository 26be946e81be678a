"""What records say that hold nothing but texts, column by column.

Most sets are of such records. A column taken from all rows of a cut at once costs far less than an object for each
turn, and gives the same frame. Rows that hold more go through conversations.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from curate.records.turns import JOINT, paths_of


class Texts(NamedTuple):
    """The turns of some records, one after the other."""

    counts: list[int]
    """How many turns each record has."""
    roles: list[str]
    contents: list[str]
    paths: list[str]
    joints: list[list[int] | None]
    """As in a turn; empty where no turn was joined."""


def chats(rows: Sequence[Any], field: str, names: tuple[str, str], roles: Mapping[str, str]) -> Texts | None:
    """Of rows that hold a list of messages, each with a role and a text by these names and nothing else.

    `roles` gives the role for the word that stands for it. None where a row is not of that shape.
    """
    spoken = column(rows, field, list)
    messages = list(chain.from_iterable(spoken or ()))
    words, contents = (column(messages, name, str) for name in names)
    if spoken is None or words is None or contents is None or set(map(len, messages)) != {len(names)}:
        return None
    if not all(spoken) or not roles.keys() >= set(words):
        return None
    counts = list(map(len, spoken))
    paths = list(chain.from_iterable(paths_of(field, names[1], count) for count in counts))
    return Texts(counts, list(map(roles.__getitem__, words)), contents, paths, [])


def pairs(rows: Sequence[Any], prompt: str, response: str, *, context: str | None = None) -> Texts | None:
    """Of rows that hold a prompt and a response as texts, and perhaps a context, which follows the prompt.

    None where a row is not of that shape.
    """
    asked, answered = column(rows, prompt, str), column(rows, response, str)
    if asked is None or answered is None:
        return None
    about = [row.get(context) for row in rows] if context else []
    if not set(map(type, about)) <= {str, type(None)}:
        return None
    paths, joints = [prompt] * len(rows), list[list[int] | None]()
    if any(about):
        begins = [[len(text) + len(JOINT)] if more else None for text, more in zip(asked, about, strict=True)]
        joints = _alternating(begins, [None] * len(rows))
        paths = [f"{prompt}+{context}" if more else prompt for more in about]
        asked = [text + JOINT + more if more else text for text, more in zip(asked, about, strict=True)]
    return Texts(
        [2] * len(rows),
        ["user", "assistant"] * len(rows),
        _alternating(asked, answered),
        _alternating(paths, [response] * len(rows)),
        joints,
    )


def _alternating(first: list[Any], second: list[Any]) -> list[Any]:
    both = first + second
    both[::2], both[1::2] = first, second
    return both


def column(rows: Sequence[Any], field: str, kind: type) -> list[Any] | None:
    """The field of each row; None where one is no object, lacks it, or has a value of another kind."""
    if set(map(type, rows)) != {dict}:
        return None
    try:
        values = list(map(itemgetter(field), rows))
    except KeyError:
        return None
    return values if set(map(type, values)) == {kind} else None


def none_has(rows: Sequence[Any], *fields: str) -> bool:
    """Whether no row has any of these fields."""
    return set(map(type, rows)) == {dict} and set[str]().union(*rows).isdisjoint(fields)
