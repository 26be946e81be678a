"""Families of near-duplicates as a person reads them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

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
    out.print(Text(_compared(found)))
    out.print(Text(_found(found)))
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


def _found(found: Duplicates) -> str:
    if not len(found):
        return "Found     no near-duplicates"
    members, part = counted(len(found), "near-duplicate"), share(len(found), len(found.records))
    return f"Found     {members} in {_counted(found.number)}, {part} of the records"


def _counted(families: int) -> str:
    return "1 family" if families == 1 else f"{families:,} families"


def _families(found: Duplicates, limit: int | None, *, text: bool) -> Iterator[RenderableType]:
    every = list(found.by_family(limit))
    for rows in every:
        yield from _family(found, rows, text=text)
    if left := found.number - len(every):
        more = "1 more family" if left == 1 else f"{left:,} more families"
        yield Text(f"... and {more}; --limit 0 shows all of them\n", "dim")


def _family(found: Duplicates, rows: Sequence[dict[str, Any]], *, text: bool) -> Iterator[RenderableType]:
    leader = rows[0]
    earlier = ", of the earlier set" if leader["leader_earlier"] else ""
    yield Text(f"{_named(leader, 'leader')}{earlier}, and {len(rows):,} like it", "bold")
    for row in rows[:MEMBERS]:
        yield Text(f"  {row['similarity']:.3f}  {_named(row, 'member')}")
        if text and row["similarity"] < 1:
            yield Text()
            yield _beside(found, row)
            yield Text()
    if len(rows) > MEMBERS:
        yield Text(f"  ... and {len(rows) - MEMBERS:,} more, the least alike {rows[-1]['similarity']:.3f}", "dim")
    yield Text()


def _beside(found: Duplicates, row: dict[str, Any]) -> Table:
    records = found.records
    leading = found.against if row["leader_earlier"] and found.against is not None else records
    with leading.as_read(), records.as_read():
        one, other = (
            messages_of(leading.conversation(row["leader"])),
            messages_of(records.conversation(row["member"])),
        )
    return beside(one, other, *(shown(row[f"{of}_id"] or row[of]) for of in ("leader", "member")))


def _named(row: dict[str, Any], of: str) -> str:
    name = row[f"{of}_id"]
    place = f"{row[f'{of}_file']}:{row[f'{of}_line'] or row[f'{of}_row']}"
    return f"{place} ({shown(name)})" if name else place


def histogram(found: Duplicates) -> Table:
    """How many records are how like the one before them that is most like them, from below the similarity on."""
    edges = list(_edges(found.check.similarity))
    nearest = np.round(found.nearest(edges[0]), 9)
    counts = [int(np.count_nonzero((nearest >= low) & (nearest < high))) for low, high in pairwise(edges)]
    counts.append(int(np.count_nonzero(nearest == 1)))
    rows = table(header=False)
    rows.add_column(justify="right", no_wrap=True)
    rows.add_column(justify="right", no_wrap=True)
    rows.add_column(no_wrap=True)
    rows.add_row(Text("similarity", "dim"), Text("records", "dim"), Text("to the most alike one before", "dim"))
    for low, high, count in zip(edges, (*edges[1:], None), counts, strict=True):
        above = low >= found.check.similarity
        bar = "█" * max(int(count > 0), round(_WIDTH * count / max(*counts, 1)))
        label = "1" if high is None else f"{low:.2f} to {high:.2f}"
        rows.add_row(label, f"{count:,}", Text(bar, "yellow" if above else "dim"))
        if high is not None and abs(high - found.check.similarity) < BIN / 2 and not above:
            rows.add_row("", "", Text(f"── {found.check.similarity:g}, alike from here on", "dim"))
    return rows


def _edges(similarity: float) -> Iterable[float]:
    """Of bins that begin or end at the similarity, up to 1."""
    below = [similarity - BIN * number for number in range(BELOW, 0, -1)]
    above = np.arange(similarity, 1, BIN).tolist()
    return [round(edge, 9) for edge in (*(edge for edge in below if edge > 0), *above, 1.0)]


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
