"""The demonstrations of a comparison, parted: what each arm may be trained on, and what it is judged by."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from curate.errors import UsageError
from curate.measurement.change import Change
from curate.measurement.demonstrations import (
    CONTENT,
    PROMPT_TYPE,
    SCHEMA,
    demonstrations,
    unusable,
    with_types,
)
from curate.measurement.held_out import Apart, Flags, held_out_from, parted
from curate.measurement.kin import clusters
from curate.progress import Tell
from curate.records import columns as c
from curate.records.records import Records

LEAST, LEAST_TRAINED = 30, 15
"""Records of the set before, and those of them that are trained on; of fewer, nothing can be said."""
CLUSTER = "cluster"


@dataclass(frozen=True)
class Parted:
    """One way to part the set, as demonstrations with types; what is judged by also with clusters."""

    before: pl.DataFrame
    variants: dict[str, pl.DataFrame]
    """By the name of the arm, what came of the set before."""
    judged_by: pl.DataFrame
    tuned_by: pl.DataFrame
    reserve: pl.DataFrame
    records: int
    """Of the set before, all that can be trained on."""
    unused: int
    """Those beside them that were not read, or have no prompt or no response that is to be learned."""
    unjudged: int
    """The same of those that are given to judge by."""
    overlap: int
    """Records of either set that nothing is trained on for what is given to judge by."""
    unlike: int
    """Records of the set after that are like none of the set before, nor have the id of one."""


def parted_sets(change: Change, held_out: Records | None, seed: int, tell: Tell) -> list[Parted]:
    """Part a set, and make of what is trained on whatever the change makes of it.

    Raises:
        UsageError: there is too little to train on or to judge by.
    """
    before = demonstrations(change.before, tell)
    unused = unusable(change.before, before)
    if before.height < LEAST:
        raise UsageError(
            f"the set before has {before.height} records that can be trained on{_others(unused)}; "
            f"it takes {LEAST} to measure."
        )
    beside = change.beside(tell)
    given = before.clear() if held_out is None else demonstrations(held_out, tell)
    unjudged = 0 if held_out is None else unusable(held_out, given)
    if held_out is not None and not given.height:
        raise UsageError("what is held out has no record with a response: there is nothing to judge by.")
    shown = with_types(pl.concat([before, beside, given]), tell)
    sides = np.repeat([0, 1, 2], [before.height, beside.height, given.height])
    tell("finding what hangs together", 0, shown.height)
    together = clusters(shown)
    shown = shown.with_columns(pl.Series(CLUSTER, together))
    if held_out is None:
        ways = parted(shown, together, sides == 0, seed)
    else:
        ways = [held_out_from(shown, together, sides == 0, sides == 2, seed)]  # noqa: PLR2004
    if not ways:
        raise UsageError("all records hang together by near-duplicates: none can be held out to judge by.")
    overlap = _overlap(shown, sides == 2)  # noqa: PLR2004
    unlike = _unlike(shown, sides == 0, sides == 1)
    unknown = unlike & ~_has_id_of(shown, sides == 0)
    barring = (_with_edits(way, shown, sides == 0, unlike) for way in ways)
    made = [_made(change, way, shown, sides == 0, tell) for way in barring]
    return [
        replace(each, unused=unused, unjudged=unjudged, overlap=overlap, unlike=int(unknown.sum()))
        for each in made
    ]


def _others(unused: int) -> str:
    if not unused:
        return ""
    return f" and {unused:,} that were not read, or have no prompt or no response to learn"


def _overlap(shown: pl.DataFrame, given: Flags) -> int:
    """How many other records hang together with some that are given."""
    others = shown.filter(~given & np.isin(shown[CLUSTER], shown.filter(given)[CLUSTER]))
    return others.n_unique([c.KEY, CONTENT])


def _unlike(shown: pl.DataFrame, before: Flags, after: Flags) -> Flags:
    """Which records of the set after hang together with none of the set before."""
    return after & ~np.isin(shown[CLUSTER], shown.filter(before)[CLUSTER])


def _has_id_of(shown: pl.DataFrame, others: Flags) -> Flags:
    """Which records have the id of one of these."""
    return shown[c.ID].is_in(shown.filter(others)[c.ID].drop_nulls().implode()).fill_null(value=False).to_numpy()


def _with_edits(way: Apart, shown: pl.DataFrame, before: Flags, unlike: Flags) -> Apart:
    """The same, but nothing is trained on that has the id of a record of the set before that is not trained on.

    Only where it is like none of them: what is like one comes of that, and ids may have been given anew.
    """
    return replace(way, training=way.training & ~(unlike & _has_id_of(shown, before & ~way.training)))


def _made(change: Change, way: Apart, shown: pl.DataFrame, before: Flags, tell: Tell) -> Parted:
    training, barred = shown.filter(way.training & before), shown.filter(~way.training)
    if training.height < LEAST_TRAINED:
        raise UsageError(
            f"{training.height} records of the set before are left to train on, since all others are held out or "
            f"hang together with what is, by near-duplicates; it takes {LEAST_TRAINED}."
        )
    variants = {
        name: _typed(_allowed(made, training, barred), shown, tell)
        for name, made in change.made_of(training, tell).items()
    }
    for name, made in variants.items():
        if not made.height:
            raise UsageError(
                f"nothing is left to train on in {name!r}: its records were dropped, are held out, or are "
                "near-duplicates of what is."
            )
    judged, tuned, reserve = (shown[part] for part in (way.judged_by, way.tuned_by, way.reserve))
    return Parted(
        training, variants, judged, tuned, reserve, int(before.sum()), unused=0, unjudged=0, overlap=0, unlike=0
    )


def _typed(made: pl.DataFrame, known: pl.DataFrame, tell: Tell) -> pl.DataFrame:
    """What came of the set before, with prompt types; of what is known already they are not told again."""
    on = [c.KEY, CONTENT]
    types = known.select(*on, PROMPT_TYPE).unique(on, keep="first", maintain_order=True)
    told = made.join(types, on=on, how="left", maintain_order="left")
    new = with_types(told.filter(pl.col(PROMPT_TYPE).is_null()).drop(PROMPT_TYPE), tell)
    return told.update(new.select(*on, PROMPT_TYPE), on=on)


def _allowed(made: pl.DataFrame, training: pl.DataFrame, barred: pl.DataFrame) -> pl.DataFrame:
    """What came of the set before, without what hangs together, as it says now, with something that is barred."""
    new = made.join(training, on=[c.KEY, CONTENT], how="anti")
    together = clusters(pl.concat([barred.select(*SCHEMA), new]))
    refused = new.filter(np.isin(together[barred.height :], together[: barred.height]))
    return made.join(refused, on=[c.KEY, CONTENT], how="anti", maintain_order="left")
