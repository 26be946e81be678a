"""How often types are told rightly when people have labelled some prompts of the same source."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from xxhash import xxh3_64_intdigest

from benchmarks.prompts.sources import Prompt, Source, accepted
from curate.statistics.audit import allocation
from curate.statistics.calibration import calibration_error
from curate.taxonomy.assign import assign
from curate.taxonomy.gain import learned
from curate.taxonomy.head import Head, fit
from curate.taxonomy.model import Taxonomy

Told = dict[str, Any]
LABELS, DRAWS = (100, 300, 1_000), 10


class Drawn(NamedTuple):
    """Prompts that somebody labels."""

    prompts: pl.Series
    labels: pl.Series
    stand_for: pl.Series
    """How many prompts each one stands for."""


def drawn(prompts: Sequence[Prompt], count: int, by: Taxonomy, seed: int) -> Drawn:
    """So many prompts, drawn by the type that patterns tell, as `curate.statistics.audit` says.

    A label that means a group is taken for the type of it that patterns tell, or else for the first one.
    """
    texts = pl.Series([each.text for each in prompts], dtype=pl.String)
    told = assign(texts, None, by).struct
    order = pl.Series([xxh3_64_intdigest(each.text.encode(), seed=seed) for each in prompts], dtype=pl.UInt64)
    rows = pl.DataFrame(
        {
            "prompt": texts,
            "label": _types([each.meant for each in prompts], told.field("type").to_list(), by),
            "stratum": told.field("type"),
            "order": order,
        }
    )
    strata = rows.with_columns(told.field("score")).group_by("stratum").agg(pl.len(), pl.col("score").mean())
    strata = strata.sort("stratum")
    score = strata["score"].clip(0.01, 0.99).to_numpy()
    numbers = allocation(strata["len"].to_list(), np.sqrt(score * (1 - score)).tolist(), count)
    wanted = strata.with_columns(pl.Series("wanted", numbers)).drop("score")
    some = rows.with_columns(pl.col("order").rank("ordinal").over("stratum").alias("rank")).join(
        wanted, on="stratum"
    )
    some = some.filter(pl.col("rank") <= pl.col("wanted")).sort("order")
    return Drawn(some["prompt"], some["label"], some["len"] / some["wanted"])


def _types(meant: Sequence[str], told: Sequence[str], by: Taxonomy) -> list[str]:
    of = {group.id: [each.id for each in by.types if each.group == group.id] for group in by.groups}
    ids = {each.id for each in by.types}
    return [
        label if label in ids else kind if kind in of[label] else of[label][0]
        for label, kind in zip(meant, told, strict=True)
    ]


def with_labels(source: Source, open_: Sequence[Prompt], held: Sequence[Prompt], by: Taxonomy) -> dict[str, Told]:
    """By the number of labels of the open half how rightly the held half is told; each many times, with others."""
    return {
        str(count): _of_draws([_one(source, drawn(open_, count, by, seed), held, by) for seed in range(DRAWS)])
        for count in LABELS
        if count <= len(open_) * 2 // 3
    }


def _one(source: Source, own: Drawn, held: Sequence[Prompt], by: Taxonomy) -> Told:
    every = by.model_copy(update={"least": 0.0})
    texts, agree = pl.Series([each.text for each in held], dtype=pl.String), accepted(source, by)
    head = fit(own.prompts, None, own.labels, by, own.stand_for)
    used, gain = learned(own.prompts, None, own.labels, by, own.stand_for)

    def right(told: pl.Series) -> np.ndarray:
        kinds = told.struct.field("type").to_list()
        return np.array([kind in agree[each.meant] for each, kind in zip(held, kinds, strict=True)])

    told = replace(head, by=every).assign(texts)
    by_head, by_rules = right(told), right(assign(texts, None, by, 0.0))
    return {
        "head": float(by_head.mean()),
        "rules": float(by_rules.mean()),
        "used": used is not None,
        "told": float((by_head if used else by_rules).mean()),
        "said_rules": gain.rules,
        "said_head": gain.head,
        "error": calibration_error(told.struct.field("score").to_numpy(), by_head),
        "features": len(head.names),
    }


def _of_draws(each: Sequence[Told]) -> Told:
    """The mean, and the least and the most, of what the draws show."""
    numbers = {name: [float(one[name]) for one in each] for name in each[0]}
    spans = {name: (min(numbers[name]), max(numbers[name])) for name in ("head", "told")}
    means = {name: round(float(np.mean(values)), 4) for name, values in numbers.items()}
    ends = {f"{name}_low": round(low, 4) for name, (low, _) in spans.items()}
    ends |= {f"{name}_high": round(high, 4) for name, (_, high) in spans.items()}
    return {"draws": len(each), **means, **ends}


def head_of_all(open_: Sequence[Prompt], by: Taxonomy) -> Head:
    """A head of all labels of a source, each of which counts alike."""
    own = drawn(open_, len(open_), by, 0)
    return fit(own.prompts, None, own.labels, by)


def elsewhere(head: Head, source: Source, held: Sequence[Prompt]) -> Told:
    """How rightly prompts of another source are told by a head, and by the patterns alone."""
    agree, every = accepted(source, head.by), head.by.model_copy(update={"least": 0.0})
    texts = pl.Series([each.text for each in held], dtype=pl.String)
    shares = {}
    for name, told in (("head", replace(head, by=every).assign(texts)), ("rules", assign(texts, None, every))):
        kinds = told.struct.field("type").to_list()
        right = [kind in agree[each.meant] for each, kind in zip(held, kinds, strict=True)]
        shares[name] = round(float(np.mean(right)), 4)
    return {"prompts": len(held), **shares}
