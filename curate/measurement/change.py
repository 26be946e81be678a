"""A change to a set: what stands before it, and what comes of it, and of each part of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from curate.engine.run import numbered
from curate.gates import Gates
from curate.into_folder import How, run_held
from curate.measurement.demonstrations import demonstrations
from curate.pipeline import Pipeline
from curate.progress import Tell
from curate.records import columns as c
from curate.records.records import Records
from curate.steps.split import HELD_OUT

AFTER = "after"
WITHOUT = "without-"


class Change(Protocol):
    """What was done to a set."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def before(self) -> Records:
        """The set as it was."""

    @property
    def steps(self) -> dict[str, str]:
        """The parts of it that can be left out: the name of the arm without one, and what that one is called."""

    def beside(self, tell: Tell) -> pl.DataFrame:
        """Demonstrations of the set after that are known from the start; none where it is made later."""

    def made_of(self, training: pl.DataFrame, tell: Tell) -> dict[str, pl.DataFrame]:
        """What comes of these demonstrations of the set before: `after`, and the same without each step."""


@dataclass(frozen=True)
class Given:
    """Two sets, and whatever made the one of the other."""

    before: Records
    after: Records
    title: str = "the change"

    @property
    def steps(self) -> dict[str, str]:
        """None that is known."""
        return {}

    def beside(self, tell: Tell) -> pl.DataFrame:
        """All of the set after."""
        return demonstrations(self.after, tell)

    def made_of(self, training: pl.DataFrame, tell: Tell) -> dict[str, pl.DataFrame]:  # noqa: ARG002
        """The set after; what is not trained on, the caller leaves out."""
        return {AFTER: self.beside(tell)}


@dataclass(frozen=True)
class ByPipeline:
    """A pipeline, which is run anew on whatever is trained on, and once more without each of its steps."""

    before: Records
    pipeline: Pipeline
    title: str = "the whole pipeline"

    @property
    def steps(self) -> dict[str, str]:
        """Those of the pipeline; without its only one, nothing is left of it."""
        several = len(self.pipeline.steps) > 1
        steps = numbered(self.pipeline.steps) if several else ()
        return {f"{WITHOUT}{number}": f"{step.use} {step.setting()}".strip() for number, step in steps}

    def beside(self, tell: Tell) -> pl.DataFrame:  # noqa: ARG002
        """Nothing: it is made of what is trained on."""
        return demonstrations(self.before.of(self.before.index.head(0)), lambda *_: None)

    def made_of(self, training: pl.DataFrame, tell: Tell) -> dict[str, pl.DataFrame]:
        """The kept records of each run."""
        index = self.before.index.filter(pl.col(c.KEY).is_in(training[c.KEY].implode()))
        own = self.before.of(index)
        return {name: demonstrations(_kept(own, each, tell), tell) for name, each in self._pipelines()}

    def _pipelines(self) -> Iterator[tuple[str, Pipeline]]:
        plain = self.pipeline.model_copy(update={"gates": Gates(), "coverage": None})
        yield AFTER, plain
        for number, name in enumerate(self.steps):
            steps = (*plain.steps[:number], *plain.steps[number + 1 :])
            yield name, plain.model_copy(update={"steps": steps})


def _kept(records: Records, pipeline: Pipeline, tell: Tell) -> Records:
    """What is kept, but for what the pipeline itself holds out: nobody trains on that."""
    kept = run_held(records, pipeline, None, How(tell=tell)).outcomes.kept
    return kept.of(kept.index.filter(pl.col(c.PART).ne_missing(HELD_OUT)))
