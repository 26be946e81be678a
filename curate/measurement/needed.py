"""What would settle a contrast that is too small to tell."""

from math import inf

from curate.measurement.judging import Told
from curate.measurement.measuring import Measured
from curate.report.measured.model import NeedsModel
from curate.statistics.power import Plan, cheapest

MOST_SEEDS = 30
MOST_CLUSTERS = 20_000
MOST_HELD_OUT = 0.3
"""The part of a set that may be held out, if that is what it takes."""
_MINUTE = 60.0


def needs(measured: Measured, one: Told, wanted: float) -> NeedsModel | None:
    """The cheapest numbers of prompts and seeds with which an effect would be seen four times of five.

    Args:
        measured: What was trained.
        one: The contrast, by the reading that decided.
        wanted: The effect that is to be seen.
    """
    scores, told = measured.scores, one.crossed
    prompts = len(scores.types)
    # Clusters of a plan weigh alike: of ours, so many prompts belong to one.
    each = prompts / told.effective if told.effective else 1.0
    # As the next call would: every arm is trained with every seed.
    of_seed = scores.seconds / scores.seeds / measured.processes

    def seconds(clusters: int, seeds: int) -> float:
        own = of_seed * seeds
        # With the same prompts, what is trained already stays.
        return own if clusters * each > prompts else own * max(0.0, 1 - scores.seeds / seeds)

    clusters = max(10, int(min(_most(measured, prompts) / each, MOST_CLUSTERS)))
    found = cheapest(told, wanted, seconds, (clusters, MOST_SEEDS), one.level)
    reachable = found is not None
    plan: Plan | None = found or cheapest(told, wanted, seconds, (MOST_CLUSTERS, MOST_SEEDS), one.level)
    if plan is None:
        return None
    return NeedsModel(
        prompts=round(plan.clusters * each),
        seeds=plan.seeds,
        minutes=seconds(plan.clusters, plan.seeds) / _MINUTE,
        reachable=reachable,
    )


def _most(measured: Measured, prompts: int) -> float:
    """Prompts that could be judged by: of a file of their own, as many as it takes; in folds, all are already."""
    prepared = measured.prepared
    if prepared.from_file:
        return inf
    return prompts if len(prepared.sets) > 1 else max(prompts, prepared.sets[0].records * MOST_HELD_OUT)
