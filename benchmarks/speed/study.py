"""A measurement laid out: records of Dolly, a tenth of them removed, all arms and seeds; some of them as jobs."""

import gzip
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import curate
from benchmarks.speed.task import Job
from curate.measurement.change import Given
from curate.measurement.course import Comparison, Course, comparisons
from curate.measurement.models.pretrained import pretrained
from curate.measurement.recipe import Recipe
from curate.measurement.schedule import steps
from curate.measurement.sets import parted_sets
from curate.measurement.study import BEFORE, Study, laid_out
from curate.measurement.train import Task
from curate.pretrained.smollm2 import NAME
from curate.progress import silent

REMOVED = 10
"""One record of so many is not in the set after."""
SEED = 7
"""Of the draw of records."""


class Size(NamedTuple):
    """Of a measurement."""

    records: int
    held_out: int = 0
    """Records of a file of their own, by which it is judged; 0 for some of the set."""
    context: int = 256
    seeds: int = 1
    runs: int = 1
    """Fine-tunes that are timed,"""
    steps: int = 0
    """and the first steps of each that are; 0 for all."""


def drawn(data: Path, folder: Path, size: Size) -> dict[str, Path]:
    """Files with the set before, the set after, and what is held out."""
    every = gzip.decompress((data / "dolly.jsonl.gz").read_bytes()).decode().splitlines()
    chosen = random.Random(SEED).sample(every, size.records + size.held_out)
    own = chosen[: size.records]
    parts = {
        "before": own,
        "after": [line for at, line in enumerate(own) if at % REMOVED],
        "held-out": chosen[size.records :],
    }
    files = {name: folder / f"{name}.jsonl" for name in parts}
    for name, lines in parts.items():
        files[name].write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return files


@dataclass(frozen=True)
class LaidOut:
    """All arms and seeds, how they are trained, and what they are judged by."""

    folder: str
    """Of the model."""
    study: Study
    recipe: Recipe
    told: list[Comparison]
    size: Size

    @classmethod
    def of(cls, data: Path, folder: Path, size: Size, name: str = NAME) -> "LaidOut":
        """With SmolLM2, or another model, in the numbers that everybody computes in."""
        files = drawn(data, folder, size)
        before, after, held_out = (curate.read(str(path), format="dolly") for path in files.values())
        change, model = Given(before, after), pretrained(name, numbers="float32")
        study = laid_out(parted_sets(change, held_out, 0, silent), model, size.context, range(size.seeds))
        tokens = int(study.examples.trained[study.folds[0].arms[BEFORE][0].rows].sum())
        recipe = replace(model.usual(), context=size.context).fitted(tokens)
        return cls(str(model.folder), study, recipe, comparisons(change, study.folds[0].arms), size)

    @property
    def alike(self) -> Recipe:
        """The recipe without what only we do: the last weights are scored, not their average."""
        return replace(self.recipe, averaged=0.0)

    def tasks(self) -> dict[str, Task]:
        """Every fine-tune that a measurement does, with all that it scores."""
        course = Course(self.study.examples, self.study.folds[0], self.recipe)
        return {
            f"{name}, seed {seed}": task
            for seed in range(self.size.seeds)
            for name, task in course.tasks(self.told, seed, seed)
        }

    def timed(self) -> dict[str, Task]:
        """Some of them, of different arms or seeds, that score what is held out when they end, and only that."""
        every, judged = list(self.tasks().items()), self.study.folds[0].judged.own
        chosen = dict(every[:: -(-len(every) // self.size.runs)])
        counts = {title: min(self.size.steps or task.steps, task.steps) for title, task in chosen.items()}
        return {
            title: replace(task, steps=counts[title], looks={counts[title]: judged})
            for title, task in chosen.items()
        }

    def job(self, task: Task) -> Job:
        """The same for others."""
        examples, arm = self.study.examples, task.arm
        order = steps(arm.keys, examples.trained[arm.rows], task.seed, self.recipe.tokens, task.steps)
        return Job(
            model=self.folder,
            recipe={
                name: getattr(self.recipe, name)
                for name in ("learning_rate", "decay", "clip", "warm_up", "layers")
            },
            records=[(tokens.tolist(), before) for tokens, before in examples],
            steps=[arm.rows[places].tolist() for places in order],
            held_out=self.study.folds[0].judged.own.tolist(),
        )
