"""Is a type found of which a part was deleted, and none where nothing was?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.covering.sets import known_units, part
from curate.checks.coverage import checks_with
from curate.report.coverage.cells import SCHEMA as CELLS
from curate.report.coverage.counts import counts_of
from curate.report.coverage.flags import flags_of
from curate.report.coverage.table import Terms, table_of
from curate.report.coverage.target import Target
from curate.report.coverage.units import Unit
from curate.taxonomy.model import Taxonomy

Places = npt.NDArray[np.int64]
SHARES = (0.5, 0.75, 0.9)
LEAST = 200
"""Prompts of a type that is deleted from; half of them are in the set."""
OF_SHARES = ("COV001", "COV002", "COV003", "COV005")
UNDER = ("COV001", "COV002")
_NO_CELLS = pl.DataFrame(schema=CELLS)


def deleted(prompts: pl.DataFrame, by: Taxonomy, repeats: int, seed: int) -> dict[str, Any]:
    """Of sets that are random halves, each beside its other half as the reference, what is flagged."""
    rows = known_units(prompts, by, LEAST)
    ids = [unit.id for unit in rows]
    random = np.random.default_rng(seed)
    found = {share: {"under": 0, "low": 0, "others": 0} for share in SHARES}
    false = 0
    for _ in range(repeats):
        order = random.permutation(prompts.height)
        own, other = order[: len(order) // 2], order[len(order) // 2 :]
        target = _target(part(prompts, other, ids), rows)
        false += bool(_flags(part(prompts, own, ids), rows, target))
        for share in SHARES:
            kind = ids[int(random.integers(len(ids)))]
            left = part(prompts, _without(prompts, own, kind, share, random), ids)
            flags = _flags(left, rows, target)
            told = {code for code, flagged in flags if flagged == kind}
            found[share]["under"] += bool(told & set(UNDER))
            found[share]["low"] += bool(told & {*UNDER, "COV003"})
            found[share]["others"] += any(code in UNDER and flagged != kind for code, flagged in flags)
    rates = {
        f"{share:.0%}": {name: count / repeats for name, count in counts.items()}
        for share, counts in found.items()
    }
    return {"repeats": repeats, "types": len(ids), "found": rates, "false": false / repeats}


def _target(reference: pl.DataFrame, rows: Sequence[Unit]) -> Target:
    counts = counts_of(reference, [unit.id for unit in rows])
    shares = {unit.id: float(share) for unit, share in zip(rows, counts.shares, strict=True)}
    return Target("the other half", "reference", shares, of=counts.total, prompts=reference)


def _without(prompts: pl.DataFrame, own: Places, kind: str, share: float, random: np.random.Generator) -> Places:
    """The places of a set without a share of one type."""
    places = np.flatnonzero((prompts["prompt_type"] == kind).to_numpy()[own])
    gone = random.choice(places, round(share * len(places)), replace=False)
    return np.delete(own, gone)


def _flags(prompts: pl.DataFrame, rows: Sequence[Unit], target: Target) -> set[tuple[str, str]]:
    """The flags that compare shares. The set is taken for a sample, as a half of a set is."""
    table = table_of(rows, counts_of(prompts, [unit.id for unit in rows]), target, {}, Terms(sampled=True))
    flags = flags_of(table, _NO_CELLS, checks_with(()), doubted=())
    return set(flags.filter(pl.col("code").is_in(OF_SHARES)).select("code", "type").rows())
