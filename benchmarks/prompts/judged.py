"""How often the types that are told of prompts are those that people told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import comb
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from benchmarks.langid.sure import Floats
from benchmarks.precision import wilson
from benchmarks.prompts.sources import Prompt, Source, accepted
from curate.statistics.calibration import calibration_error
from curate.taxonomy import assign as module
from curate.taxonomy.assign import assign
from curate.taxonomy.model import NONE, Taxonomy

Told = dict[str, Any]
DRAWS, SEED = 200, 7


class Answers(NamedTuple):
    """What is told of prompts however unsure, beside what was meant."""

    meant: list[str]
    types: list[str]
    groups: list[str | None]
    sure: list[float]


def answers(prompts: Sequence[Prompt], by: Taxonomy) -> Answers:
    """The type that leads of each prompt."""
    told = assign(pl.Series([each.text for each in prompts], dtype=pl.String), None, by, 0.0).struct
    columns = (told.field(name).to_list() for name in ("type", "group", "score"))
    return Answers([each.meant for each in prompts], *columns)


def judged(source: Source, prompts: Sequence[Prompt], by: Taxonomy) -> Told:
    """All figures of one source."""
    told, agree = answers(prompts, by), accepted(source, by)
    right = np.array([kind in agree[meant] for meant, kind in zip(told.meant, told.types, strict=True)])
    sure, fits = np.array(told.sure), np.array(told.types) != NONE
    given = fits & (sure >= by.least)
    low, high = wilson(int(right.sum()), len(right))
    return {
        "prompts": len(prompts),
        "accuracy": _share(right.mean()),
        "low": _share(low),
        "high": _share(high),
        "exactly": _share(
            np.mean([a == b or a in _of_group(b, by) for a, b in zip(told.types, told.meant, strict=True)])
        ),
        "macro_f1": _share(np.mean([each["f1"] for each in by_type(told, agree).values()])),
        "group": _share(np.mean([_group(m, by) == g for m, g in zip(told.meant, told.groups, strict=True)])),
        "told": _share(given.mean()),
        "right_of_told": _share(right[given].mean()) if given.any() else None,
        "right_and_told": _share((right & given).mean()),
        "error": _share(calibration_error(sure, right)),
        "error_by_chance": _share(by_chance(sure)),
        "by_type": by_type(told, agree),
    }


def together(halves: Iterable[tuple[Source, Sequence[Prompt]]], by: Taxonomy) -> Told:
    """How far off sureness is on the prompts of all sources as one set; those of a small one weigh little."""
    told = [(answers(own, by), accepted(source, by)) for source, own in halves]
    right = np.array(
        [kind in agree[meant] for each, agree in told for meant, kind in zip(each.meant, each.types, strict=True)]
    )
    sure = np.concatenate([each.sure for each, _ in told])
    return {
        "prompts": len(sure),
        "error": _share(calibration_error(sure, right)),
        "error_by_chance": _share(by_chance(sure)),
    }


def by_chance(sure: Floats) -> float:
    """The error that few prompts give even an assigner that is exactly as sure as it should be."""
    rng = np.random.default_rng(SEED)
    return float(np.mean([calibration_error(sure, rng.random(len(sure)) < sure) for _ in range(DRAWS)]))


def by_type(told: Answers, agree: dict[str, frozenset[str]]) -> dict[str, Told]:
    """Precision, recall and F1 of each label that there is. A type that agrees with none of them is no label."""
    labels = sorted(set(told.meant))
    said = [next((label for label in labels if kind in agree[label]), kind) for kind in told.types]
    found = {}
    for label in labels:
        both = sum(a == b == label for a, b in zip(said, told.meant, strict=True))
        of, claimed = told.meant.count(label), said.count(label)
        f1 = 2 * both / (of + claimed)
        found[label] = {"prompts": of, "precision": _share(both / claimed if claimed else 0), "f1": _share(f1)}
        found[label]["recall"] = _share(both / of)
    return found


def _of_group(meant: str, by: Taxonomy) -> set[str]:
    return {each.id for each in by.types if each.group == meant}


def _group(meant: str, by: Taxonomy) -> str:
    return by.group_of(meant) or meant


def _share(value: float | np.floating[Any]) -> float:
    return round(float(value), 4)


def agreement(labelled: Iterable[tuple[str, str]]) -> Told:
    """How often two that say the same have the same label: nobody can agree with both of two that differ."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for text, label in labelled:
        labels[" ".join(text.lower().split())][label] += 1
    pairs = sum(comb(each.total(), 2) for each in labels.values())
    same = sum(comb(count, 2) for each in labels.values() for count in each.values())
    return {"pairs": pairs, "same": _share(same / pairs) if pairs else None}


def fitted(halves: Sequence[tuple[Source, Sequence[Prompt]]], by: Taxonomy) -> Told:
    """Which scale and which most sureness of a grid err least, on the mean of the large sources' open halves."""
    before, errors = (module.SCALE, module.MOST), {}
    try:
        for scale in (1.0, 1.2, 1.4, 1.6, 1.8, 2.0):
            for most in (1.0, 0.95, 0.9, 0.85, 0.8):
                module.SCALE, module.MOST = scale, most
                module.powers.cache_clear()
                errors[scale, most] = np.mean([judged(source, own, by)["error"] for source, own in halves])
    finally:
        module.SCALE, module.MOST = before
        module.powers.cache_clear()
    scale, most = min(errors, key=lambda each: (errors[each], each))
    return {"scale": scale, "most": most, "error": _share(errors[scale, most]), "as_set": _share(errors[before])}
