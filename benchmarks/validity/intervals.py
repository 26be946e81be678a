"""How often an effect is seen where nothing changed, and how often one that is as large as it takes to be seen."""

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.validity.drawing import Real, Setting, settings, simulated
from benchmarks.validity.ways import WAYS, Numbers
from curate.statistics.crossed import crossed, half_width, spread_of
from curate.statistics.power import detectable, planned

OF_SEEDS, SEEDS = (0.004, 0.015, 0.04), (2, 3, 5, 8)
TOLD = 25
"""Measurements whose own account of what they would see is put to the test, in each setting."""
TIMES = (1.0, 3.0)
"""Seeds of real losses differ as much as they do there, and so many times as much."""


def intervals(repeats: int, seed: int, losses: Path | None) -> dict[str, Any]:
    """Each setting, and each spread and number of seeds."""
    random = np.random.default_rng(seed)
    told = [
        {"setting": setting.name, **simulation(setting, of_seed, seeds, repeats, random)}
        for setting in settings()
        for of_seed in OF_SEEDS
        for seeds in SEEDS
    ]
    return {
        "repeats": repeats,
        "simulated": told,
        "others": others(repeats, random),
        "real": real(losses, repeats, random) if losses else None,
    }


def others(repeats: int, random: np.random.Generator) -> list[dict[str, Any]]:
    """How often other ways to tell an interval are wrong in the first setting."""
    setting, told = settings()[0], list[dict[str, Any]]()
    for of_seed in OF_SEEDS:
        for seeds in SEEDS:
            wrong = dict.fromkeys(WAYS, 0.0)
            for means in simulated(setting, of_seed, seeds, repeats, random):
                by_seed, spread = spread_of(means, setting.shares)
                for name, way in WAYS.items():
                    missed = np.abs(by_seed.mean(axis=1)) > way(means, spread)
                    wrong[name] += float(missed.sum()) / repeats
            told.append({"of_seed": of_seed, "seeds": seeds, "wrong": wrong})
    return told


def simulation(
    setting: Setting, of_seed: float, seeds: int, repeats: int, random: np.random.Generator
) -> dict[str, Any]:
    """How often an effect is seen where nothing changed, and where it is as large as is promised to be seen."""
    estimates, reaches, measured = list[Numbers](), list[Numbers](), list[Numbers]()
    for means in simulated(setting, of_seed, seeds, repeats, random):
        by_seed, spread = spread_of(means, setting.shares)
        estimates.append(by_seed.mean(axis=1))
        reaches.append(half_width(spread))
        measured += list(means[: TOLD - len(measured)])
    off, reach = np.concatenate(estimates), np.concatenate(reaches)
    effective = float(1 / (setting.shares**2).sum())
    effect = planned(setting.components(of_seed), effective, seeds)
    told = [_told(means, setting) for means in measured]
    return {
        "of_seed": of_seed,
        "seeds": seeds,
        "effective": round(effective, 1),
        "wrong": float((np.abs(off) > reach).mean()),
        "half_width": float(np.median(reach)),
        "detectable": effect,
        "seen": _seen(effect, off, reach),
        "told": float(np.median(told)),
        "told_seen": float(np.mean([_seen(each, off, reach) for each in told])),
    }


def _told(means: Numbers, setting: Setting) -> float:
    """What a measurement says that it would see; a cluster is as good as a prompt that weighs as much."""
    return detectable(crossed(means, np.arange(len(means)), setting.shares))


def _seen(effect: float, off: Numbers, reach: Numbers) -> float:
    return float((off + effect > reach).mean())


def real(losses: Path, repeats: int, random: np.random.Generator) -> dict[str, Any]:
    """How often an effect is seen in what is drawn from real losses so that nothing changed."""
    with np.load(losses) as stored:
        own = Real(stored["own"], stored["clusters"])
    wrong = list[dict[str, Any]]()
    for times in TIMES:
        of_seed = max(own.components.seed, own.components.prompt / 100) * times
        for seeds in SEEDS:
            missed = [_misses(*own.drawn(of_seed, seeds, random)) for _ in range(repeats)]
            wrong.append({"of_seed": of_seed, "seeds": seeds, "wrong": float(np.mean(missed))})
    return {
        "clusters": len(own.shares),
        "seeds": own.means.shape[1],
        "components": own.components._asdict(),
        "drawn": wrong,
    }


def _misses(means: Numbers, shares: Numbers) -> bool:
    by_seed, spread = spread_of(means, shares)
    return bool(abs(by_seed.mean()) > half_width(spread))
