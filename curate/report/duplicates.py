"""Families of near-duplicates in a set, or in a set beside an earlier one or an index, at any similarity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from html import escape
from itertools import groupby, islice
from operator import itemgetter
from os import PathLike
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import ValidationError

from curate.checks.duplicates import NearDuplicate
from curate.engine.compared import compared
from curate.errors import UsageError
from curate.files.folder import put_whole
from curate.files.source import Source
from curate.files.sources import must_not_replace
from curate.findings import RANK, RELATED, SCORE
from curate.progress import Tell
from curate.records import columns as c
from curate.records.records import Records
from curate.report.accepted import FILE, PLACES, Accepted, must_compare_whole
from curate.report.results import files_of


def near_duplicate(settings: Mapping[str, Any]) -> NearDuplicate:
    """The check with these settings.

    Raises:
        UsageError: there is no such setting, or it has no such value.
    """
    try:
        return NearDuplicate(**settings)
    except ValidationError as error:
        first = error.errors()[0]
        hint = "The settings are those of DUP002: curate explain DUP002"
        raise UsageError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.", hint=hint) from None


EARLIER = "earlier"
_SIZE = "size"


@dataclass(frozen=True, repr=False, eq=False)
class Duplicates:
    """Which records are near-duplicates of which, with what it takes to tell that at another similarity.

    Records of the earlier set, if there is one, come before all others and stay: each leads, or is in no family.
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
    ignored: pl.DataFrame
    """The `opening` lines that are not compared, and how many `records` begin so; the most frequent first."""
    accepted: Accepted | None = None
    """An index whose records are the earlier set; `places` and `keys` hold none of them."""

    @classmethod
    def among(cls, records: Records, against: Records | None, check: NearDuplicate, tell: Tell) -> Self:
        """The near-duplicates of a set, beside an earlier one if there is one."""
        earlier = [] if against is None else [against]
        places = [_places(each, is_earlier=True) for each in earlier] + [_places(records, is_earlier=False)]
        keys = [compared(each, check, tell) for each in (*earlier, records)]
        every = _numbered(keys)
        return cls(records, against, check, _numbered(places), check.settled(every), _ignored(check, every))

    @classmethod
    def beside(cls, records: Records, accepted: Accepted, check: NearDuplicate, tell: Tell) -> Self:
        """The near-duplicates of a set beside an index, which must be open for the view that is compared.

        Raises:
            UsageError: it is open for another one, or what is compared depends on the others of a set.
        """
        must_compare_whole(check)
        if (check.view, set(check.normalise)) != (accepted.check.view, set(accepted.check.normalise)):
            raise UsageError(f"{accepted.path} is open for another view.", hint="Open it with these settings.")
        places, keys = _places(records, is_earlier=False), compared(records, accepted.check, tell)
        begin = len(accepted)
        numbered = _numbered([keys], begin)
        return cls(records, None, check, _numbered([places], begin), numbered, _ignored(check, numbered), accepted)

    def __repr__(self) -> str:
        return f"Duplicates({self.number:,} families, {len(self):,} members, similarity {self.check.similarity})"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.families.head(10)._repr_html_()}"

    def __len__(self) -> int:
        """How many records are members of a family, and would be left out."""
        return self.families.height

    @property
    def sources(self) -> list[Source]:
        """What both sets were read from."""
        return [source for each in (self.against, self.records) if each is not None for source in each.sources]

    @property
    def earlier(self) -> int | None:
        """How many records the earlier set has, or the index; None where there is neither."""
        sets = [each for each in (self.against, self.accepted) if each is not None]
        return len(sets[0]) if sets else None

    @property
    def known(self) -> int:
        """How many records are like one of the earlier set."""
        return int(self.families["leader_earlier"].sum())

    @property
    def number(self) -> int:
        """How many families there are."""
        return _families_in(self.families)

    @cached_property
    def families(self) -> pl.DataFrame:
        """One row for each member, with its leader and their exact similarity; the largest family first.

        Columns: `leader` and `member` by key, `similarity`, `id`, `file`, `line` and `row` of both (`leader_file`,
        ...), and `leader_earlier`, which says that the leader is a record of the earlier set; a record that is
        like any of those is a member of one of them. A leader is never a member.
        """
        return self._families_at(self.check.similarity)

    def by_family(self, most: int | None = None) -> Iterator[list[dict[str, Any]]]:
        """The rows of each family, of so many at most."""
        rows = self.families.iter_rows(named=True)
        for _, family in islice(groupby(rows, key=itemgetter("leader", "leader_earlier")), most):
            yield list(family)

    def new(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The places of the records of the set that are members of no family, and what is compared of each."""
        own = self.places.filter(~pl.col(EARLIER)).select(RANK)
        new = own.join(self._members(self.check, self.keys), on=RANK, how="anti", maintain_order="left")
        places, keys = (new.join(each, on=RANK, maintain_order="left") for each in (self.places, self.keys))
        return places.select(*PLACES), keys

    def save_new(self, path: str | PathLike[str]) -> int:
        """Write the records of the set that are members of no family, as they were read; tells how many.

        Raises:
            UsageError: the set was read from several inputs, the name does not end as its own does, or the file is
                one that was read, of this set or the earlier one.
            OutputRefused: the file can not be written.
            InputError: the input is no longer what it was when it was read.
        """
        if len(self.records.inputs) != 1:
            raise UsageError("what is new can be written of one input alone.", hint="Name one file at a time.")
        source = self.records.inputs[0].source
        target = Path(path)
        if not target.name.endswith(source.ending):
            hint = f"Its records are written as they are, into a file whose name ends in {source.ending}."
            raise UsageError(f"{target} can not hold what is new in {source.name}.", hint=hint)
        must_not_replace(target, self.sources)
        keys = self.new()[0][c.KEY]
        with self.records.as_read():
            own = self.records.of(self.records.index.filter(pl.col(c.KEY).is_in(keys.implode())))
            put_whole(target, partial(source.save, own.places(0)))
        return len(own)

    def rethreshold(self, similarity: float) -> Self:
        """The same at another similarity; nothing is read again.

        Raises:
            UsageError: the similarity is not above 0 and at most 1.
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

    def likeness(self, least: float) -> npt.NDArray[np.float64]:
        """How like each record is to the one of a family that leads it, and each that leads to one before it.

        The first are the similarities of all members. The others are those of the members that a walk at `least`
        finds among the records that are none: what a lower similarity would leave out beside.
        """
        found = self._members(self.check, self.keys)
        others = self.keys.join(found, on=RANK, how="anti")
        beside = self._members(self._at(least), others)
        return pl.concat([found[SCORE], beside[SCORE]]).to_numpy()

    def _at(self, similarity: float) -> NearDuplicate:
        return near_duplicate(self.check.model_dump() | {"similarity": similarity})

    def _members(self, check: NearDuplicate, keys: pl.DataFrame) -> pl.DataFrame:
        # The records of the earlier set come first, and stay: none of them is a member.
        if self.accepted is None:
            return check.members(keys, staying=len(self.against) if self.against else 0)
        near = self.accepted.near(keys, check.similarity)
        return check.members(pl.concat([near, keys]), staying=near.height)

    def _families_at(self, similarity: float) -> pl.DataFrame:
        found = self._members(self._at(similarity), self.keys)
        members = found.select(RANK, RELATED, pl.col(SCORE).alias("similarity"))
        leaders = _called("leader", self._places_of_all(found[RELATED]))
        told = (
            members.join(_called("member", self.places), on=RANK)
            .join(leaders, left_on=RELATED, right_on=RANK)
            .with_columns(pl.len().over(RELATED).alias(_SIZE))
        )
        ordered = told.sort(_SIZE, RELATED, "similarity", RANK, descending=[True, False, True, False])
        return ordered.select(COLUMNS)

    def _places_of_all(self, ranks: pl.Series) -> pl.DataFrame:
        """Places, among them those of the accepted records that have one of these ranks."""
        if self.accepted is None:
            return self.places
        known = self.accepted.places(ranks.filter(ranks < len(self.accepted)))
        told = known.with_columns(pl.lit(value=True).alias(EARLIER))
        return pl.concat([told, self.places] if len(told) else [self.places])


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


def _numbered(frames: Sequence[pl.DataFrame], begin: int = 0) -> pl.DataFrame:
    """All rows, with one rank over all of them, which begins there."""
    return pl.concat(frames).drop(RANK).with_row_index(RANK, offset=begin)


def _ignored(check: NearDuplicate, keys: pl.DataFrame) -> pl.DataFrame:
    lines = check.ignored(keys).alias("opening")
    counts = lines.filter(lines != "").value_counts(name="records")
    return counts.sort("records", "opening", descending=[True, False])


def _places(records: Records, *, is_earlier: bool) -> pl.DataFrame:
    files = pl.Series(FILE, files_of(records), dtype=pl.String)
    ordered = records.index.sort(RANK)
    named = ordered.with_columns(files.gather(ordered[c.SOURCE]), pl.lit(is_earlier).alias(EARLIER))
    return named.select(RANK, *PLACES, EARLIER)
