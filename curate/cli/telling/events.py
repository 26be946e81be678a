"""The work as events for programs: a line of JSON where a part starts or ends, and every ten seconds between."""

from collections.abc import Callable, Sequence
from typing import Any

from curate.cli.telling.log import EVERY_S
from curate.cli.telling.parts import Part
from curate.cli.telling.teller import Memory
from curate.files.process import MB

LOOKS_S = 0.25


class Events:
    """Says what starts, goes on and ends; the shape is `curate.report.events.PartEvent`."""

    every = LOOKS_S

    def __init__(self, say: Callable[[dict[str, Any]], None], began: float) -> None:
        self._say, self._said = say, began
        self._open: set[str] = set()
        self._ended: dict[str, int] = {}
        self.memory = Memory()

    def show(self, parts: Sequence[Part], now: float) -> None:
        """Tell what is new."""
        self.memory.look(now)
        for part in parts:
            if part.name not in self._open and self._is_new(part):
                self._open.add(part.name)
                self._tell("started", part, now)
            if part.ended and part.name in self._open:
                self._open.discard(part.name)
                self._ended[part.name] = part.count
                self._tell("ended", part, now)
        if now - self._said >= EVERY_S:
            self._said = now
            for part in parts:
                if not part.ended:
                    self._tell("working", part, now)

    def close(self, parts: Sequence[Part], now: float) -> None:
        """Tell what has ended by now."""
        self.show(parts, now)

    def _is_new(self, part: Part) -> bool:
        """Whether it was not told of, or goes on after it had ended."""
        return part.name not in self._ended or not part.ended or part.count > self._ended[part.name]

    def _tell(self, event: str, part: Part, now: float) -> None:
        held = self.memory.now
        self._say(
            {
                "event": event,
                "part": part.name,
                "what": part.what,
                "done": part.count,
                "total": part.there_are,
                "rate": _rounded(part.rate(now)),
                "remaining_s": _rounded(part.remaining(now)),
                "memory_mb": None if held is None else round(held / MB, 1),
                "wall_s": round(part.seconds(now), 3),
            }
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
