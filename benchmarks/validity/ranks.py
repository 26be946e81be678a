"""Whether a small model ranks changes of a set as a larger one does."""

import json
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.validity.real import CHANGES, Sizes, compared, drawn_sets, trained
from benchmarks.validity.sets import Variants
from curate.measurement.asked import Asked
from curate.measurement.judging import OF_READING
from curate.measurement.measuring import prepare
from curate.measurement.scores import Scores
from curate.measurement.study import BEFORE, NULL
from curate.measurement.train import Losses
from curate.progress import silent
from curate.statistics.crossed import crossed
from curate.statistics.power import detectable

SIZES = Sizes(records=300, held_out=100, longest=900)
"""Short records, and few: all layers of the larger model are trained as well."""
DRAWS = 2_000
"""For the interval of an agreement."""
READINGS: dict[str, Callable[[Scores, str], Losses]] = {
    "loss": lambda scores, arm: scores.own(arm) - scores.own(BEFORE),
    "dependence": lambda scores, arm: scores.dependence(BEFORE) - scores.dependence(arm),
}
"""Of each prompt, how much worse an arm is than the set before."""
Harm = dict[str, np.ndarray]
"""By arm: that of each prompt, a column for each seed."""


class Seen(NamedTuple):
    """What one way sees."""

    harm: dict[str, Harm]
    """By reading."""
    clusters: np.ndarray
    """Which prompts hang together."""
    seconds: float
    """Of a processor, that one fine-tune takes."""


class Way(NamedTuple):
    """A model, and how it is trained."""

    title: str
    model: str
    seeds: int
    layers: int | None = None
    learning_rate: float | None = None


WAYS = (
    Way("the proxy", "proxy", seeds=3),
    Way("the wide proxy", "proxy-wide", seeds=3),
    Way("SmolLM2, four layers", "smollm2-135m", seeds=3, layers=4),
    # All of a model's layers are usually trained at a lower rate than a few.
    Way("SmolLM2, all layers", "smollm2-135m", seeds=1, layers=0, learning_rate=1e-4),
)


def ranks(data: Path, number: int, work: Path, processes: int) -> dict[str, Any]:
    """The harm that each way sees in each change, and how far their orders agree; goes on where it was ended."""
    seen = {way.title: _seen(way, data, number, work, processes) for way in WAYS}
    seeds = {way.title: way.seeds for way in WAYS}
    return {
        **SIZES._asdict(),
        "models": {way.title: way.model for way in WAYS},
        "seeds": seeds,
        "seconds": {title: told.seconds for title, told in seen.items()},
        "harm": {
            title: {
                name: {arm: float(each.mean()) for arm, each in own.items()} for name, own in told.harm.items()
            }
            for title, told in seen.items()
        },
        "varies": {
            title: {name: varying(own, told.clusters) for name, own in told.harm.items()}
            for title, told in seen.items()
            if seeds[title] > 1
        },
        "agreement": [
            {"one": one, "other": other, "reading": name, **agreed(seen[one].harm[name], seen[other].harm[name])}
            for one, other in combinations(seen, 2)
            for name in READINGS
        ],
    }


def _seen(way: Way, data: Path, number: int, work: Path, processes: int) -> Seen:
    file = work / f"ranks-{way.model}-{way.layers}-{number}.json"
    if not file.exists():
        told = _measured(way, data, number, work, processes)
        passing = file.with_suffix(".part")
        passing.write_text(json.dumps(told), encoding="utf-8")
        passing.rename(file)
    stored = json.loads(file.read_text(encoding="utf-8"))
    harm = {name: {arm: np.asarray(each) for arm, each in own.items()} for name, own in stored["harm"].items()}
    return Seen(harm, np.asarray(stored["clusters"]), stored["seconds"])


def _measured(way: Way, data: Path, number: int, work: Path, processes: int) -> dict[str, Any]:
    """The harm of each prompt with each seed, and how long a fine-tune takes, as JSON holds them."""
    before, held_out = drawn_sets(data, number, work, SIZES)
    asked = Asked(
        model=way.model,
        seeds=way.seeds,
        quick=True,
        seed=number,
        layers=way.layers,
        learning_rate=way.learning_rate,
    )
    prepared = prepare(Variants(before, number), held_out, asked, silent)
    compare = compared(prepared.study.folds[0].arms, CHANGES)
    changed = list(dict.fromkeys(arm for pair in compare for arm in pair if arm not in (BEFORE, NULL)))
    scores = trained(prepared, work, processes, {BEFORE, *changed})
    harm = {name: {arm: look(scores, arm).tolist() for arm in changed} for name, look in READINGS.items()}
    return {"harm": harm, "clusters": scores.clusters.tolist(), "seconds": scores.seconds / scores.runs}


def varying(harm: Harm, clusters: np.ndarray) -> dict[str, dict[str, Any]]:
    """By arm, how its harm differs by prompt, by seed and in both, and what of it could have been seen."""
    found = {arm: crossed(each, clusters) for arm, each in harm.items()}
    return {
        arm: {"components": list(each.components), "detectable": detectable(each, OF_READING)}
        for arm, each in found.items()
    }


def agreed(one: Harm, other: Harm) -> dict[str, float]:
    """Kendall's tau of two orders of the same changes, with its interval (percentile bootstrap).

    Prompts are drawn anew, the same ones for both, and the seeds of each; of one seed there is nothing to draw.
    """
    from scipy.stats import kendalltau

    sides = [np.stack([each[arm] for arm in sorted(one)]) for each in (one, other)]
    random = np.random.default_rng(7)

    def tau(*harms: np.ndarray) -> float:
        return float(kendalltau(*(each.mean(axis=(1, 2)) for each in harms)).statistic)

    def drawn() -> Iterator[np.ndarray]:
        prompts = random.integers(sides[0].shape[1], size=sides[0].shape[1])
        for side in sides:
            yield side[:, prompts][:, :, random.integers(side.shape[2], size=side.shape[2])]

    low, high = np.quantile([tau(*drawn()) for _ in range(DRAWS)], (0.025, 0.975))
    return {"changes": len(sides[0]), "tau": tau(*sides), "low": float(low), "high": float(high)}
