"""The parts of the work as rows of a table that fits any terminal."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from curate.cli.telling.parts import OF_FILES, Part
from curate.cli.telling.words import counted, done, held, lasting, left, named, rated

GAP = 3
"""Columns between two cells."""
LEAST_NAMES = (24, 20, 12, 12, 0)
"""Columns that names have at least, with all cells, and with fewer and fewer of them."""
ROOM_FOR_DOTS = 8


class Line(NamedTuple):
    """One line of the table, and whether it is of something that has ended."""

    text: str
    ended: bool


class Memory(NamedTuple):
    """Bytes that are held now, where the system tells, and the most that was seen."""

    now: int | None
    most: int


def table_of(parts: Sequence[Part], now: float, memory: str, size: tuple[int, int]) -> Iterator[Line]:
    """A line for each part, then one of memory and time: none wider than the terminal, and no more than fit.

    Args:
        parts: As `Course.look` gives them.
        now: When it is, by the clock of the course.
        memory: The last line.
        size: Of the terminal, columns and lines.
    """
    width, height = size
    room = max(1, height - 1)
    hidden = max(0, len(parts) + 1 - room)
    if hidden:
        hidden = min(len(parts), hidden + 1)
        if room > 1:
            yield Line(_cut(f"{hidden:,} parts before", width), ended=True)
    yield from _rows(parts[hidden:], now, width)
    yield Line(_cut(memory, width), ended=True)


def memory_line(memory: Memory, seconds: float) -> str:
    """`512 MB held, 780 MB at most · 12 s`."""
    most = f"{held(memory.most)} at most"
    now = f"{held(memory.now)} held, " if memory.now is not None else ""
    return f"{now}{most} · {lasting(seconds)}"


def _rows(parts: Sequence[Part], now: float, width: int) -> Iterator[Line]:
    names = [named(part) for part in parts]
    times = [left(part.remaining(now)) or lasting(part.seconds(now)) for part in parts]
    rates = [rated(part.rate(now)) for part in parts]
    whole, short = [counted(part) for part in parts], [done(part) for part in parts]
    longest = max(map(cell_len, names), default=0)
    kinds = ((whole, rates, times), (whole, times), (short, times), (times,), ())
    for columns, least in zip(kinds, LEAST_NAMES, strict=True):
        widths = [max(map(len, column), default=0) for column in columns]
        taken = sum(each + GAP for each in widths if each)
        if not columns or width - taken >= min(longest, least):
            break
    room = min(longest, width - taken)
    for row, part in enumerate(parts):
        cells = [f"{'':{GAP}}{column[row]:>{each}}" for column, each in zip(columns, widths, strict=True) if each]
        name = _cut(names[row], room, pad=bool(cells), from_behind=part.name in OF_FILES)
        yield Line((name + "".join(cells)).rstrip(), part.ended)


def _cut(text: str, width: int, *, pad: bool = False, from_behind: bool = False) -> str:
    """A text that takes no more than so many columns, with dots for what is cut: of a file, the end says most."""
    if cell_len(text) > width:
        verb, _, file = text.partition(" ")
        head, dots = (f"{verb} " if from_behind else ""), "..."
        room = width - cell_len(head) - len(dots)
        if width < ROOM_FOR_DOTS or room < 0:
            text = set_cell_size(text, width)
        elif from_behind:
            while cell_len(file) > room:
                file = file[1:]
            text = head + dots + file
        else:
            text = set_cell_size(text, room) + dots
    return set_cell_size(text, width) if pad else text
