"""Some of the records of a run that have a code, drawn by a seed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from xxhash import xxh3_64_intdigest

from curate.checks import BUILTIN
from curate.errors import UnknownName
from curate.report.left import DROPPED, FINDINGS, KEPT, REJECTED, Left, Row
from curate.report.lookup import Entry
from curate.steps.base import REASONS

FATES = ("dropped", "kept", "rejected")


@dataclass(frozen=True)
class Drawn:
    """The records that were drawn, and how many there were to draw from."""

    entries: list[Entry]
    fate: str
    """What became of all of them."""
    counts: dict[str, int]
    """By fate, how many records of the run have the code."""

    @property
    def among(self) -> int:
        """How many there were to draw from."""
        return self.counts[self.fate]


def draw(left: Left, code: str, count: int, *, seed: int = 0, fate: str = "") -> Drawn:
    """So many of the records with a code and a fate, the same for any order of the input; all, if there are fewer.

    Without a fate, they are the dropped ones; where no record was dropped under the code, those that it rejected,
    else those in which it was found and that were kept.

    Raises:
        UnknownName: no check or step has this code, name or family.
    """
    codes = _codes(left, code)
    found = {row["key"] for row in left.rows(FINDINGS, codes) if row["code"] in codes and row["key"] is not None}
    counts, drawn = dict.fromkeys(FATES, 0), dict[str, list[Entry]]()
    for each in FATES:
        numbers = _Counting(_with(left, each, codes, found))
        drawn[each] = nsmallest(count, numbers, key=lambda entry: _order(entry.row, seed))
        counts[each] = numbers.count
    chosen = fate or next((each for each in ("dropped", "rejected", "kept") if counts[each]), "dropped")
    return Drawn(drawn[chosen], chosen, counts)


class _Counting:
    """Passes entries on, and knows how many there were."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self.entries = entries
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self.entries:
            self.count += 1
            yield entry


def _codes(left: Left, name: str) -> set[str]:
    """The codes that a code, a name or a family of the run stands for."""
    names = {check.code: check.name for check in BUILTIN} | REASONS
    names |= {code: called for code, _, called in (each.partition(" ") for each in left.pipeline["checks"])}
    meant = {code for code, called in names.items() if name in (code, called, code.rstrip("0123456789"))}
    if not meant:
        raise UnknownName.among([*names, *names.values()], kind="check", name=name)
    return meant


def _with(left: Left, fate: str, codes: Collection[str], found: Collection[str]) -> Iterator[Entry]:
    """The records of a fate that have one of the codes: for which they were dropped or rejected, or a finding."""
    file = {"dropped": DROPPED, "kept": KEPT, "rejected": REJECTED}[fate]
    for row in left.rows(file, () if fate == "kept" else codes):
        if row["key"] in found if fate == "kept" else row["code"] in codes:
            yield Entry(fate, row)


def _order(row: Row, seed: int) -> int:
    """A number that hangs on the record and the seed alone; of an unreadable record, on its place."""
    name = row.get("key") or f"{row['file']}:{row['row']}"
    return xxh3_64_intdigest(name.encode("utf-8", "surrogatepass"), seed=seed)
