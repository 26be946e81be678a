import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path
from time import sleep
from typing import cast

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from curate.checks.length import ShortResponse
from curate.engine import hands as module
from curate.engine.finder import Finder
from curate.engine.hands import Hands, ProcessLost, Task
from curate.engine.task import LookTask
from curate.errors import CurateError, UnknownName
from curate.files.shelf import InMemory, Scratch, Shelf
from curate.files.sources import sources_of
from curate.progress import Tell
from curate.records import columns as c
from curate.records.known import Reading
from curate.records.read import read_sources
from tests.at_work import lay, parts_of

Told = list[tuple[str, int, int | None]]
RECORDS = 10


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[LookTask]:
    """Looks at five parts of two records, which lie on the disk, and are worth other processes."""
    parts_of(2, monkeypatch)
    monkeypatch.setattr(module, "WORTH_IT", 0)
    shelf = Scratch()
    records = read_sources(sources_of([lay(tmp_path / "basil.jsonl")]), Reading(), shelf=shelf)
    return [
        LookTask(
            f"look-{part.names[0]}",
            part,
            records.index.filter(pl.col(c.RANK).is_in(part.ranks.implode())),
            shelf,
            Finder([ShortResponse()]),
            ("response-words",),
            {},
        )
        for part in records.parts
    ]


def anew(tasks: list[LookTask], shelf: Shelf) -> list[LookTask]:
    return [replace(task, shelf=shelf) for task in tasks]


def test_what_processes_leave_is_what_one_leaves(tasks: list[LookTask]) -> None:
    alone, told = anew(tasks, InMemory()), Told()
    Hands().do(alone, of=RECORDS, what="looking", tell=lambda *word: told.append(word))
    with Hands(2) as hands:
        hands.do(tasks, of=RECORDS, what="looking", tell=lambda *word: told.append(word))
        hands.do(anew(tasks, Scratch())[:1], of=2, what="looking again", tell=lambda *word: told.append(word))

    for task, other in zip(tasks, alone, strict=True):
        for name in ("findings", "reads"):
            assert_frame_equal(task.shelf.get(task.name, name), other.shelf.get(other.name, name))
    ends = [number for what, number, _ in told if what == "looking"]
    assert ends == [2, 4, 6, 8, 10] * 2
    assert ("looking again", 2, 2) in told
    assert {of for what, _, of in told if what == "looking"} == {10}


def test_what_is_done_is_not_done_again_and_is_counted_as_done(tasks: list[LookTask]) -> None:
    done = {"findings": pl.DataFrame({"rank": [99]})}
    tasks[0].shelf.put(tasks[0].name, done)
    tasks[3].shelf.put(tasks[3].name, done)
    told = Told()
    Hands().do(tasks, of=RECORDS, what="looking", tell=lambda *word: told.append(word))

    assert [number for what, number, _ in told if what == "looking"] == [4, 6, 10]
    assert tasks[0].shelf.get(tasks[0].name, "findings").equals(done["findings"])


@pytest.mark.parametrize("processes", [1, 2])
def test_tasks_are_made_while_earlier_ones_are_done(tasks: list[LookTask], processes: int) -> None:
    many = [*tasks, *(replace(task, name=f"{task.name}-{n}") for n in range(2) for task in tasks)]
    made, done = list[str](), list[int]()

    def one_by_one() -> Iterator[LookTask]:
        for task in many:
            made.append(task.name)
            yield task

    def tell(_what: str, number: int, _of: int | None) -> None:
        if number // 2 > len(done):
            done.append(len(made))

    with Hands(processes) as hands:
        hands.do(one_by_one(), of=30, what="looking", tell=tell)
    assert done[0] <= 5
    assert len(done) == len(made) == 15
    assert all(task.is_done for task in many)


def test_processes_that_are_ready_do_even_a_few_tasks_and_are_gone_behind_them(tasks: list[LookTask]) -> None:
    with Hands(2) as hands:
        hands.get_ready([ShortResponse()])
        ready = set(active_children())
        hands.do(tasks[:1], of=2, what="looking", tell=lambda *_: None)
        assert set(active_children()) == ready
        assert len(ready) == 2
    assert active_children() == []
    assert tasks[0].is_done
    with Hands(1) as alone:
        alone.get_ready([ShortResponse()])
        assert active_children() == []


@dataclass(frozen=True)
class CoresTask:
    """Lays down on which cores it may be done, and waits for another one that does the same."""

    name: str
    other: str
    shelf: Shelf
    size = 1
    is_done = False

    def get_ready(self) -> None:
        return

    def made_of(self) -> tuple[object, ...]:
        return ()

    def do(self, _tell: Tell) -> None:
        self.shelf.put(self.name, {"cores": pl.DataFrame({"core": sorted(os.sched_getaffinity(0))})})
        while self.other not in self.shelf:
            sleep(0.01)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system lets no process choose its core")
@pytest.mark.parametrize("there_are", [2, 3])
def test_each_process_keeps_to_a_core_of_its_own_where_there_are_as_many_of_both(
    there_are: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = sorted(os.sched_getaffinity(0))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: (own * 3)[:there_are])
    shelf = Scratch()
    with Hands(2) as hands:
        hands.get_ready([])
        tasks = [CoresTask("one", "other", shelf), CoresTask("other", "one", shelf)]
        hands.do(tasks, of=2, what="looking", tell=lambda *_: None)
    kept_to = sorted(shelf.get(task.name, "cores")["core"].to_list() for task in tasks)
    assert kept_to == (sorted([core] for core in (own * 2)[:2]) if there_are == 2 else [own, own])


@pytest.mark.parametrize("few", [0, 1])
def test_for_few_tasks_no_process_is_started(tasks: list[LookTask], few: int) -> None:
    with Hands(2) as hands:
        hands.do(tasks[:few], of=RECORDS, what="looking", tell=lambda *_: None)
        assert active_children() == []
    assert all(task.is_done for task in tasks[:few])


def test_for_what_is_soon_done_no_process_is_started(
    tasks: list[LookTask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WORTH_IT", 3600)
    with Hands(2) as hands:
        hands.do(tasks, of=RECORDS, what="looking", tell=lambda *_: None)
        assert active_children() == []
    assert all(task.is_done for task in tasks)


@dataclass(frozen=True)
class Slow:
    """A task that takes so many seconds, by a clock that only such tasks move."""

    size: int
    takes: int
    clock: list[int]
    is_done: bool = False

    def do(self, _: object) -> None:
        self.clock.append(self.clock[-1] + self.takes)


@pytest.mark.parametrize(("worth", "here"), [(14, 3), (13, 2), (10, 1)])
def test_processes_are_started_once_what_is_left_takes_long_by_what_was_done_here(
    monkeypatch: pytest.MonkeyPatch, worth: int, here: int
) -> None:
    """What lies there already took no time, and tells nothing."""
    handed, clock = list[Slow](), [0]
    monkeypatch.setattr(module, "WORTH_IT", worth)
    monkeypatch.setattr(module, "monotonic", lambda: clock[-1])
    monkeypatch.setattr(Hands, "_by_processes", lambda _, tasks, *__: handed.extend(tasks))
    tasks = [Slow(100, 0, clock, is_done=True), Slow(1, 1, clock), Slow(1, 2, clock), Slow(9, 9, clock)]
    Hands(2).do(cast("list[Task]", tasks), of=111, what="looking", tell=lambda *_: None)
    assert len(clock) - 1 == here
    assert [task.size for task in handed] == [1, 1, 9][here:]


def test_what_goes_wrong_in_a_process_is_told_as_if_it_were_here(tasks: list[LookTask]) -> None:
    wrong = replace(tasks[1], reads=("field:score",))
    with pytest.raises(UnknownName) as here:
        Hands().do([wrong], of=RECORDS, what="looking", tell=lambda *_: None)
    with Hands(2) as hands, pytest.raises(CurateError) as there:
        hands.do([tasks[0], wrong, *tasks[2:]], of=RECORDS, what="looking", tell=lambda *_: None)

    assert type(there.value) is type(here.value)
    assert str(there.value) == str(here.value)
    assert there.value.hint == here.value.hint


def test_a_process_that_is_killed_is_told_and_the_rest_can_be_done_afterwards(tasks: list[LookTask]) -> None:
    killed = list[int]()

    def kill(*_: object) -> None:
        for process in [] if killed else active_children():
            killed.append(process.pid or 0)
            os.kill(killed[-1], signal.SIGKILL)

    many = [*tasks, *(replace(task, name=f"{task.name}-{n}") for n in range(4) for task in tasks)]
    with Hands(2) as hands, pytest.raises(ProcessLost, match="could not start, or was ended") as lost:
        hands.do(many, of=RECORDS, what="looking", tell=kill)
    assert "memory" in lost.value.hint
    assert active_children() == []
    Hands().do(many, of=RECORDS, what="looking", tell=lambda *_: None)
    assert all(task.is_done for task in many)


@pytest.fixture
def sleeper() -> Iterator[int]:
    """A process that the program around has started for itself."""
    process = get_context("spawn").Process(target=sleep, args=(60,))
    process.start()
    assert process.pid
    yield process.pid
    process.kill()
    process.join()


def test_a_process_that_others_have_started_goes_on(tasks: list[LookTask], sleeper: int) -> None:
    with Hands(2) as hands:
        hands.do(tasks, of=RECORDS, what="looking", tell=lambda *_: None)
        assert len(active_children()) > 1

    assert [process.pid for process in active_children()] == [sleeper]


@pytest.mark.parametrize("before", [None, "3"])
def test_the_threads_of_this_process_are_left_as_they_were(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.delenv("POLARS_MAX_THREADS", raising=False)
    if before:
        monkeypatch.setenv("POLARS_MAX_THREADS", before)
    with module._one_thread_each():
        assert os.environ["POLARS_MAX_THREADS"] == "1"
    assert os.environ.get("POLARS_MAX_THREADS") == before


def test_processes_leave_ctrl_c_to_the_one_that_started_them(
    tasks: list[LookTask],
) -> None:
    def interrupt(*_: object) -> None:
        for process in active_children():
            os.kill(process.pid or 0, signal.SIGINT)

    with Hands(2) as hands:
        hands.do(tasks[:3], of=RECORDS, what="looking", tell=lambda *_: None)
        interrupt()
        hands.do(tasks[3:], of=RECORDS, what="looking", tell=interrupt)
    assert all(task.is_done for task in tasks)


def squares(numbers: range, asked: list[int]) -> Iterator[Callable[[], tuple[int, int]]]:
    """Works, each of which tells in which process it was done; noted is when it is asked for."""
    for number in numbers:
        asked.append(number)
        yield partial(squared, number)


def squared(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def test_works_are_done_by_processes_that_are_there_a_few_ahead_and_told_in_their_order() -> None:
    asked = list[int]()
    with Hands(2) as hands:
        hands.get_ready([])
        for started in hands._starting:
            started.result()
        made = hands.ahead(squares(range(9), asked))
        first = next(made)
        assert asked == [0, 1, 2, 3, 4]
        every = [first, *made]
    assert [square for square, _ in every] == [number * number for number in range(9)]
    assert os.getpid() not in {process for _, process in every}


def test_works_are_done_here_where_no_process_is_called_or_none_is_there_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = list[int]()
    made = Hands(2).ahead(squares(range(3), asked))
    assert (next(made), asked) == ((0, os.getpid()), [0])
    assert [process for _, process in made] == [os.getpid()] * 2
    monkeypatch.setattr(Future, "done", lambda _: False)
    with Hands(2) as hands:
        assert not hands.are_called
        hands.get_ready([])
        assert hands.are_called
        assert [process for _, process in hands.ahead(squares(range(3), asked))] == [os.getpid()] * 3


def test_a_process_that_is_killed_while_it_works_ahead_is_told() -> None:
    with Hands(2) as hands:
        hands.get_ready([])
        for started in hands._starting:
            started.result()
        with pytest.raises(ProcessLost, match="could not start, or was ended"):
            list(
                hands.ahead([partial(os.kill, process.pid or 0, signal.SIGKILL) for process in active_children()])
            )
    assert active_children() == []
