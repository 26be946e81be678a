"""The parts of the work as they are told: how far each is, how fast it goes, and when it will be done."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import perf_counter

RECENT_S = 10.0
"""How far back the rate looks."""
SOON_RATE_S, SOON_REMAINING_S = 1.0, 2.0
"""How long a part must have been seen before its rate, and the time that remains, can be told honestly."""
LEAST_SEEN = 2
"""Moments that are remembered however long ago they were: work that moves in great leaps has a rate too."""
PATIENCE_S = 1.0
"""How long a part may say nothing, while others do, before it counts as ended."""
OF_FILES = ("reading", "writing")
"""Parts that are told file by file."""


def part_of(what: str) -> str:
    """The part that something belongs to: all reading is one part, all writing is one, and so is each step."""
    if what.startswith("step "):
        return what.partition(": ")[0]
    verb, _, rest = what.partition(" ")
    return verb if verb in OF_FILES and rest else what


@dataclass
class Part:
    """One part of the work. It may be done in several passes, such as one for each file."""

    name: str
    what: str
    """What is being done now."""
    done: int = 0
    """In this pass."""
    total: int | None = None
    """In this pass; None where nobody knows."""
    before: int = 0
    """Done in all other passes."""
    most: int = 0
    """Done in that pass of them in which it was most."""
    passes: dict[str, int] = field(default_factory=dict)
    """What else was done in it, and how far that is."""
    spent: float = 0.0
    """Seconds, but for those since it was last turned to."""
    turned: float | None = None
    """When it was turned to; None while another part is being done."""
    left: float = 0.0
    """When it was last turned from."""
    ended: bool = False
    patience: float = PATIENCE_S
    seen: deque[tuple[float, int]] = field(default_factory=deque)
    """How much was done in all at moments of late."""

    @property
    def count(self) -> int:
        """Records that are done: of all files, or in this pass; the most of any pass once it has ended."""
        if self.name in OF_FILES:
            return self._moved
        return max(self.most, self.done) if self.ended else self.done

    @property
    def there_are(self) -> int | None:
        """Records that there are to be done, as far as is known."""
        if self.total is None:
            return None
        return max(self.count, self.total + (self.before if self.name in OF_FILES else 0))

    @property
    def _moved(self) -> int:
        """Records that went through it, in all passes together."""
        return self.before + self.done

    @property
    def things(self) -> int:
        """How many different things were done in it."""
        return len(self.passes) + 1

    def seconds(self, now: float) -> float:
        """How long was spent on it."""
        return self.spent + (max(0.0, now - self.turned) if self.turned is not None else 0.0)

    def rate(self, now: float) -> float | None:
        """Records a second: of late, or of all of it where it has ended; None where that can not be told yet."""
        if self.ended:
            return self.count / self.spent if self.spent > 0 and self.count else None
        return self._recent(now, SOON_RATE_S)

    def remaining(self, now: float) -> float | None:
        """Seconds until this pass is done, if it goes on as it did of late; None where that can not be told."""
        rate = None if self.ended else self._recent(now, SOON_REMAINING_S)
        if rate is None or self.total is None or self.done >= self.total:
            return None
        return (self.total - self.done) / rate

    def _recent(self, now: float, at_least: float) -> float | None:
        if not self.seen:
            return None
        (since, had), (last, has) = self.seen[0], self.seen[-1]
        # What is complete, and not left yet, was as fast as it was until then.
        until = last if self.done == self.total else now
        return (has - had) / (until - since) if until - since >= at_least and has > had else None

    def look(self, now: float) -> None:
        """Remember how far it is, if it has moved, and forget what was long ago."""
        if not self.seen or self.seen[-1][1] != self._moved:
            self.seen.append((now, self._moved))
        while len(self.seen) > LEAST_SEEN and self.seen[1][0] <= now - RECENT_S:
            self.seen.popleft()

    def look_afresh(self, now: float) -> None:
        """Forget how fast it was."""
        self.seen.clear()
        self.seen.append((now, self._moved))

    def turn_to(self, what: str, done: int, now: float) -> None:
        """Something else is being done in it, or the same once more."""
        resumed, self.most = False, max(self.most, self.done)
        if what != self.what:
            self.passes[self.what] = self.done
            had = self.passes.pop(what, None)
            resumed = had is not None and had <= done
            self.before += self.done - (had if had is not None and resumed else 0)
        else:
            self.before += self.done
        self.what, self.done, self.total = what, done, None
        if not resumed and self.name not in OF_FILES:
            self.look_afresh(now)


class Course:
    """What was told of the work so far. Its `tell` is a `curate.progress.Tell`; another thread may look at it."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.clock = clock
        self.began = clock()
        self.parts: dict[str, Part] = {}
        self._now: Part | None = None
        self._lock = Lock()

    def tell(self, what: str, done: int, total: int | None) -> None:
        """Take note. It is called often, so that it does next to nothing while the same goes on."""
        part = self._now
        if part is None or what != part.what or done < part.done:
            part = self._turn(what, done)
        part.done = done
        part.total = total

    def _turn(self, what: str, done: int) -> Part:
        name, now = part_of(what), self.clock()
        with self._lock:
            part = self.parts.get(name)
            if part is None:
                part = self.parts[name] = Part(name, what, done)
                part.look_afresh(now)
            elif what != part.what or done < part.done:
                part.turn_to(what, done, now)
            if part is not self._now:
                self._leave(now)
                part.turned = now
                if part.ended:
                    part.ended, part.patience = False, 2 * part.patience
                    part.look_afresh(now)
            self._now = part
        return part

    def _leave(self, now: float) -> None:
        part = self._now
        if part is not None:
            part.spent, part.left, part.turned = part.seconds(now), now, None

    def look(self, now: float) -> list[Part]:
        """All parts in the order in which they began, each as it is now; those long left have ended."""
        with self._lock:
            parts = list(self.parts.values())
            for part in parts:
                if part.turned is None and now - part.left >= part.patience:
                    part.ended = True
                part.look(now)
        return parts

    def end(self) -> None:
        """No more is told."""
        now = self.clock()
        with self._lock:
            self._leave(now)
            self._now = None
            for part in self.parts.values():
                part.ended = True
