"""How long each part of the work takes."""

import time
from dataclasses import dataclass, field
from resource import RUSAGE_SELF, getrusage
from sys import platform


@dataclass(frozen=True)
class Timing:
    """What one part of the work took."""

    part: str
    records: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    """The most memory the process had held by its end."""


@dataclass
class Clock:
    """Keeps the time of each part."""

    timings: list[Timing] = field(default_factory=list)
    _started: tuple[float, float] = field(default_factory=lambda: (time.perf_counter(), time.process_time()))

    def lap(self, part: str, records: int) -> None:
        """End a part and begin the next."""
        now = (time.perf_counter(), time.process_time())
        unit = 1 << 20 if platform == "darwin" else 1 << 10
        peak = getrusage(RUSAGE_SELF).ru_maxrss / unit
        took = [round(end - start, 4) for start, end in zip(self._started, now, strict=True)]
        self.timings.append(Timing(part, records, took[0], took[1], round(peak, 1)))
        self._started = now
