"""Families of near-duplicates in a set, or in a set beside an earlier one, at any similarity."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.checks.duplicates import NearDuplicate
from curate.engine.compared import keys_of
from curate.findings import RANK, RELATED, SCORE
from curate.progress import Tell
from curate.records import columns as c
from curate.records.records import Records
from curate.report.results import files_of

EARLIER = "earlier"
FILE = "file"
PLACE = (c.KEY, c.ID, FILE, c.LINE, c.ROW)
"""What tells a record from all others, and where it stands."""
_SIZE = "size"


@dataclass(frozen=True, repr=False)
class Duplicates:
    """Which records are near-duplicates of which, with what it takes to tell that at another similarity.

    Records of the earlier set, if there is one, come before all others; a family is told only if a record of the
    set itself is a member of it.
    """

    records: Records
    against: Records | None
    check: NearDuplicate
    """What is compared, and from which similarity on two records are alike."""
    places: pl.DataFrame
    """`key`, `id`, `file`, `line`, `row` of each record that is compared, in the order that decides, and `earlier`
    for one of the earlier set."""
    keys: pl.DataFrame
    """What is compared of each."""

    @classmethod
    def among(cls, records: Records, against: Records | None, check: NearDuplicate, tell: Tell) -> Self:
        """The near-duplicates of a set, beside an earlier one if there is one."""
        earlier = [] if against is None else [against]
        places = [_places(each, is_earlier=True) for each in earlier] + [_places(records, is_earlier=False)]
        keys = [keys_of(each, check, tell) for each in (*earlier, records)]
        return cls(records, against, check, _numbered(places), _numbered(keys))

    def __repr__(self) -> str:
        return f"Duplicates({self.number:,} families, {len(self):,} members, similarity {self.check.similarity})"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.families.head(10)._repr_html_()}"

    def __len__(self) -> int:
        """How many records are members of a family, and would be left out."""
        return self.families.height

    @property
    def number(self) -> int:
        """How many families there are."""
        return _families_in(self.families)

    @cached_property
    def families(self) -> pl.DataFrame:
        """One row for each member, with its leader and their exact similarity; the largest family first.

        Columns: `leader` and `member` by key, `similarity`, `id`, `file`, `line` and `row` of both (`leader_file`,
        ...), and `leader_earlier`, which says that the leader is a record of the earlier set. A leader is never a
        member, and is at least that similar to each of its members.
        """
        return self._families_at(self.check.similarity)

    def by_family(self, most: int | None = None) -> Iterator[list[dict[str, Any]]]:
        """The rows of each family, of so many at most."""
        rows = self.families.iter_rows(named=True)
        for _, family in islice(groupby(rows, key=itemgetter("leader", "leader_earlier")), most):
            yield list(family)

    def rethreshold(self, similarity: float) -> Self:
        """The same at another similarity; nothing is read again.

        Raises:
            ValidationError: the similarity is not above 0 and at most 1.
        """
        return replace(self, check=self._at(similarity))

    def sweep(self, similarities: Iterable[float]) -> pl.DataFrame:
        """What each similarity would leave out: `similarity`, `families`, `members`, and their `share` of all."""
        rows = []
        for similarity in similarities:
            found = self._families_at(similarity)
            share = found.height / len(self.records) if len(self.records) else 0.0
            rows.append((similarity, _families_in(found), found.height, share))
        schema = {"similarity": pl.Float64, "families": pl.UInt32, "members": pl.UInt32, "share": pl.Float64}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def nearest(self, least: float) -> npt.NDArray[np.float64]:
        """Of each record of the set how like it is to the record before it that is most like it.

        0 where none is at least that similar. The other one may be a member of a family itself.
        """
        every = self._at(least).nearest(self.keys)
        own: npt.NDArray[np.float64] = every[~self.places[EARLIER].to_numpy()]
        return own

    def _at(self, similarity: float) -> NearDuplicate:
        settings: dict[str, Any] = self.check.model_dump() | {"similarity": similarity}
        return NearDuplicate(**settings)

    def _families_at(self, similarity: float) -> pl.DataFrame:
        found = self._at(similarity).decide(self.keys).select(RANK, RELATED, pl.col(SCORE).alias("similarity"))
        members = found.join(_called("member", self.places), on=RANK).filter(~pl.col("member_earlier"))
        leaders = _called("leader", self.places)
        told = members.join(leaders, left_on=RELATED, right_on=RANK).with_columns(
            pl.len().over(RELATED).alias(_SIZE)
        )
        ordered = told.sort(_SIZE, RELATED, "similarity", RANK, descending=[True, False, True, False])
        return ordered.select(COLUMNS)


_PARTS = ("id", FILE, "line", "row")
COLUMNS = (
    "leader", "member", "similarity", *(f"{of}_{part}" for of in ("leader", "member") for part in _PARTS),
    "leader_earlier",
)  # fmt: skip
"""The columns of families."""


def _families_in(families: pl.DataFrame) -> int:
    # A record of the earlier set may have the key of one of the set itself.
    return families.select("leader", "leader_earlier").n_unique()


def place_of(row: dict[str, Any], of: str) -> dict[str, Any]:
    """The place of the leader or the member of a row of families."""
    return {"key": row[of], **{part: row[f"{of}_{part}"] for part in _PARTS}}


def _called(name: str, places: pl.DataFrame) -> pl.DataFrame:
    return places.select(RANK, pl.col(c.KEY).alias(name), pl.exclude(RANK, c.KEY).name.prefix(f"{name}_"))


def _numbered(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All rows, with one rank over all of them."""
    return pl.concat(frames).drop(RANK).with_row_index(RANK)


def _places(records: Records, *, is_earlier: bool) -> pl.DataFrame:
    files = pl.Series(FILE, files_of(records), dtype=pl.String)
    ordered = records.index.sort(RANK)
    named = ordered.with_columns(files.gather(ordered[c.SOURCE]), pl.lit(is_earlier).alias(EARLIER))
    return named.select(RANK, *PLACE, EARLIER)
