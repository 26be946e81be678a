"""The index of accepted records: what it takes to tell whether a new record says what one of them says."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.checks.duplicates import NearDuplicate
from curate.errors import InputError, OutputRefused, UsageError
from curate.facts.cutting import cutting
from curate.facts.sets import column_of, sets_of
from curate.files.additions import Additions, Settings, create_additions, damaged, read_additions
from curate.files.blocks import arrays_in, frame_in, laid
from curate.files.lock import alone_at
from curate.findings import RANK
from curate.minhash.nearby import Nearby
from curate.minhash.sets import Sets
from curate.records import columns as c

KIND = "index of accepted records"
FILE = "file"
PLACES = pl.Schema({name: c.SCHEMA.get(name, pl.String()) for name in (c.KEY, c.ID, FILE, c.LINE, c.ROW)})
"""What tells a record from all others, and where it stands."""
_VIEW, _NORMALISE = "view", "normalise"


class Accepted:
    """An index as it was when it was opened; its records stand in the order in which they were added.

    Of each it holds the key, the id, the file and the place there, and the sets of shingles that are compared.
    Those are read where they lie in the file: copied are only the sets that may be like one that is asked about.
    """

    def __init__(self, path: Path, check: NearDuplicate) -> None:
        """Nothing is opened yet.

        Raises:
            UsageError: what the check compares of a record depends on the others of its set.
        """
        must_compare_whole(check)
        self.path = path
        self.check = check.for_any_settings()
        """By which the sets of new records are made."""
        self._settings = {_VIEW: check.view, _NORMALISE: " ".join(sorted(set(check.normalise))), **cutting()}
        self._held: Additions | None = None
        self._parts: list[_Part] = []
        self._may_add = False

    @classmethod
    @contextmanager
    def opened(cls, path: Path, check: NearDuplicate, *, adding: bool = False) -> Iterator[Self]:
        """The index in a file. While it is open for adding, no other process can add to it.

        Raises:
            InputError: there is none and nothing is to be added, or the file is something else, or damaged.
            UsageError: its sets were made in another way, or what is compared depends on the others of a set.
            OutputRefused: another process adds to it, or the file can not be written.
        """
        accepted = cls(path, check)
        if not adding:
            if not _is_there(path):
                raise InputError(f"there is no {KIND} {path}.", hint="With --add it is made, of what is new.")
            accepted._read()
            yield accepted
            return
        with alone_at(path):
            if _is_there(path):
                accepted._read()
            accepted._may_add = True
            try:
                yield accepted
            finally:
                accepted._may_add = False

    def _read(self) -> None:
        self._held = read_additions(self.path, KIND)
        _must_agree(self.path, self._held.settings, self._settings)
        kinds = len(self.check.views())
        self._parts = [_Part(self.path, content, kinds) for content in self._held.contents]

    @property
    def is_new(self) -> bool:
        """Whether there is no file yet."""
        return self._held is None

    def __len__(self) -> int:
        """How many records it holds."""
        return self._begins[-1]

    @property
    def _begins(self) -> list[int]:
        """How many records stand before each part, and in all."""
        return list(accumulate(map(len, self._parts), initial=0))

    def places(self, ranks: pl.Series) -> pl.DataFrame:
        """`rank` of the records at these places in the order, and what was said of them when they were added."""
        wanted = ranks.unique().sort().to_numpy().astype(np.int64)
        found = []
        for part, begin in zip(self._parts, self._begins, strict=False):
            own = wanted[(wanted >= begin) & (wanted < begin + len(part))]
            if len(own):
                found.append(part.places[own - begin].insert_column(0, _ranks(own)))
        return pl.concat(found) if found else pl.DataFrame()

    def near(self, keys: pl.DataFrame, similarity: float) -> pl.DataFrame:
        """What is compared of each accepted record that is so much like one of these, and of hardly any others."""
        nearby = Nearby(sets_of(keys["shingles"]))
        found = [keys.clear()]
        for part, begin in zip(self._parts, self._begins, strict=False):
            chosen = nearby.among(part.sets[0], similarity)
            if not len(chosen):
                continue
            compared = zip(self.check.views(), part.sets, strict=True)
            columns = [column_of(sets.only(chosen)).alias(name) for name, sets in compared]
            found.append(pl.DataFrame([_ranks(chosen + begin), *columns]))
        return pl.concat(found)

    def add(self, places: pl.DataFrame, keys: pl.DataFrame) -> int:
        """Add records, of each its place and what is compared of it; tells how many.

        What is open stays as it was: it is open for one addition, and who opens it anew sees more.

        Raises:
            OutputRefused: it is not open for adding, or can not be written; what it held before counts on.
        """
        if not self._may_add:
            raise OutputRefused(f"{self.path} is not open for adding.", hint="Open it anew for each addition.")
        self._may_add = False
        sets = [sets_of(keys[name]) for name in self.check.views()]
        pieces = laid(places, [array for each in sets for array in each.arrays])
        if self._held is None:
            create_additions(self.path, self._settings, pieces)
        elif len(places):
            self._held.add(pieces)
        return len(places)


def must_fit(*, index: bool, against: bool, adding: bool) -> None:
    """See that what is given for the earlier set goes together.

    Raises:
        UsageError: it does not.
    """
    if index and against:
        raise UsageError(
            "an index and another earlier set (against) can not be had at once.", hint="Leave out one of them."
        )
    if adding and not index:
        raise UsageError("no index is named to add records to.", hint="Name a file; it need not be there yet.")


def must_compare_whole(check: NearDuplicate) -> None:
    """See that a check compares the same of a record in every set.

    Raises:
        UsageError: it does not.
    """
    if check.ignore_openings:
        raise UsageError(
            "an index can not leave out the lines that many records begin with: those are others in each set.",
            hint="Leave out ignore_openings, or name the earlier set itself (against).",
        )


class _Part:
    """The records of one addition."""

    def __init__(self, path: Path, content: memoryview, kinds: int) -> None:
        self.path = path
        self._content = content
        try:
            arrays = arrays_in(content)
        except ValueError:
            raise damaged(path) from None
        values, begins = arrays[::2], [each.view(np.int64) for each in arrays[1::2]]
        whole = len(begins) == len(values) == kinds and len({len(each) for each in begins}) == 1
        if not (whole and all(map(_fit, begins, values))):
            raise damaged(path)
        self.sets = [Sets(*each) for each in zip(values, begins, strict=True)]
        """Of each record, by what is compared; views of the file."""

    def __len__(self) -> int:
        return len(self.sets[0])

    @cached_property
    def places(self) -> pl.DataFrame:
        """What was said of the records when they were added."""
        try:
            places = frame_in(self._content)
        except (OSError, pl.exceptions.PolarsError):
            raise damaged(self.path) from None
        if places.schema != PLACES or len(places) != len(self):
            raise damaged(self.path)
        return places


def _fit(begins: npt.NDArray[np.int64], values: npt.NDArray[np.uint64]) -> bool:
    """Whether sets that begin there are all within the values: a kernel does not look."""
    return bool(len(begins) and begins[0] == 0 and begins[-1] == len(values) and (np.diff(begins) >= 0).all())


def _ranks(places: npt.NDArray[np.int64]) -> pl.Series:
    return pl.Series(RANK, places, dtype=pl.UInt32)


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except OSError:
        return True  # whoever opens it will be told why it can not be
    return True


def _must_agree(path: Path, made: Settings, wanted: dict[str, Any]) -> None:
    """See that the sets of an index were made as those of new records are."""
    other = [name for name in sorted({*made, *wanted}) if made.get(name) != wanted.get(name)]
    for name in (_VIEW, _NORMALISE):
        if name in other:
            raise UsageError(
                f"{path} was made with {name} = {made.get(name)}, and here {name} = {wanted[name]}: "
                "these can not be compared.",
                hint=f"Say {name} {made.get(name)}, or name another index.",
            )
    if other:
        said = ", ".join(f"{name} {made.get(name)} and not {wanted.get(name)}" for name in other)
        raise UsageError(
            f"{path} was made by a curate that cuts texts in another way: {said}.",
            hint="Use that one, or make the index anew from the accepted data.",
        )
