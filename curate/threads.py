"""Work that threads do beside the one that asks for it, which hears Ctrl-C while it waits."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
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


def ahead(works: Iterable[Callable[[], Made]], number: int) -> Iterator[Made]:
    """What is made of each work, in their order; so many threads are ahead of what is taken here.

    Where there are several two more are started, so that none is idle while something is taken, or takes long.
    """
    most = number + 2 if number > 1 else 1
    coming = deque[Beside[Made]]()
    for work in works:
        if len(coming) == most:
            yield coming.popleft().made()
        coming.append(Beside(work))
    while coming:
        yield coming.popleft().made()


class Beside(Generic[Made]):
    """A work that is done by a thread beside this one."""

    def __init__(self, work: Callable[[], Made]) -> None:
        self._done = list[Made]()
        self._failed: BaseException | None = None
        self._thread = Thread(target=self._do, args=(work,), daemon=True)
        self._thread.start()

    def made(self) -> Made:
        """What it gives, or raises, once it is done."""
        while self._thread.is_alive():
            self._thread.join(_EVERY)
        if self._failed:
            raise self._failed
        return self._done.pop()

    def end(self) -> None:
        """Wait until it is over, whatever comes of it."""
        self._thread.join()

    def _do(self, work: Callable[[], Made]) -> None:
        try:
            self._done.append(work())
        except BaseException as error:
            self._failed = error
