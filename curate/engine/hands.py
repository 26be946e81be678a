"""Tasks done one after the other, or by several processes: what they leave does not depend on it."""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import active_children, connection, get_context, parent_process
from multiprocessing.queues import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, ParamSpec, Protocol, Self, TypeVar

from curate.ctrl_c import heard_later
from curate.errors import CurateError
from curate.progress import Tell
from curate.provenance import folders_of_others

Given = ParamSpec("Given")
Made = TypeVar("Made")
WORTH_IT = 4.0
"""Seconds of work from which on it pays to start processes: each has to start, and to load what tasks need."""
_AHEAD = 2
"""Tasks that are made for each process, so that none waits for the next one."""
_EVERY = 0.2
"""Seconds between two words on how far a task is."""


class Task(Protocol):
    """Something to do, from files to files, wherever it is done."""

    @property
    def size(self) -> int:
        """How much it is, in whatever is counted."""

    @property
    def is_done(self) -> bool:
        """Whether what it leaves lies there already."""

    def get_ready(self) -> None:
        """See that another process can do it."""

    def made_of(self) -> Sequence[object]:
        """What it takes along, which may be of the user's own making."""

    def do(self, tell: Tell) -> None:
        """Do it."""


class ProcessLost(CurateError):
    """A process ended before its task was done."""


class Hands:
    """Does tasks, by as many processes as it may start. They stay until they are let go."""

    def __init__(self, processes: int = 1) -> None:
        self.processes = processes
        self._words: Any = None
        self._pool: ProcessPoolExecutor | None = None
        self._own = set[Any]()
        """The processes of the pool: whoever uses this library may have others."""
        self._starting = list["Future[None]"]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            # Whatever is on its way is given up; what was laid down before is whole.
            for process in self._own:
                process.terminate()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    @property
    def are_called(self) -> bool:
        """Whether there are processes, or will be soon."""
        return self._pool is not None

    def get_ready(self, others: Iterable[object]) -> None:
        """Start the processes, where there are several, so that they can begin at once when there is work.

        `others` are checks and steps that they will take along, which may be of the user's own making.
        """
        if self.processes > 1 and not self._pool:
            self._pool = self._started(folders_of_others(others))
            self._starting = [self._submitted(self._pool, _be_there) for _ in range(self.processes)]

    def ahead(self, works: Iterable[Callable[[], Made]]) -> Iterator[Made]:
        """What is made of each work, in their order, by processes that were told to get ready; here until one is.

        Raises:
            ProcessLost: a process ended on its way.
        """
        coming = deque["Future[Made]"]()
        with _told_if_lost():
            for work in works:
                if not (self._pool and any(start.done() for start in self._starting)):
                    yield work()
                    continue
                if len(coming) == self.processes * _AHEAD:
                    yield coming.popleft().result()
                coming.append(self._submitted(self._pool, work))
            while coming:
                yield coming.popleft().result()

    def do(self, tasks: Iterable[Task], *, of: int, what: str, tell: Tell) -> None:
        """Do all tasks that are not done yet. They may be made one by one, while earlier ones are done.

        `of` is how large all of them are together, such as how many records there are in them.

        Raises:
            ProcessLost: a process ended on its way.
        """
        done = 0

        def left() -> Iterator[Task]:
            nonlocal done
            for task in tasks:
                if not task.is_done:
                    yield task
                else:
                    done += task.size

        def finished(task: Task) -> None:
            nonlocal done
            done += task.size
            tell(what, done, of)

        def on_the_way(doing: str, number: int, _of: int | None) -> None:
            tell(f"{what}: {doing}", min(done + number, of), of)

        coming, here, began = left(), 0, monotonic()
        while not self._pool and (task := next(coming, None)) is not None:
            task.do(on_the_way)
            finished(task)
            here += task.size
            # How long the others will take is told by those that were done here.
            if self.processes > 1 and (monotonic() - began) * (of - done) >= WORTH_IT * here:
                break
        self._by_processes(coming, finished, on_the_way)

    def _by_processes(self, tasks: Iterator[Task], finished: Callable[[Task], None], on_the_way: Tell) -> None:
        doing: dict[Future[None], Task] = {}
        with _told_if_lost():
            while True:
                for task in islice(tasks, self.processes * _AHEAD - len(doing)):
                    doing[self._handed_over(task)] = task
                if not doing:
                    return
                done, _ = wait(doing, timeout=_EVERY, return_when=FIRST_COMPLETED)
                while not self._words.empty():
                    on_the_way(*self._words.get())
                for future in done:
                    future.result()
                    finished(doing.pop(future))

    def _handed_over(self, task: Task) -> "Future[None]":
        """A task that a process will do; the first ones start the processes."""
        task.get_ready()
        self._pool = self._pool or self._started(folders_of_others(task.made_of()))
        return self._submitted(self._pool, _do, task)

    def _submitted(
        self, pool: ProcessPoolExecutor, work: Callable[Given, Made], *given: Given.args, **named: Given.kwargs
    ) -> "Future[Made]":
        others = set(active_children()) - self._own
        with _one_thread_each(), heard_later():
            future = pool.submit(work, *given, **named)
        self._own = set(active_children()) - others
        return future

    def _started(self, folders: Sequence[str]) -> ProcessPoolExecutor:
        # Not forked: the copy of a process whose threads hold locks can hang.
        context = get_context("spawn")
        self._words, cores = context.SimpleQueue(), context.SimpleQueue()
        for core in _a_core_each(self.processes):
            cores.put(core)
        given = (self._words, cores, folders)
        return ProcessPoolExecutor(self.processes, mp_context=context, initializer=_begin, initargs=given)


@contextmanager
def _told_if_lost() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise ProcessLost(
            "a process that worked on some of the records could not start, or was ended.",
            hint="If memory ran out, or a script has no `if __name__ == '__main__':`, try one process.",
        ) from None


def _a_core_each(processes: int) -> list[int | None]:
    """Which core each process keeps to, where there are as many of both; a process that is moved loses its caches.

    Where there are more cores, others may be at work on whichever are chosen, and the system shares them out.
    """
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    return [*cores] if len(cores) == processes else [None] * processes


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that are started within work side by side, and need no threads of their own."""
    name = "POLARS_MAX_THREADS"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


_words: Any = None


def _begin(
    words: SimpleQueue[tuple[str, int, int | None]], cores: SimpleQueue[int | None], folders: Sequence[str]
) -> None:
    """In a process of its own: keep to its core, leave Ctrl-C to the one that started it, and end with that one.

    Code of the user's own is imported from where it was.
    """
    global _words  # noqa: PLW0603  an initializer has no other way to hand something on
    _words = words
    if (core := cores.get()) is not None:
        with suppress(OSError):  # it is taken away by now
            os.sched_setaffinity(0, {core})
    sys.path += [folder for folder in folders if folder not in sys.path]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)


def _be_there() -> None:
    """Do nothing: whoever can has started, and has imported what tasks need."""


def _do(task: Task) -> None:
    last = [0.0]

    def tell(doing: str, number: int, of: int | None) -> None:
        if monotonic() - last[0] > _EVERY:
            last[0] = monotonic()
            _words.put((doing, number, of))

    task.do(tell)
