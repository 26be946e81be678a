"""Effects by parts of the held-out records: by type, and by how much they are like what was trained on."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from curate.measurement.held_out import Positions
from curate.measurement.train import Losses
from curate.report.measured.model import BoundsModel, NearnessModel, TypeEffectModel
from curate.statistics.crossed import Crossed, apart, crossed
from curate.statistics.shrinkage import Shrunk, shrunk
from curate.statistics.tables import discoveries

FEW = 20
"""A type with fewer held-out prompts is not judged alone."""
RATE = 0.1
"""The share of effects found by type that may be false."""
REST = "other types"
Names = npt.NDArray[np.str_]
_GROUPS = ("familiar", "between", "unfamiliar")


def pooled_types(types: Sequence[str]) -> list[str]:
    """The type of each prompt; several types that are too rare to be judged alone are one."""
    rare = {kind for kind, number in Counter(types).items() if number < FEW}
    return [REST if kind in rare and len(rare) > 1 else kind for kind in types]


def by_type(effect: Losses, types: Sequence[str], clusters: Positions) -> list[TypeEffectModel]:
    """The effect on each type, most harm first.

    Args:
        effect: On each prompt, with each seed.
        types: Of each prompt.
        clusters: What each prompt hangs together with.
    """
    own = np.asarray(pooled_types(types))
    by_name = {name: crossed(effect[own == name], clusters[own == name]) for name in sorted(set(own.tolist()))}
    # Of a single cluster nothing is known.
    by_name = {name: each for name, each in by_name.items() if np.isfinite(each.high)}
    if len(by_name) < 2:  # noqa: PLR2004
        return []
    names, told = list(by_name), list(by_name.values())
    # One seed says nothing of others, so that nothing is found by it.
    found = discoveries([each.chance for each in told], RATE) & (effect.shape[1] > 1)
    told_of = np.isin(own, names)
    drawn = _drawn(effect[told_of], own[told_of], clusters[told_of])
    rows = [
        TypeEffectModel(
            type=name,
            prompts=int((own == name).sum()),
            **_bounds(each),
            shrunk=float(drawn.effects[at]),
            shrunk_low=bounds.low,
            shrunk_high=bounds.high,
            chance=each.chance,
            # What is told is the drawn effect: it is found only where that surely is one, too.
            found=bool(found[at]) and not bounds.low <= 0 <= bounds.high,
        )
        for at, (name, each, bounds) in enumerate(zip(names, told, drawn.intervals(), strict=True))
    ]
    return sorted(rows, key=lambda row: (-row.estimate, row.type))


def _drawn(effect: Losses, types: Names, clusters: Positions) -> Shrunk:
    """The effect on each type, in the order of their names, drawn to that on all.

    What a seed does to all prompts alike tells no type from another, and no number of types averages it out. So
    types are compared by their deviations from the effect on all with the same seed, and what seeds leave open of
    that effect is added to each. Variances are those of normal distributions whose intervals are as wide, which
    count that variances of few seeds are hardly known.
    """
    overall = crossed(effect, clusters)
    off = effect - overall.by_seed
    told = [crossed(off[types == name], clusters[types == name]) for name in np.unique(types)]
    of_clusters = overall._replace(spread=overall.spread._replace(number=1))
    return shrunk(
        [each.estimate + overall.estimate for each in told],
        [each.as_normal for each in told],
        shared=overall.as_normal - of_clusters.as_normal,
    )


def by_nearness(
    effect: Losses, similarity: Losses, clusters: Positions
) -> tuple[list[NearnessModel], BoundsModel | None]:
    """The effect on the third of the prompts that are most like what was trained on, the next, and the last.

    Also by how much that on the last exceeds that on the first. Clusters stay whole.
    """
    firsts, of = np.unique(clusters, return_inverse=True)
    likeness = np.bincount(of, similarity) / np.bincount(of)
    if len(firsts) < 3 * FEW:
        return [], None
    places = np.empty(len(firsts), np.int64)
    places[np.argsort(-likeness, kind="stable")] = np.arange(len(firsts)) * 3 // len(firsts)
    groups = places[of]
    told = [crossed(effect[groups == number], clusters[groups == number]) for number in range(3)]
    rows = [
        NearnessModel(
            group=name,
            prompts=int((groups == number).sum()),
            least=float(similarity[groups == number].min()),
            most=float(similarity[groups == number].max()),
            **_bounds(told[number]),
        )
        for number, name in enumerate(_GROUPS)
    ]
    return rows, bounds_of(apart(told[2], told[0]))


def bounds_of(told: Crossed) -> BoundsModel | None:
    """An estimate and where it lies; None where it may lie anywhere."""
    return BoundsModel(**_bounds(told)) if np.isfinite(told.high) else None


def _bounds(told: Crossed) -> dict[str, float]:
    return {"estimate": told.estimate, "low": told.low, "high": told.high}
