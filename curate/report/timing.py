"""How long each part of a run took, as `timing.json` tells it."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from curate.findings import Exact

Amount = Annotated[float, Field(ge=0)]


class TimingEntry(Exact):
    """What one part of a run took."""

    part: str
    """`read`, `check CODE`, `step NUMBER NAME`, `write`."""
    records: Annotated[int, Field(ge=0)]
    """How many went into it."""
    wall_s: Amount
    """Seconds by the clock on the wall."""
    cpu_s: Amount
    """Seconds of a processor, of this process and of all that it has started."""
    peak_mb: Amount
    """The most memory that the process itself had held by the end of this part, in MB of 2^20 bytes."""
    children_peak_mb: Amount = 0.0
    """The most that the processes it has started had held, those at work together each at its own most."""
    records_per_s: Annotated[float, Field(ge=0)] | None
    """By the clock on the wall; null where it took no time that could be measured."""


TIMINGS: TypeAdapter[list[TimingEntry]] = TypeAdapter(list[TimingEntry])
"""The whole file: the parts in the order in which they were done."""
