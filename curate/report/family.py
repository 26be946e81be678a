"""Records that are alike, as a step saw them: which one it prefers, and how like each other they are."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import polars as pl

from curate.checks import SetCheck
from curate.facts import fact_called
from curate.facts.words import RESPONSE_WORDS
from curate.progress import silent
from curate.records import columns as c
from curate.records.turns import Conversation, Turn, beyond
from curate.report.grouped import value_of
from curate.report.left import Row
from curate.report.said import NOT_AS_WRITTEN, Saying
from curate.report.toml_text import counted
from curate.steps import KeepOne


class Member:
    """A record as it stood before the step that compared it."""

    def __init__(self, row: Row, saying: Callable[[], Saying | None], before: float, files: Sequence[str]) -> None:
        self.row = row
        self.before = before
        self._saying = saying
        self._files = files

    @cached_property
    def saying(self) -> Saying | None:
        """What it says, with every change of it; None where its text is there no more."""
        return self._saying()

    def conversation(self, before: float) -> Conversation:
        """What it said before a step; nothing where that can not be told."""
        try:
            return self.saying.conversation(before) if self.saying else Conversation([])
        except NOT_AS_WRITTEN:
            return Conversation([])

    @cached_property
    def turns(self) -> list[Turn]:
        """What it said then."""
        return self.conversation(self.before).turns

    @cached_property
    def words(self) -> int:
        """Words in its response."""
        return int(RESPONSE_WORDS.compute(frame_of([self]), silent)[0])

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the input."""
        return self._files.index(self.row["file"]), self.row["row"]

    @property
    def key(self) -> tuple[str, int]:
        """What decides between equals: the key, and the number of a repeated one."""
        name, _, number = self.row["key"].partition("-")
        return name, int(number or 1)


def frame_of(members: Sequence[Member]) -> pl.DataFrame:
    """Members as the records that facts are computed of, ranked as they come."""
    said = [
        [{c.ROLE: turn.role, c.CONTENT: turn.content, c.BEYOND: beyond(turn)} for turn in member.turns]
        for member in members
    ]
    messages = pl.List(pl.Struct({c.ROLE: pl.String(), c.CONTENT: pl.String(), c.BEYOND: pl.String()}))
    ranks = pl.Series(c.RANK, range(len(said)), dtype=pl.UInt32)
    return pl.DataFrame([ranks, pl.Series(c.MESSAGES, said, dtype=messages)])


MOST_RIVALS = 1_000
"""Records that are compared anew to tell a story; of more, only those of the same family."""


def rivals_of(twin: Member, peers: Sequence[Member]) -> Sequence[Member]:
    """The records that may stay with another setting, and then stand against this one: all that went with it."""
    if len(peers) <= MOST_RIVALS:
        return peers
    family = [each for each in peers if each.row["related"] == twin.row["key"]]
    return family[:MOST_RIVALS]


def nearest(check: SetCheck, member: Member, rivals: Sequence[Member]) -> float:
    """How like a record that rival is that is most like it, as the check measures it; 0 where there is none."""
    if not rivals:
        return 0.0
    frame = frame_of([member, *rivals])
    for name in check.facts():
        frame = frame.with_columns(fact_called(name).compute(frame, silent).alias(c.FACT + name))
    return max(check.likeness(check.keys(frame)), default=0.0)


_ORDERS: dict[str, Callable[[Member], Any]] = {
    "first": lambda member: member.place,
    "longest-response": lambda member: -member.words,
    "key": lambda member: member.key,
}
"""By preference that needs no field: what comes first is preferred."""


def alternatives(step: KeepOne, member: Member, twin: Member, peers: Sequence[Member]) -> Iterator[str]:
    """The preferences that put the record before all others of its family."""
    family = [twin, *(each for each in peers if each.row["related"] == twin.row["key"])]
    for prefer, order in _ORDERS.items():
        if prefer != step.prefer and all(
            (order(member), member.key) < (order(other), other.key) for other in family
        ):
            yield prefer


def preferred_because(step: KeepOne, member: Member, twin: Member) -> str:
    """Why the twin stays and not the record, in the terms of the preference."""
    if step.prefer == "first":
        return "it comes first in the input"
    if step.prefer == "longest-response" and twin.words != member.words:
        return f"its response has {counted(twin.words, 'word')}, this one {member.words:,}"
    if step.by:
        there, here = (value_of(each.row, each.saying, step.by) for each in (twin, member))
        if there != here:
            return f"its {step.by} is {_named(there)}, here it is {_named(here)}"
    same = "both responses are as long, and " if step.prefer == "longest-response" else ""
    return f"{same}its key is the smaller one"


def _named(value: object) -> str:
    return "not there" if value is None else str(value)
