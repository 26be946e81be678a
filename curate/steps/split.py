"""Divide the set into one to train on and one that is held out, with nothing alike in both."""

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import polars as pl
from pydantic import Field

from curate.errors import CurateError
from curate.facts.openings import opening, shared_openings, without_openings
from curate.facts.sets import sets_of
from curate.facts.similarity import View, shingles
from curate.minhash.components import components, nearest_across
from curate.minhash.sets import Sets
from curate.records import columns as c
from curate.steps.base import Entering, Outcome, Step
from curate.steps.drawing import drawn

TRAIN, HELD_OUT = "train", "held_out"
_SEED = 3
"""Of the signatures that prove the separation."""


class NotSeparate(CurateError):
    """Two alike records stand in two parts: an error in this program, never in the data."""


class Split(Step):
    """Divides the set into `train` and `held_out`, with nothing alike in both.

    Nothing is dropped: the parts are written as `kept.train.*` and `kept.held_out.*`. Records that hang together
    by near-duplicates, however long the chain, go to one part. The share is met within each value of `stratify`,
    as far as whole components allow. The draw depends on content and seed alone. The separation is then looked at
    again, by MinHash; the ledger tells how many pairs were compared and how alike the nearest are.
    """

    held_out: float = Field(0.1, gt=0, lt=1)
    """Which share is held out."""
    view: View = "prompt"
    """What must not be alike: the prompt, the response, or the whole record."""
    similarity: float = Field(0.8, gt=0, le=1)
    """From which similarity on two records are alike."""
    ignore_openings: float = Field(0.0, ge=0, le=1)
    """Lines that more than this share of the records begin with are not compared, as by DUP002: where many records
    share a long list of tools or a header, all of them would otherwise go to one part."""
    stratify: str = c.TYPE
    """A field of the record in each value of which the share is met; `type` is the record's own label."""
    LARGE: ClassVar[float] = 0.05
    """A component with more than this share of all records is told."""

    def setting(self) -> str:
        """The share and what is separate."""
        return f"{self.held_out:g} held out by {self.view}"

    def reads(self) -> Sequence[pl.Expr]:
        """What is compared, and what the share is met in."""
        own = () if self.stratify == c.TYPE else (c.field_if_any(self.stratify),)
        lines = (c.fact(opening(self.view)),) if self.ignore_openings else ()
        return (c.fact(shingles(self.view)), *lines, *own)

    def apply(self, entering: Entering) -> Outcome:
        """Whole components are held out, in the order that the seed decides, until each stratum has its share."""
        records = drawn(entering.records, entering.seed)
        sets = self._sets(records)
        stratum = c.record_type() if self.stratify == c.TYPE else c.field_if_any(self.stratify)
        strata = records.select(stratum.cast(pl.String)).to_series().to_list()
        together = components(sets, self.similarity).tolist()
        out = self._held_out(together, strata)
        names = pl.Series(c.PART, [HELD_OUT if each else TRAIN for each in out], dtype=pl.String)
        parts = records.select(c.RANK, names)
        joined = entering.records.drop(c.PART).join(parts, on=c.RANK, how="left", maintain_order="left")
        kept = joined.select(entering.records.columns)
        return Outcome.changing(kept, ())._replace(note=self._told(sets, out, together))

    def _sets(self, records: pl.DataFrame) -> Sets:
        """What is compared of each record."""
        sets = sets_of(records[c.FACT + shingles(self.view)])
        if not self.ignore_openings:
            return sets
        lines = shared_openings(records[c.FACT + opening(self.view)], self.ignore_openings)
        return without_openings(sets, lines)

    def _held_out(self, together: list[int], strata: list[str | None]) -> list[bool]:
        """Whether each record is held out; records of one component are told together."""
        wanted = {stratum: count * self.held_out for stratum, count in Counter(strata).items()}
        members: dict[int, list[int]] = {}
        for position, first in enumerate(together):
            members.setdefault(first, []).append(position)
        chosen: set[int] = set()
        for first, own in members.items():
            need = Counter(strata[position] for position in own)
            # It is held out where that brings its strata nearer to their shares than leaving it does.
            if sum(min(count, wanted[stratum]) for stratum, count in need.items()) * 2 > len(own):
                chosen.add(first)
                for stratum, count in need.items():
                    wanted[stratum] = max(0.0, wanted[stratum] - count)
        return [first in chosen for first in together]

    def _told(self, sets: Sets, out: list[bool], together: list[int]) -> str:
        compared, nearest = nearest_across(sets, np.array(out, np.int64), self.similarity, seed=_SEED)
        if nearest >= self.similarity:
            raise NotSeparate(f"two records of similarity {nearest:.3f} stand in two parts")
        held, largest = sum(out), int(np.bincount(together).max()) if together else 0
        told = (
            f"{TRAIN} {len(out) - held:,}, {HELD_OUT} {held:,}; separate at {self.similarity:g}: "
            f"{compared:,} pairs across compared, the nearest {nearest:.2f}"
        )
        large = largest > self.LARGE * len(out) and largest > 1
        if large:
            told += f"; one component holds {largest:,} records, more than {self.LARGE:.0%}"
            told += "" if self.ignore_openings else ": ignore_openings may part them"
        return told
