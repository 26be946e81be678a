"""What is done about what checks find. Steps change the set and account for it."""

from curate.errors import UnknownName
from curate.steps.base import Entering, Outcome, Step
from curate.steps.cap import Cap
from curate.steps.drop import Drop
from curate.steps.keep_one import KeepOne
from curate.steps.redact import Redact
from curate.steps.relabel import Relabel
from curate.steps.repair import Repair
from curate.steps.sample import Sample
from curate.steps.split import Split

BUILTIN: tuple[type[Step], ...] = (Drop, KeepOne, Repair, Redact, Relabel, Cap, Sample, Split)

__all__ = [
    "BUILTIN", "Cap", "Drop", "Entering", "KeepOne", "Outcome", "Redact", "Relabel", "Repair", "Sample", "Split",
    "Step", "step_called",
]  # fmt: skip


def step_called(name: str, *, where: str = "") -> type[Step]:
    """The step with this name.

    Raises:
        UnknownName: there is none.
    """
    for step in BUILTIN:
        if step.use == name:
            return step
    raise UnknownName.among([step.use for step in BUILTIN], kind="step", name=name, where=where)
