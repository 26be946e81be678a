"""How an arm went on as the report tells it: held-out loss beside that of what was seen, by epoch."""

from curate.measurement.effects import bounds_of
from curate.measurement.measuring import Measured
from curate.measurement.scores import Scores
from curate.report.measured.model import CurveModel, EpochModel
from curate.statistics.crossed import apart, crossed


def curve_told(measured: Measured, arm: str) -> CurveModel:
    """How an arm went on, by epoch, and where it turns."""
    scores = measured.scores
    epochs = [EpochModel(epoch=round(at, 2), held_out=held, seen=seen) for at, held, seen in scores.curve(arm)]
    held, seen = scores.memorised(arm)
    gap = apart(crossed(held, scores.clusters), crossed(seen, scores.seen))
    return CurveModel(
        arm=arm,
        base=scores.base,
        epochs=epochs,
        gap=bounds_of(gap),
        turns=_turns(scores, arm, epochs),
    )


def _turns(scores: Scores, arm: str, epochs: list[EpochModel]) -> float | None:
    """The epoch at which held-out loss was least, if it surely rose until the end; one seed can not tell."""
    last, best = len(epochs) - 1, min(range(len(epochs)), key=lambda at: epochs[at].held_out)
    if best == last or scores.seeds == 1:
        return None
    rise = crossed(scores.after(arm, last) - scores.after(arm, best), scores.clusters)
    return epochs[best].epoch if rise.low > 0 else None
