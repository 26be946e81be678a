"""What was seen of the same records before, by the same checks: it need not be looked for again."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256

import polars as pl
from xxhash import xxh3_64_intdigest

from curate.engine.comparing import Compared, Earlier
from curate.engine.finder import TIMINGS
from curate.engine.recalled import AT, Recalled, laid_down, placed
from curate.errors import CurateError
from curate.files.cache import Cache
from curate.files.shelf import Frames, OnDisk, Opened
from curate.findings import RANK
from curate.records import columns as c
from curate.records.records import Records

_RECORDS = "records"
CONTEXT = "context"
"""A column of an index, while it is looked at."""
_IDENTITY = (c.RAW_HASH, "said", CONTEXT)
"""The very bytes of a record, what they say, and how they were read and judged: 64 bits each."""
_NAME = "name"
_COMPARED, _NEAR = "compared", "near"
"""Of a comparison, the records, and whether each was like any other."""
_KEYS = "keys"
"""Of a comparison, the keys of the records that were."""
_TIMES = "times"
"""How many records that are the same in all stand before one."""
_TRIED, _FEW = 4, 2
"""So many earlier comparisons are looked at for one that holds for more than one record in so many."""
_NOTHING = pl.DataFrame(schema={AT: pl.UInt32, **dict.fromkeys(_IDENTITY, pl.UInt64), _NAME: pl.String})


@dataclass(frozen=True)
class Recall:
    """What lies in the cache of looks at which the same was asked."""

    cache: Cache
    asked: str
    """All that the answers depend on, but for the records."""

    @cached_property
    def shelf(self) -> OnDisk:
        """Where it lies."""
        return self.cache.shelf(sha256(self.asked.encode()).hexdigest()[:32])

    @cached_property
    def _catalogue(self) -> pl.DataFrame:
        """Of each record, under which name and at which place there it lies; the last one found."""
        held = [(name, self._got(name, _RECORDS)) for name in self._names("look-")]
        found = [frame.with_columns(pl.lit(name).alias(_NAME)) for name, frame in held if frame is not None]
        return pl.concat(found or [_NOTHING]).unique(_IDENTITY, keep="last", maintain_order=True)

    def partly(self, index: pl.DataFrame) -> tuple[pl.DataFrame, list[Recalled]]:
        """The records of which nothing is known, and what looks at the others gave."""
        here = _identified(index).join(self._catalogue, on=_IDENTITY, how="inner", maintain_order="left")
        looks = list[Recalled]()
        for name in here[_NAME].unique().sort():
            if opened := self._opened(name):
                looks.append(Recalled(opened, here.filter(pl.col(_NAME) == name).select(RANK, AT)))
        known = pl.concat([pl.Series(RANK, [], dtype=pl.UInt32), *(look.places[RANK] for look in looks)])
        return index.filter(~pl.col(RANK).is_in(known.implode())), looks

    def same(self, index: pl.DataFrame) -> "Recalled | None":
        """What a look at these very records gave, if there was one."""
        asked = _identified(index)
        once = _once(asked)
        name = _look(once)
        opened = self._opened(name) if name in self.shelf else None
        if opened is None:
            return None
        return Recalled(opened, asked.join(once.drop(RANK), on=_IDENTITY, maintain_order="left").select(RANK, AT))

    def keep(self, index: pl.DataFrame, frames: Frames) -> None:
        """Lay down what a look at these records gave."""
        once = _once(_identified(index))
        ranks = once.select(RANK, AT)
        told = {name: laid_down(frame, ranks) for name, frame in frames.items() if name != TIMINGS}
        empty = {TIMINGS: frames[TIMINGS].clear()}
        self.cache.keep(self.shelf, _look(once), {_RECORDS: once.drop(RANK), **told, **empty})

    def compared(
        self, name: str, ordered: pl.DataFrame, compare: Callable[[Earlier | None], Compared]
    ) -> Compared:
        """What a check of the set found in these very records, in this order."""
        identified = _identified(ordered)
        own = f"set-{name}-{_digest(identified)}"
        found = self._got(own, "found")
        if found is not None:
            self._mark(own)
            told, keys = self._got(own, _COMPARED), self._got(own, _KEYS)
            near = None if told is None else ordered[RANK].filter(told[_NEAR])
            return Compared(found, near, None if keys is None else placed(keys, _at(ordered)))
        made = compare(self._earlier(f"set-{name}-", identified))
        frames = {"found": made.found}
        if made.near is not None:
            is_near = pl.col(RANK).is_in(made.near.implode()).alias(_NEAR)
            frames[_COMPARED] = identified.select(*_IDENTITY, is_near)
        if made.keys is not None:
            frames[_KEYS] = laid_down(made.keys, _at(ordered))
        self.cache.keep(self.shelf, own, frames)
        return made

    def _earlier(self, start: str, identified: pl.DataFrame) -> Earlier | None:
        """The last comparison of other records of which most stand here, too."""
        for name in self._latest(start):
            told = self._got(name, _COMPARED)
            if told is not None:
                # Of records that are the same in all, one more is a new one.
                then = _counted(told.with_row_index(AT))
                same = _counted(identified).join(then, on=(*_IDENTITY, _TIMES), how="inner")
                if same.height * _FEW > identified.height:
                    keys = self._got(name, _KEYS)
                    held = None if keys is None else placed(keys, same.select(RANK, AT))
                    return Earlier(same[RANK], same.filter(_NEAR)[RANK], held)
        return None

    def _latest(self, start: str) -> list[str]:
        try:
            return self.cache.latest(self.shelf, start)[:_TRIED]
        except OSError:
            return []

    def _names(self, start: str) -> list[str]:
        try:
            return [name for name in self.cache.names(self.shelf) if name.startswith(start)]
        except OSError:
            return []

    def _opened(self, name: str) -> Opened | None:
        self._mark(name)
        try:
            return self.shelf.opened(name)
        except (CurateError, OSError):
            return None  # removed by another process, or damaged: it can be made again

    def _mark(self, name: str) -> None:
        """As used; where that can not be written down, it is only gone sooner."""
        with suppress(OSError):
            self.cache.used(self.shelf, name)

    def _got(self, name: str, frame: str) -> pl.DataFrame | None:
        try:
            return self.shelf.get(name, frame)
        except (CurateError, OSError):
            return None  # removed by another process, or damaged: it can be made again


def with_context(records: Records, fields: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The index of records, with all that decides beside their bytes what is seen of them.

    That is how their input was read, and what stands in the fields by which they are judged.
    """
    read = [
        repr((each.format, sorted(each.known.paths.items()), each.source.container, each.source.header()))
        for each in records.inputs
    ]
    index = records.index
    names = tuple(fields)

    @cache
    def context(source: int, *values: object) -> int:
        return xxh3_64_intdigest(f"{read[source]}{names}{[*values]!r}".encode())

    if not fields:
        by_source = pl.Series(CONTEXT, map(context, range(len(read))), dtype=pl.UInt64)
        return index.with_columns(by_source.gather(index[c.SOURCE]))
    beside = [
        index.join(values, on=RANK, how="left", maintain_order="left")["value"] for values in fields.values()
    ]
    contexts = map(context, index[c.SOURCE], *beside)
    return index.with_columns(pl.Series(CONTEXT, contexts, dtype=pl.UInt64))


def _counted(identified: pl.DataFrame) -> pl.DataFrame:
    """Records, each told from those that are the same in all."""
    once = identified.select(_IDENTITY).is_unique()
    several = identified.filter(~once).with_columns(pl.int_range(pl.len()).over(_IDENTITY).alias(_TIMES))
    return pl.concat([identified.filter(once).with_columns(pl.lit(0, pl.Int64).alias(_TIMES)), several])


def _at(ordered: pl.DataFrame) -> pl.DataFrame:
    """Where each record stands in an order."""
    return ordered.select(RANK).with_row_index(AT)


def _identified(index: pl.DataFrame) -> pl.DataFrame:
    said = pl.col(c.KEY).str.head(16).str.to_integer(base=16, dtype=pl.UInt64)
    return index.select(RANK, c.RAW_HASH, said.alias(_IDENTITY[1]), CONTEXT)


def _once(identified: pl.DataFrame) -> pl.DataFrame:
    """Of records that are the same, the first; with its place among all of these."""
    return identified.unique(_IDENTITY, keep="first", maintain_order=True).with_row_index(AT)


def _look(once: pl.DataFrame) -> str:
    """The name under which a look at these records lies."""
    return f"look-{_digest(once.select(_IDENTITY))}"


def told_apart(ranks: pl.Series) -> str:
    """A word for these records, another for others."""
    return _digest(ranks.to_frame())


def _digest(frame: pl.DataFrame) -> str:
    return sha256(b"".join(column.to_numpy().tobytes() for column in frame)).hexdigest()[:32]
