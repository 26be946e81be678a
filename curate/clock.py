"""How long each part of the work takes."""

import time
from dataclasses import dataclass, field

from curate.files.process import MB, cpu_seconds, own_peak, peak_of_children


@dataclass(frozen=True)
class Timing:
    """What one part of the work took."""

    part: str
    records: int
    wall_s: float
    cpu_s: float
    """Of this process and of all that it has started."""
    peak_mb: float
    """The most memory that the process itself had held by its end."""
    children_peak_mb: float = 0.0
    """The most memory that the processes it has started had held by its end."""
    records_per_s: float | None = field(init=False)
    """By the clock on the wall; None where it took no time that could be measured."""

    def __post_init__(self) -> None:
        rate = round(self.records / self.wall_s, 1) if self.wall_s > 0 else None
        object.__setattr__(self, "records_per_s", rate)


@dataclass
class Clock:
    """Keeps the time of each part."""

    timings: list[Timing] = field(default_factory=list)
    _started: tuple[float, float] = field(default_factory=lambda: (time.perf_counter(), cpu_seconds()))

    def lap(self, part: str, records: int) -> None:
        """End a part and begin the next."""
        now = (time.perf_counter(), cpu_seconds())
        # A process that ends just now may be missing from the sum for a moment, and time never runs back.
        wall, cpu = (max(0.0, round(end - start, 4)) for start, end in zip(self._started, now, strict=True))
        peaks = (round(peak / MB, 1) for peak in (own_peak(), peak_of_children()))
        self.timings.append(Timing(part, records, wall, cpu, *peaks))
        self._started = now
