"""Work that threads do beside the one that asks for it, which hears Ctrl-C while it waits."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from queue import SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

Made = TypeVar("Made")
_EVERY = 0.2
"""Seconds after which Ctrl-C is heard at the latest, whichever thread the system told of it."""


def side_by_side(works: Sequence[Callable[[], Made]]) -> list[Made]:
    """What is made of each work, all at once, by a thread for each beside this one, which only waits."""
    return [beside.made() for beside in [Beside(work) for work in works]]


def shared(works: Sequence[Callable[[], Made]], number: int) -> list[Made]:
    """What is made of each work, in their order; each of so many threads takes the next one once it is free."""
    made, next_ones = dict[int, Made](), enumerate(works)

    def take() -> None:
        with closing():
            for at, work in next_ones:
                made[at] = work()

    @contextmanager
    def closing() -> Iterator[None]:
        """Where one fails, or Ctrl-C is heard, the others take no further one."""
        try:
            yield
        finally:
            deque(next_ones, maxlen=0)

    with closing():
        side_by_side([take] * number)
    return [made[at] for at in sorted(made)]


def ahead(works: Iterable[Callable[[], Made]], number: int) -> Generator[Made]:
    """What is made of each work, in their order; so many threads are ahead of what is taken here.

    Where there are several, two more works wait, so that none is idle while something is taken, or takes long.
    """
    most = number + 2 if number > 1 else 1
    asked, coming = SimpleQueue[Callable[[], None] | None](), deque[Coming[Made]]()
    for _ in range(number):
        Thread(target=_do_all, args=(asked,), daemon=True).start()
    try:
        for work in works:
            if len(coming) == most:
                yield coming.popleft().made()
            coming.append(Coming())
            asked.put(partial(coming[-1].do, work))
        while coming:
            yield coming.popleft().made()
    finally:
        for _ in range(number):
            asked.put(None)


def _do_all(asked: "SimpleQueue[Callable[[], None] | None]") -> None:
    for do in iter(asked.get, None):
        do()


class Coming(Generic[Made]):
    """What a work will give that some thread does."""

    def __init__(self) -> None:
        self._done = list[Made]()
        self._failed: BaseException | None = None
        self._over = Event()

    def do(self, work: Callable[[], Made]) -> None:
        """Do the work, in whatever thread this is."""
        try:
            self._done.append(work())
        except BaseException as error:
            self._failed = error
        self._over.set()

    def made(self) -> Made:
        """What it gives, or raises, once it is done."""
        while not self._over.wait(_EVERY):
            pass
        if self._failed:
            raise self._failed
        return self._done.pop()

    def end(self) -> None:
        """Wait until it is over, whatever comes of it."""
        self._over.wait()


class Beside(Coming[Made]):
    """What a work will give that a thread does beside this one, from now on."""

    def __init__(self, work: Callable[[], Made]) -> None:
        super().__init__()
        Thread(target=self.do, args=(work,), daemon=True).start()
