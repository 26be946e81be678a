"""What a page tells of single records, gathered from the files of a run."""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import PurePath
from typing import NamedTuple

from curate.report.held import Holding
from curate.report.left import DROPPED, EDITED, FINDINGS, KEPT, REJECTED, Left, Row, raw_of
from curate.report.marks import marks_in
from curate.report.page.account import named
from curate.report.page.quoted import LONGEST, Piece, plain, quoted
from curate.report.said import NOT_AS_WRITTEN, Held, Said, Saying, messages_of
from curate.report.standing import READ

PROMPT = 80
"""Characters that are quoted of what stands before the message that matters."""
NAME = 60


class Quote(NamedTuple):
    """A part of a message, and who says it."""

    role: str
    pieces: list[Piece]


class Told(NamedTuple):
    """One record: where it stands, what became of it, what was found, and a part of what it says."""

    who: str
    name: str
    """The user's own id, else the key, else the place."""
    place: str
    fate: str
    step: int
    """The step that dropped it; 0 where none did."""
    code: str
    """The code for which it was dropped or rejected."""
    findings: list[Row]
    quotes: list[Quote]


def told_of(left: Left, wanted: Collection[str], *, text: bool = True) -> dict[str, Told]:
    """By what tells it from others, what there is to tell of each of some records."""
    teller = _Teller(left, set(wanted), text=text)
    return {each.who: each for each in teller.all()}


class _Teller:
    """Goes through each file once; what a record says is cut to a quote at once."""

    def __init__(self, left: Left, wanted: set[str], *, text: bool) -> None:
        self.left = left
        self.wanted = wanted
        self.text = text
        self.holding = Holding(left)
        own = Counter(PurePath(file).name for file in left.inputs)
        self.short = {file: name for file in left.inputs if own[name := PurePath(file).name] == 1}
        """The last part of an input's path, where it is that of no other; commands understand it."""
        self.findings: dict[str, list[Row]] = {}
        for row in left.rows(FINDINGS):
            if named(row) in wanted:
                self.findings.setdefault(named(row), []).append(row)
        self.edits: dict[str, list[Row]] = {}
        for row in left.rows(EDITED):
            if row["key"] in wanted:
                self.edits.setdefault(row["key"], []).append(row)

    def all(self) -> Iterator[Told]:
        """Dropped records, then those that were kept, then unreadable ones."""
        for row in self._rows(DROPPED):
            yield self._told(row, "dropped", self._quotes(row, self.holding.of_dropped(row), kept=False))
        kept = {row["key"]: row for row in self._rows(KEPT)}
        for key, held in self.holding.of_kept(list(kept.values())) if self.text else ():
            row = kept.pop(key)
            yield self._told(row, "kept", self._quotes(row, held, kept=True))
        yield from (self._told(row, "kept", []) for row in kept.values())
        for row in self._rows(REJECTED):
            raw = raw_of(row).decode("utf-8", "backslashreplace") if self.text else ""
            yield self._told(row, "rejected", [Quote("unreadable", quoted(raw))] if raw else [])

    def _rows(self, file: str) -> Iterator[Row]:
        return (row for row in self.left.rows(file) if named(row) in self.wanted)

    def _told(self, row: Row, fate: str, quotes: list[Quote]) -> Told:
        place = f"{self.short.get(row['file'], row['file'])}:{row.get('line') or row['row']}"
        return Told(
            who=named(row),
            name=plain(row.get("id") or row.get("key") or place, NAME),
            place=plain(place),
            fate=fate,
            step=row.get("step", 0),
            code=row.get("code", ""),
            findings=self.findings.get(named(row), []),
            quotes=quotes,
        )

    def _quotes(self, row: Row, held: Held | None, *, kept: bool) -> list[Quote]:
        """The prompt and the response, or in place of the prompt another message in which something was found."""
        if held is None or not self.text:
            return []
        saying = Saying(held, kept, self.edits.get(row["key"], []))
        try:
            messages = messages_of(saying.conversation())
        except NOT_AS_WRITTEN:
            return []
        return list(quotes_of(messages, self.findings.get(row["key"], [])))


def quotes_of(messages: list[Said], findings: list[Row]) -> Iterator[Quote]:
    """A short quote of a prompt and a longer one of its response, where something was found around that."""
    at_read = [each for each in findings if each["at"] == READ]
    marks = {number: found for number, each in enumerate(messages) if (found := marks_in(each, at_read))}
    response = _last(messages, {"assistant", "record"})
    prompt = _last(messages[:response], {"user"})
    elsewhere = [number for number in marks if number not in (prompt, response)]
    first = elsewhere[0] if elsewhere and not {prompt, response} & marks.keys() else prompt
    shown = [number for number in (first, response) if number is not None]
    for number in shown:
        length = PROMPT if number == first and len(shown) > 1 else LONGEST - PROMPT
        yield Quote(messages[number].role, quoted(messages[number].text, marks.get(number, ()), length))


def _last(messages: list[Said], roles: set[str]) -> int | None:
    numbers = [n for n, each in enumerate(messages) if each.role in roles and each.part != "rejected"]
    return numbers[-1] if numbers else None
