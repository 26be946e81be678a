"""Measurements of invented losses as they are told, each of another kind."""

from curate.measurement.change import AFTER
from curate.measurement.reporting import report_of
from curate.measurement.study import PLANTED, RANDOM
from curate.report.measured.model import ContrastModel, MeasureReport
from curate.report.measured.sentences import with_sentences
from tests.measurement.invented import GAIN, Effect, World, measured

SEEN: dict[str, Effect] = {PLANTED: (0.05, -0.05)}


def told(world: World, **asked: object) -> MeasureReport:
    """What is told of a world."""
    return with_sentences(report_of(measured(world, **asked)))


def contrast(report: MeasureReport, name: str = "total") -> ContrastModel:
    """The one with this name."""
    (found,) = [each for each in report.contrasts if each.id == name]
    return found


WORLDS = {
    "usual": World(effects={AFTER: (-0.1, 0.0), RANDOM: (0.02, 0.0), **SEEN}),
    "nothing is noisy": World(effects={AFTER: (-0.1, 0.0), **SEEN}, noise=0.0),
    "one seed": World(effects={AFTER: (0.01, 0.0), **SEEN}, seeds=1),
    "two seeds": World(effects={AFTER: (0.0, 0.0), **SEEN}, seeds=2, noise=0.1),
    "AFTER larger": World(effects={AFTER: (-0.1, 0.0), **SEEN}, removed=-20),
    "AFTER equal": World(removed=0),
    "five folds and a step": World(
        effects={AFTER: (0.0, 0.0), "without-1": (0.1, 0.1), **SEEN},
        folds=5,
        types=(("coding", 12), ("poem", 3)),
        steps={"without-1": "drop LEN"},
    ),
    "a type of one prompt": World(types=(("coding", 40), ("open_qa", 40), ("poem", 1))),
    "ten prompts": World(types=(("coding", 10),)),
    "nothing to see": World(effects={}),
    "training harms": World(held_out=(GAIN, 2 * GAIN)),
}
