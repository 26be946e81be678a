"""Records as a source holds them, before anything is parsed: where each stands, and its bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

BOM = b"\xef\xbb\xbf"
CHUNK = 1 << 20
"""Bytes that are read at once."""
MAX_RECORD = 1 << 27
"""Largest record that is read, in bytes: a longer one is far more likely a file of another kind."""
SHOWN = 1000
"""Bytes that are kept of a record that is too long."""
TOGETHER = 2_000
"""Records that are handed on at once, at most, where they are not cut in chunks."""


class Slice(NamedTuple):
    """Where one record stands in its source, and its bytes."""

    row: int
    line: int
    offset: int
    raw: bytes
    trouble: str = ""
    """Why this is not one whole record, where the cut itself shows it."""
    margin: int = 0
    """Code points that stand before it on its line."""


@dataclass(slots=True)
class Cut:
    """Some records of a source, one after the other, column by column."""

    first_row: int
    lines: list[int]
    """Empty, as are the offsets, where a source has rows only."""
    offsets: list[int]
    raws: list[bytes]
    """The very bytes of each record; empty for one that is a row of a table."""
    troubles: dict[int, str] = field(default_factory=dict)
    """By position: why this is not one whole record."""
    values: list[Any] | None = None
    """What a record says, where it is not JSON text that is yet to be parsed."""
    margins: list[int] = field(default_factory=list)
    """What stands before each on its line, in code points; empty where nothing ever does."""

    def slice(self, position: int) -> Slice:
        """One of the records, with its place; line and offset are 0 where the source has rows only."""
        placed = bool(self.lines)
        return Slice(
            self.first_row + position,
            self.lines[position] if placed else 0,
            self.offsets[position] if placed else 0,
            self.raws[position],
            self.troubles.get(position, ""),
            self.margins[position] if self.margins else 0,
        )

    def only(self, positions: Sequence[int]) -> "Cut":
        """What some of the records say, without where they stand."""
        values = None if self.values is None else [self.values[at] for at in positions]
        return Cut(self.first_row, [], [], [self.raws[at] for at in positions], values=values)

    def __iter__(self) -> Iterator[Slice]:
        return map(self.slice, range(len(self.raws)))


def too_long(limit: int) -> str:
    """What is wrong with a record over the limit."""
    return f"it is longer than {limit:,} bytes; only its start is kept here"
