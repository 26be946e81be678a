"""The work in a log: one line every ten seconds, and none for short work."""

from collections.abc import Callable, Sequence

from curate.cli.telling.parts import Part
from curate.cli.telling.teller import Memory
from curate.cli.telling.words import LONGEST_NAME, counted, held, left, rated

EVERY_S = 10.0
LOOKS_S = 0.5


def line_of(part: Part, now: float, memory: int | None) -> str:
    """`looking at records, 40,960 of 100,000, 8,100/s, 7 s left, 512 MB`."""
    from curate.report.terminal import shown

    told = (counted(part), rated(part.rate(now)), left(part.remaining(now)), held(memory))
    return ", ".join((shown(part.what, LONGEST_NAME), *filter(None, told)))


class Lines:
    """Says what is being done, at most every ten seconds."""

    every = LOOKS_S

    def __init__(self, say: Callable[[str], None], began: float) -> None:
        self._say, self._said, self._memory = say, began, Memory()

    def show(self, parts: Sequence[Part], now: float) -> None:
        """A line, if it is time for one."""
        if now - self._said < EVERY_S:
            return
        working = [part for part in parts if not part.ended]
        if working:
            self._said = now
            self._memory.look(now)
            self._say(line_of(_last_turned(working), now, self._memory.now))

    def close(self, _parts: Sequence[Part], _now: float) -> None:
        """Nothing: the result says what came of it."""


def _last_turned(parts: Sequence[Part]) -> Part:
    return next((part for part in parts if part.turned is not None), parts[-1])
