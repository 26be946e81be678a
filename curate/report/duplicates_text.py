"""Families of near-duplicates as a person reads them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from curate.records.records import Records
from curate.records.turns import Conversation
from curate.report.beside import beside
from curate.report.duplicates import Duplicates
from curate.report.said import messages_of
from curate.report.terminal import read_table, shown, table
from curate.report.toml_text import counted, share

MEMBERS = 3
"""Members of a family that are shown beside their leader, at most."""
BELOW = 4
"""Bins of the histogram below the similarity."""
BIN = 0.05
_DIGITS = 9
"""Behind which floating point tells no more of a similarity."""
_WIDTH = 40
_VIEWS = {"record": "whole records", "prompt": "prompts", "response": "responses"}


def print_duplicates(
    out: Console, found: Duplicates, *, limit: int | None, text: bool, sweep: Sequence[float] = ()
) -> None:
    """The largest families with the words that differ, then all in numbers."""
    for block in _families(found, limit, text=text):
        out.print(block)
    out.print(read_table(found.records))
    if found.against is not None:
        out.print(read_table(found.against, "Against"))
    if found.accepted is not None:
        held = counted(len(found.accepted), "accepted record")
        out.print(Text(f"Against   {held} in {shown(str(found.accepted.path), 200)}"))
    out.print(Text(_compared(found)))
    if found.check.ignore_openings:
        out.print(Text(_ignored(found)))
        for line in _openings(found) if text else ():
            out.print(line)
    out.print(Text(_found(found)))
    if len(found):
        out.print()
        out.print(histogram(found))
    if sweep:
        out.print()
        out.print(sweep_table(found, sweep))


def _compared(found: Duplicates) -> str:
    check = found.check
    also = ""
    if check.view == "record" and check.min_response_similarity:
        also = f", and responses {check.min_response_similarity:g}"
    # Cut, not rounded: what is said is reached.
    reached = f"recall {int(check.reached() * 1e6) / 1e6:g}" if check.method != "exact" else "no pair is missed"
    return f"Compared  {_VIEWS[check.view]}, {check.similarity:g} alike or more{also}; {check.method}, {reached}"


def _ignored(found: Duplicates) -> str:
    openings = found.ignored
    many = f"more than {found.check.ignore_openings * 100:.3g} % of the records begin with"
    if not len(openings):
        return f"Ignored   nothing: there is no line that {many}"
    lines = counted(1 + max(opening.count("\n") for opening in openings["opening"]), "line")
    records = counted(sum(openings["records"]), "record")
    told = f"{counted(len(openings), 'opening')} of up to {lines}, in {records}"
    return f"Ignored   {told}: lines that {many}"


OPENINGS = 3
"""Openings that are told one by one, the most frequent."""


def _openings(found: Duplicates) -> Iterator[Text]:
    told = found.ignored.head(OPENINGS)
    width = max((len(f"{records:,}") for records in told["records"]), default=0)
    for opening, records in told.iter_rows():
        yield Text(f"          {records:>{width},}  {shown(opening, 80)}", "dim")


def _found(found: Duplicates) -> str:
    if not len(found):
        return "Found     no near-duplicates"
    members, part = counted(len(found), "near-duplicate"), share(len(found), len(found.records))
    beside = ""
    if found.earlier is not None:
        beside = f": {found.known:,} of the earlier set, {len(found) - found.known:,} among themselves"
    return f"Found     {members} in {families(found.number)}, {part} of the records{beside}"


def families(number: int) -> str:
    """`1 family`, `2 families`."""
    return "1 family" if number == 1 else f"{number:,} families"


def _families(found: Duplicates, limit: int | None, *, text: bool) -> Iterator[RenderableType]:
    every = list(found.by_family(limit))
    said = _Said(found, [row for rows in every for row in rows[:MEMBERS]] if text else [])
    for rows in every:
        yield from _family(said, rows, text=text)
    if left := found.number - len(every):
        more = "1 more family" if left == 1 else f"{left:,} more families"
        yield Text(f"... and {more}; --limit 0 shows all of them\n", "dim")


def _family(said: "_Said", rows: Sequence[dict[str, Any]], *, text: bool) -> Iterator[RenderableType]:
    leader = rows[0]
    earlier = ", of the earlier set" if leader["leader_earlier"] else ""
    yield Text(f"{_named(leader, 'leader')}{earlier}, and {len(rows):,} like it", "bold")
    for row in rows[:MEMBERS]:
        yield Text(f"  {row['similarity']:.3f}  {_named(row, 'member')}")
        if text and said.holds(row):
            yield Text()
            yield said.beside(row)
            yield Text()
    if len(rows) > MEMBERS:
        yield Text(f"  ... and {len(rows) - MEMBERS:,} more, the least alike {rows[-1]['similarity']:.3f}", "dim")
    yield Text()


class _Said:
    """What leaders and members say, each source read once for all of them."""

    def __init__(self, found: Duplicates, rows: Sequence[dict[str, Any]]) -> None:
        self._members = _conversations(found.records, (row["member"] for row in rows))
        own = (row["leader"] for row in rows if not row["leader_earlier"])
        earlier = (row["leader"] for row in rows if row["leader_earlier"])
        self._leaders = {False: _conversations(found.records, own)}
        if found.against is not None:
            self._leaders[True] = _conversations(found.against, earlier)

    def holds(self, row: dict[str, Any]) -> bool:
        """Whether what the leader says is there: an index of accepted records holds no texts."""
        return row["leader_earlier"] in self._leaders

    def beside(self, row: dict[str, Any]) -> Table:
        """The leader and the member of a row."""
        one, other = self._leaders[row["leader_earlier"]][row["leader"]], self._members[row["member"]]
        return beside(
            messages_of(one), messages_of(other), *(shown(_name(row, of)) for of in ("leader", "member"))
        )


def _conversations(records: Records, keys: Iterable[str]) -> dict[str, Conversation]:
    with records.as_read():
        return records.conversations(keys)


def _named(row: dict[str, Any], of: str) -> str:
    return f"{row[f'{of}_file']}:{row[f'{of}_line'] or row[f'{of}_row']} ({shown(_name(row, of))})"


def _name(row: dict[str, Any], of: str) -> str:
    return str(row[f"{of}_id"] or row[of])


def histogram(found: Duplicates) -> Table:
    """How like the members are to their leaders, and below the similarity what a lower one would leave out too."""
    limit = round(found.check.similarity, _DIGITS)
    edges = list(_edges(limit))
    alike = np.round(found.likeness(edges[0]), _DIGITS)
    counts = [int(np.count_nonzero((alike >= low) & (alike < high))) for low, high in pairwise((*edges, np.inf))]
    rows = table(header=False)
    for justify in ("right", "right", "left"):
        rows.add_column(justify=justify, no_wrap=True)
    rows.add_row(Text("similarity", "dim"), Text("records", "dim"), Text("to the one that leads", "dim"))
    for low, high, count in zip(edges, (*edges[1:], None), counts, strict=True):
        if low == limit and low > edges[0]:
            rows.add_row("", "", Text(f"── {limit:g}: found from here on", "dim"))
        bar = "█" * max(int(count > 0), round(_WIDTH * count / max(*counts, 1)))
        label = f"{low:g}" if high is None else f"{low:g} to {high:g}"
        rows.add_row(label, f"{count:,}", Text(bar, "yellow" if low >= limit else "dim"))
    return rows


def _edges(limit: float) -> Iterator[float]:
    """Where bins begin, the last of them at 1; one begins at the limit."""
    below = (limit - BIN * number for number in range(BELOW, 0, -1))
    above = (limit + BIN * number for number in range(ceil((1 - limit) / BIN)))
    inside = (round(edge, _DIGITS) for edge in (*below, *above))
    yield from (edge for edge in inside if 0 < edge < 1)
    yield 1.0


def sweep_table(found: Duplicates, similarities: Sequence[float]) -> Table:
    """What each similarity would leave out; the one that is in force stands out."""
    records, similarity = len(found.records), found.check.similarity
    rows = table()
    for name in ("similarity", "families", "left out", "of all"):
        rows.add_column(name, justify="right", no_wrap=True)
    for row in found.sweep(similarities).iter_rows(named=True):
        style = "bold" if abs(row["similarity"] - similarity) < BIN / 1000 else ""
        numbers = (f"{row['families']:,}", f"{row['members']:,}", share(row["members"], records))
        rows.add_row(f"{row['similarity']:g}", *numbers, style=style)
    return rows
