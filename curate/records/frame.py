"""Records that can be read, as an index of all of them and what they say in parts, built from flat columns."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.files.shelf import Rows, Shelf
from curate.files.slices import Cut
from curate.files.tables import as_json
from curate.records import columns as c
from curate.records.key import content_key, raw_hashes, texts_keys
from curate.records.known import About
from curate.records.message_lists import lists_of_texts, lists_of_turns, series
from curate.records.parts import BYTES, INDEX, SIZE, TEXTS, Part, parts_of, put_part
from curate.records.texts import Texts
from curate.records.turns import Conversation, Turn
from curate.threads import Beside

_DECIDING = (c.KEY, c.RAW_HASH, c.SOURCE, c.ROW)
"""What decides the rank of a record, the most important first."""

_SCHEMA = {name: dtype for name, dtype in c.SCHEMA.items() if name != c.RANK} | {c.RAW_HASH: pl.UInt64()}
_NOTHING = pl.DataFrame(schema=_SCHEMA)


class Parsed(NamedTuple):
    """The records of one cut that could be read."""

    positions: Sequence[int]
    """In the cut."""
    said: list[Conversation] | Texts
    about: About


class Made(NamedTuple):
    """The records of one cut as frames, and how many bytes each has."""

    indexed: pl.DataFrame
    texts: pl.DataFrame
    sizes: npt.NDArray[np.int64]


class Unread(ABC):
    """What some records say, which can be read when it is asked for."""

    count: int
    """How many there are."""

    @abstractmethod
    def head(self, count: int) -> "Unread":
        """The first of them."""

    @abstractmethod
    def slice(self, first: int) -> "Unread":
        """The others, from one on."""

    @abstractmethod
    def let_go(self) -> "Unread":
        """The same, to be read again even if it was read."""

    @property
    @abstractmethod
    def held(self) -> pl.DataFrame | None:
        """What they say, where it was read all the same, and is held until it is laid down."""


class Base(NamedTuple):
    """What is added to the places of some records, which count from the first of them."""

    source: int
    row: int = 0
    line: int = 0
    offset: int = 0


class Laid(NamedTuple):
    """What all records of a part say, which lies on the shelf already."""

    name: str


Held = pl.DataFrame | Unread
Said = Held | Laid
SaidIn = Callable[[Sequence[Held], Rows | None], pl.DataFrame]


class FrameBuilder:
    """Takes what records say cut by cut, lays it on a shelf in parts, and gives the index of all.

    `said_in` makes a frame of what they say, or some of them, where that may be unread. Whoever leaves before all
    is built waits for the part that is laid down.
    """

    def __init__(self, shelf: Shelf, said_in: SaidIn) -> None:
        self.shelf = shelf
        self.names: list[str] = []
        self.heights: list[int] = []
        self._laying: Beside[str] | None = None
        self._said_in = said_in
        self._index = [_NOTHING.drop(TEXTS)]
        self._bases = [Base(0)]
        self._waiting = list[Held]()
        self._height = self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._laying:
            self._laying.end()

    def add(self, source: int, cut: Cut, parsed: Parsed) -> None:
        """Take the records of one cut."""
        if parsed.said:
            index, texts, sizes = made_of(cut, parsed)
            self._take(index, texts, Base(source), sizes)

    def take(self, index: pl.DataFrame, said: Said, base: Base) -> None:
        """Take records whose index is made already."""
        if not isinstance(said, Laid):
            self._take(index, said, base, index[c.LENGTH].to_numpy().astype(np.int64))
        elif index.height:
            self._take_whole(index, said.name, base)

    def _take_whole(self, index: pl.DataFrame, name: str, base: Base) -> None:
        """Take a part that lies on the shelf; those that came before are a part without it."""
        if self._height:
            self._put()
        self._laid()
        self._index.append(index)
        self._bases.append(base)
        self.names.append(name)
        self.heights.append(index.height)

    def _take(self, index: pl.DataFrame, said: Held, base: Base, sizes: npt.NDArray[np.int64]) -> None:
        self._index.append(index)
        self._bases.append(base)
        while len(sizes):
            fitting = self._fitting(sizes)
            self._waiting.append(said.head(fitting))
            self._height += fitting
            self._bytes += int(sizes[:fitting].sum())
            said, sizes = said.slice(fitting), sizes[fitting:]

    def _fitting(self, sizes: npt.NDArray[np.int64]) -> int:
        """How many of the next records go into the part that is filled; a new one is begun where none does."""
        fitting = min(SIZE - self._height, int(np.searchsorted(sizes.cumsum(), BYTES - self._bytes, side="right")))
        if fitting or not self._height:
            return max(fitting, 1)
        self._put()
        return self._fitting(sizes)

    def _put(self) -> None:
        said = self._waiting or [_NOTHING.select(TEXTS)]
        unread = any(isinstance(each, Unread) and each.held is None for each in said)
        if unread:
            # What waits to be asked for is not held in memory.
            said = [each.let_go() if isinstance(each, Unread) else each for each in said]
        self._laid()
        texts = partial(self._said_in, said)
        self._laying = Beside(partial(put_part, self.shelf, len(self.names), texts, later=unread))
        self.heights.append(self._height)
        self._waiting, self._height, self._bytes = [], 0, 0

    def _laid(self) -> None:
        """See that the last part lies there, which a thread lays down while more is read."""
        if self._laying:
            self.names.append(self._laying.made())
            self._laying = None

    def build(self) -> tuple[pl.DataFrame, tuple[Part, ...]]:
        """The index of all records, keys told apart and ranked, and the parts that hold their texts."""
        if self._height or not self.heights:
            self._put()
        self._laid()
        read = pl.concat(self._index).with_columns(*self._places())
        keys, ranks = _ranked(read.select(_DECIDING))
        index = read.with_columns(keys.alias(c.KEY), ranks.alias(c.RANK)).select(*INDEX, c.RAW_HASH)
        return index, parts_of(self.shelf, self.names, self.heights, index[c.RANK])

    def _places(self) -> Iterator[pl.Expr]:
        """Where records stand in all, of which the index tells where they stand in their own stretch."""
        heights = [index.height for index in self._index]
        for name, values in zip((c.SOURCE, c.ROW, c.LINE, c.OFFSET), zip(*self._bases, strict=True), strict=True):
            if any(values):
                added = np.repeat(np.array(values, np.uint64), heights)
                yield pl.col(name) + pl.Series(added, dtype=_SCHEMA[name])


def made_of(cut: Cut, parsed: Parsed) -> Made:
    """The records of a cut."""
    at, said, about = parsed
    if not said:
        return Made(_NOTHING.drop(TEXTS), _NOTHING.select(TEXTS), np.zeros(0, np.int64))
    raws = cut.raws if cut.values is None or cut.lines else [as_json(value) for value in cut.values]
    raws = raws if len(at) == len(raws) else [raws[position] for position in at]
    sizes = np.fromiter(map(len, raws), np.int64, len(raws))
    columns: dict[str, Any] = {
        c.ID: about.ids,
        c.TYPE: about.types,
        c.IGNORED: about.ignored,
        c.SOURCE: pl.Series([0], dtype=pl.UInt32).new_from_index(0, len(at)),
        c.ROW: pl.Series(np.asarray(at, np.uint32) + np.uint32(cut.first_row)),
        c.LINE: _chosen(cut.lines, at),
        c.OFFSET: _chosen(cut.offsets, at),
        c.LENGTH: pl.Series(sizes, dtype=pl.UInt64) if cut.lines else None,
        c.RAW_HASH: raw_hashes(raws),
        **(_of_texts(said) if isinstance(said, Texts) else _of_conversations(said)),
    }
    made = pl.DataFrame([_column(name, columns.get(name), dtype, len(at)) for name, dtype in _SCHEMA.items()])
    return Made(made.drop(TEXTS), made.select(TEXTS), sizes)


def _column(name: str, values: pl.Series | list[Any] | None, dtype: pl.DataType, height: int) -> pl.Series:
    return values.alias(name) if isinstance(values, pl.Series) else series(name, values, dtype, height)


def _of_texts(texts: Texts) -> dict[str, Any]:
    return {c.KEY: texts_keys(texts), c.MESSAGES: lists_of_texts(texts)}


def _of_conversations(said: list[Conversation]) -> dict[str, Any]:
    return {
        c.KEY: list(map(content_key, said)),
        c.MESSAGES: lists_of_turns([each.turns for each in said]),
        c.TOOLS: [each.tools for each in said],
        c.REJECTED: _rejected([each.rejected for each in said]),
        c.CHOSEN: [each.chosen or None for each in said],
        c.LABEL: [each.label for each in said],
    }


def _chosen(column: list[int], positions: Sequence[int]) -> list[int] | None:
    """The values at these positions; none where the source has rows only."""
    if not column:
        return None
    return column if len(positions) == len(column) else [column[position] for position in positions]


def _rejected(spoken: list[list[Turn] | None]) -> pl.Series | None:
    if not any(spoken):
        return None
    lists = lists_of_turns([each or [Turn("", None, "")] for each in spoken])
    absent = pl.Series([each is None for each in spoken])
    return pl.select(pl.when(~absent).then(lists)).to_series()


def _ranked(deciding: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Rank all by key, equal keys by the hash of the whole record, then by position; tell equal keys apart."""
    keys = deciding[c.KEY].str.to_integer(base=16, dtype=pl.UInt64).to_numpy()
    order = np.argsort(keys, kind="stable")
    again = np.append(False, keys[order[1:]] == keys[order[:-1]])[: keys.size]
    tied = again | np.append(again[1:], False)[: keys.size]
    # Few keys stand twice: only among those does anything else decide.
    rest = [deciding[name].to_numpy()[order[tied]] for name in _DECIDING[:0:-1]]
    order[tied] = order[tied][np.lexsort((*rest, keys[order[tied]]))]
    ranks = np.empty(deciding.height, np.uint32)
    ranks[order] = np.arange(deciding.height, dtype=np.uint32)
    return _numbered(deciding[c.KEY], order, again), pl.Series(ranks)


def _numbered(names: pl.Series, order: npt.NDArray[np.int64], again: npt.NDArray[np.bool_]) -> pl.Series:
    """The keys, of which those that stand again in the order end in `-2`, `-3`, ..."""
    at = np.arange(order.size)
    first = np.maximum.accumulate(np.where(again, 0, at))
    repeats = order[again]
    told = [f"{names[int(row)]}-{number}" for row, number in zip(repeats, (at - first + 1)[again], strict=True)]
    return names.scatter(repeats, pl.Series(told, dtype=pl.String)) if told else names
