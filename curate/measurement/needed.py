"""What would settle a contrast that is too small to tell."""

from curate.measurement.judging import OF_READING
from curate.measurement.measuring import Measured
from curate.report.measured.model import NeedsModel
from curate.statistics.crossed import Crossed
from curate.statistics.power import Plan, cheapest

MOST_SEEDS = 30
MOST_CLUSTERS = 20_000
MOST_HELD_OUT = 0.3
"""The part of a set that may be held out, if that is what it takes."""
_MINUTE = 60.0


def needs(measured: Measured, told: Crossed, wanted: float) -> NeedsModel | None:
    """The cheapest numbers of prompts and seeds with which an effect would be seen four times of five.

    Args:
        measured: What was trained.
        told: The contrast.
        wanted: The effect that is to be seen.
    """
    scores = measured.scores
    prompts = len(scores.types)
    # Clusters of a plan weigh alike: of ours, so many prompts belong to one.
    each = prompts / told.effective if told.effective else 1.0
    runs = scores.seeds * len(scores.courses) * len(measured.prepared.study.folds[0].arms)
    one = scores.seconds / max(1, runs) / measured.processes

    def seconds(clusters: int, seeds: int) -> float:
        own = 2 * one * len(scores.courses) * seeds
        # With the same prompts, what is trained already stays.
        return own if clusters * each > prompts else own * max(0.0, 1 - scores.seeds / seeds)

    most = max(sum(part.before.height for part in measured.prepared.sets) * MOST_HELD_OUT, prompts)
    found = cheapest(told, wanted, seconds, (max(10, int(most / each)), MOST_SEEDS), OF_READING)
    reachable = found is not None
    plan: Plan | None = found or cheapest(told, wanted, seconds, (MOST_CLUSTERS, MOST_SEEDS), OF_READING)
    if plan is None:
        return None
    return NeedsModel(
        prompts=round(plan.clusters * each),
        seeds=plan.seeds,
        minutes=seconds(plan.clusters, plan.seeds) / _MINUTE,
        reachable=reachable,
    )
