"""What every trainer does around its work: read what to train on, watch the clock, leave what it came to.

Those who are compared take nothing of `curate`: tokens, steps and the model lie in files.
"""

import json
import os
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

TOGETHER = 3
"""Batches of like length that peers make of one step, so that filling up costs them little."""
NOT_LEARNT = -100
ONCE = "lower layers, once"
"""The part of a work that is done once for all fine-tunes."""


@dataclass(frozen=True)
class Job:
    """One fine-tune: the same records in the same steps for everybody."""

    model: str
    """Its folder."""
    recipe: dict[str, float]
    """`learning_rate`, `decay`, `clip`, `warm_up` and `layers`, the uppermost ones that are trained."""
    records: list[tuple[list[int], int]]
    """The tokens of each, and how many of them stand before its response."""
    steps: list[list[int]]
    """Which records each step sees."""
    held_out: list[int]
    """Which are scored at last."""

    def write(self, path: Path) -> None:
        """Lay it down."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Job":
        """From where it was laid down."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def batches(self) -> list[list[int]]:
        """The records of each batch, as many batches for each step; those of like length stand together."""
        return [part for step in self.steps for part in _parts(sorted(step, key=self._length))]

    def scored(self) -> list[list[int]]:
        """What is held out, in batches of like length."""
        rows = sorted(self.held_out, key=self._length)
        return [rows[at : at + TOGETHER] for at in range(0, len(rows), TOGETHER)]

    def rate(self, step: int) -> float:
        """The part of the learning rate that a step has, the first being 0: it rises to all of it, and stays."""
        return min(1.0, (step + 1) / max(1.0, self.recipe["warm_up"] * len(self.steps)))

    def trained(self, row: int) -> int:
        """Response tokens of a record; the first of all is predicted by nothing."""
        tokens, before = self.records[row]
        return len(tokens) - max(1, before)

    def _length(self, row: int) -> int:
        return len(self.records[row][0])


def _parts(rows: list[int]) -> Iterator[list[int]]:
    """As even as can be."""
    for part in range(TOGETHER):
        yield rows[len(rows) * part // TOGETHER : len(rows) * (part + 1) // TOGETHER]


class Clock:
    """What each part of a work takes."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, float]] = {"start": {"cpu_s": time.process_time()}}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What is done within is a part of the work."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        took = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall}
        self.parts[name] = {unit: round(seconds, 3) for unit, seconds in took.items()}


def tell(path: Path, told: dict[str, Any], packages: Sequence[str]) -> None:
    """Write what was measured, the most memory that this process had, and what took part in which version."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    versions = {name: version(name) for name in packages}
    path.write_text(json.dumps({**told, "peak_mb": round(peak, 1), "versions": versions}), encoding="utf-8")


def fetches_nothing() -> None:
    """Whoever looks for a newer version of what lies here finds none."""
    os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", TRL_EXPERIMENTAL_SILENCE="1")
