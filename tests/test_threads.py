"""Work that threads do."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from threading import Barrier, get_ident

import pytest

from curate.threads import ahead, shared, side_by_side

PATIENCE_S = 5.0


def inverse(number: int) -> float:
    return 1 / number


def test_works_are_done_side_by_side_and_given_in_their_order() -> None:
    both = Barrier(2, timeout=PATIENCE_S)

    def work(number: int) -> int:
        both.wait()
        return number

    assert side_by_side([partial(work, 1), partial(work, 2)]) == [1, 2]
    assert side_by_side(list[Callable[[], int]]()) == []


def test_what_goes_wrong_in_one_of_them_is_handed_on() -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side([partial(inverse, 2), partial(inverse, 0)])


@pytest.mark.parametrize(("number", "started"), [(1, 1), (2, 4), (3, 5), (9, 11)])
def test_works_are_done_ahead_and_given_in_their_order(number: int, started: int) -> None:
    """Of several threads none is idle while something is taken."""
    made = list[int]()

    def works() -> Iterator[Callable[[], int]]:
        for own in range(7):
            made.append(own)
            yield partial(int, own)

    taken = list[int]()
    for own in ahead(works(), number):
        taken.append(own)
        # The next one is at hand when one is taken.
        assert len(made) == min(7, len(taken) + started)
    assert taken == list(range(7))


def test_no_more_threads_work_ahead_than_asked_for_and_each_does_several_works() -> None:
    """A new thread for each work would find its memory anew."""
    assert len(set(ahead([get_ident] * 20, 1))) == 1
    both = Barrier(2, timeout=PATIENCE_S)

    def who() -> int:
        both.wait()
        return get_ident()

    assert len(set(ahead([who] * 20, 2))) == 2


def test_threads_end_once_nothing_more_is_taken() -> None:
    others = set(threading.enumerate())
    coming = ahead([partial(int, own) for own in range(9)], 2)
    next(coming)
    started = set(threading.enumerate()) - others
    assert len(started) == 2
    coming.close()
    for thread in started:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def test_what_goes_wrong_ahead_is_handed_on_in_its_turn() -> None:
    coming = ahead([partial(inverse, 2), partial(inverse, 0)], 2)
    assert next(coming) == inverse(2)
    with pytest.raises(ZeroDivisionError):
        next(coming)


@pytest.mark.parametrize("number", [1, 2, 9])
def test_works_are_shared_by_threads_and_given_in_their_order(number: int) -> None:
    assert shared([partial(inverse, own) for own in range(1, 7)], number) == [1 / own for own in range(1, 7)]
    assert shared(list[Callable[[], float]](), number) == []


def test_a_thread_that_is_free_takes_the_next_work_while_another_is_at_a_long_one() -> None:
    short = Barrier(2)

    def long() -> int:
        short.wait(PATIENCE_S)
        return 0

    def last() -> int:
        short.wait(PATIENCE_S)
        return 3

    works: list[Callable[[], int]] = [long, partial(int, 1), partial(int, 2), last]
    assert shared(works, 2) == [0, 1, 2, 3]


def test_what_goes_wrong_with_a_shared_work_is_handed_on_and_no_further_one_is_taken() -> None:
    both, taken = Barrier(2), list[int]()

    def wrong() -> None:
        both.wait(PATIENCE_S)
        raise ZeroDivisionError

    def long() -> None:
        both.wait(PATIENCE_S)
        time.sleep(0.2)

    works: list[Callable[[], None]] = [wrong, long, partial(taken.append, 1)]
    with pytest.raises(ZeroDivisionError):
        shared(works, 2)
    time.sleep(0.3)
    assert taken == []
