"""How often an effect is seen where nothing changed, and how often one that is as large as it takes to be seen."""

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.validity.drawing import Real, Setting, settings, simulated
from benchmarks.validity.ways import WAYS, Numbers
from curate.statistics.crossed import crossed, half_width, spread_of
from curate.statistics.power import detectable, planned

OF_SEEDS, SEEDS = (0.004, 0.015, 0.04), (2, 3, 5, 8)
TOLD = 200
"""Measurements whose own account of what it takes is put to the test."""
TIMES = (1.0, 3.0)
"""Seeds of real losses differ as much as they do there, and so many times as much."""


def intervals(repeats: int, seed: int, losses: Path | None) -> dict[str, Any]:
    """Each setting, and each spread and number of seeds."""
    random, grid = np.random.default_rng(seed), list(product(OF_SEEDS, SEEDS))
    return {
        "repeats": repeats,
        "told": TOLD,
        "others": [others(*each, repeats, random) for each in grid],
        "simulated": [simulation(setting, *each, repeats, random) for setting in settings() for each in grid],
        "real": real(losses, repeats, random) if losses else None,
    }


def others(of_seed: float, seeds: int, repeats: int, random: np.random.Generator) -> dict[str, Any]:
    """In the first setting, how often each way is wrong, and how often is seen what measurements say it takes."""
    setting, wrong = settings()[0], dict.fromkeys(WAYS, 0.0)
    measured = list[Numbers]()
    for means in simulated(setting, of_seed, seeds, repeats, random):
        by_seed, spread = spread_of(means, setting.shares)
        for name, way in WAYS.items():
            wrong[name] += float((np.abs(by_seed.mean(axis=1)) > way(means, spread)).sum()) / repeats
        measured += list(means[: TOLD - len(measured)])
    off, reach = _measured(setting, of_seed, seeds, repeats, random)
    told = [_told(means, setting) for means in measured]
    return {
        "of_seed": of_seed,
        "seeds": seeds,
        "wrong": wrong,
        "told": float(np.median(told)),
        "seen": float(np.mean([_seen(each, off, reach) for each in told])),
    }


def simulation(
    setting: Setting, of_seed: float, seeds: int, repeats: int, random: np.random.Generator
) -> dict[str, Any]:
    """How often an effect is seen where nothing changed, and where it is as large as it takes."""
    off, reach = _measured(setting, of_seed, seeds, repeats, random)
    effective = float(1 / (setting.shares**2).sum())
    effect = planned(setting.components(of_seed), effective, seeds)
    return {
        "setting": setting.name,
        "of_seed": of_seed,
        "seeds": seeds,
        "effective": round(effective, 1),
        "wrong": float((np.abs(off) > reach).mean()),
        "half_width": float(np.median(reach)),
        "detectable": effect,
        "seen": _seen(effect, off, reach),
    }


def _measured(
    setting: Setting, of_seed: float, seeds: int, repeats: int, random: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """What is measured where nothing changed: effects, and the half-widths of their intervals."""
    off, reach = list[Numbers](), list[Numbers]()
    for means in simulated(setting, of_seed, seeds, repeats, random):
        by_seed, spread = spread_of(means, setting.shares)
        off.append(by_seed.mean(axis=1))
        reach.append(half_width(spread))
    return np.concatenate(off), np.concatenate(reach)


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
