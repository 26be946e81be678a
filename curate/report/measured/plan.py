"""What a measurement would train, before it does: the shape is a promise, `curate/measure-plan/v1`."""

from typing import Literal

from pydantic import Field

from curate.report.measured.model import Finite, HeldOutModel, Kind, RecipeModel


class PlannedArmModel(Finite):
    """One set that would be trained on."""

    id: str
    kind: Kind
    title: str
    records: int
    tokens: int
    """Response tokens."""
    runs: int
    """That are not there yet from an earlier call: one for each seed at most."""
    same: bool
    """Whether it holds the very same records as the set before, so that nothing can differ."""


class PlannedAnotherModel(Finite):
    """Another model that would be trained on the sets before and after, once all else is done."""

    model: str
    parameters: int
    runs: int
    """That are not there yet."""
    seconds: float
    """That they take, with all that comes before them."""
    least: float
    """Seconds of these until two seeds are done, which no budget ends."""


class PlanReport(Finite):
    """What `curate measure --dry-run` tells: what would be trained, how long, and what it could see."""

    schema_: Literal["curate/measure-plan/v1"] = Field(default="curate/measure-plan/v1", alias="schema")
    before: str
    after: str
    pipeline: str | None
    quick: bool
    seed: int
    seeds: list[int]
    model: str
    parameters: int
    layers: int
    recipe: RecipeModel | None
    """Null where it would be chosen first. Of one that was chosen before, a measurement tells from which."""
    tries: int
    """Recipes that it would be chosen from; 0 where it is given, or was chosen before."""
    held_out: HeldOutModel
    arms: list[PlannedArmModel]
    another: PlannedAnotherModel | None
    """Null where no other model is asked, or both sets hold the same records."""
    runs: int
    """Of all arms together, those that are not there yet."""
    seconds: float
    """Until these are done, on this machine, as fast as a few steps were just now."""
    ahead: float
    """Seconds of these before any arm: what the proxy reads, or what is computed once of a pretrained model, and
    the choice of a recipe."""
    least: float
    """Seconds of these until two seeds are done, which no budget ends."""
    budget: float | None
    """Seconds after which no further seed would be begun; null where none is set."""
    processes: int
    """That would train at once."""
    detectable: float | None
    """The smallest effect on response loss that would be seen four times of five; null where nobody knows yet."""
    detectable_dependence: float | None
    """That on prompt dependence."""
    margin: float | None
    """From here on an effect matters; null where that hangs on what training gains."""
