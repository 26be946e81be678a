"""Does a budget that the brief spends bring a set nearer to its target than as many prompts added otherwise?"""

from typing import Any

import numpy as np
import polars as pl

from benchmarks.covering.sets import known_units
from curate.statistics.collecting import needed, spread
from curate.taxonomy.model import Taxonomy

SIZE, BUDGETS = 1_000, (100, 250, 500, 1_000)
ASKED = "as asked"
"""The budget that the brief asks for by itself, so that each type has four fifths of its target."""


def spent(prompts: pl.DataFrame, by: Taxonomy, repeats: int, seed: int) -> dict[str, Any]:
    """Of sets with shares drawn at random, and targets as well, how far each way to add leaves them from these.

    `evenly` adds as many of each type; `at random` adds as the prompts of Dolly are spread.
    """
    rows = known_units(prompts, by, 1)
    own = np.array([float((prompts["prompt_type"] == unit.id).sum()) for unit in rows])
    random = np.random.default_rng(seed)
    left: dict[int | str, dict[str, float]] = {
        name: dict.fromkeys(("before", "brief", "evenly", "at random"), 0.0) for name in (*BUDGETS, ASKED)
    }
    asked = list[int]()
    for _ in range(repeats):
        counts = random.multinomial(SIZE, random.dirichlet(np.ones(len(rows)))).astype(float)
        target = random.dirichlet(np.ones(len(rows)))
        asked.append(sum(needed(counts.tolist(), target.tolist()).more))
        budgets: dict[int | str, int] = {budget: budget for budget in BUDGETS} | {ASKED: asked[-1]}
        for name, budget in budgets.items():
            ways = {
                "before": np.zeros(len(rows)),
                "brief": np.array(spread(counts.tolist(), target.tolist(), budget), float),
                "evenly": np.full(len(rows), budget / len(rows)),
                "at random": random.multinomial(budget, own / own.sum()).astype(float),
            }
            for way, added in ways.items():
                left[name][way] += _distance(counts + added, target) / repeats
    distances = {str(name): each for name, each in left.items()}
    return {
        "repeats": repeats,
        "size": SIZE,
        "types": len(rows),
        "asked": float(np.median(asked)),
        "distance": distances,
    }


def _distance(counts: np.ndarray, target: np.ndarray) -> float:
    """Total variation."""
    return float(np.abs(counts / counts.sum() - target).sum() / 2)
