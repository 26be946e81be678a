"""What is done about what checks find. Steps change the set and account for it."""

from curate.errors import UnknownName
from curate.steps.base import Outcome, Step
from curate.steps.drop import Drop
from curate.steps.keep_one import KeepOne

BUILTIN: tuple[type[Step], ...] = (Drop, KeepOne)

__all__ = ["BUILTIN", "Drop", "KeepOne", "Outcome", "Step", "step_called"]


def step_called(name: str, *, where: str = "") -> type[Step]:
    """The step with this name.

    Raises:
        UnknownName: there is none.
    """
    for step in BUILTIN:
        if step.use == name:
            return step
    raise UnknownName.among([step.use for step in BUILTIN], kind="step", name=name, where=where)
