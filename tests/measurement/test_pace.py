"""How long training takes is told by what was trained, and by nothing that lay there."""

from collections.abc import Callable

import pytest

from curate.measurement import pace
from curate.measurement.pace import Pace


@pytest.fixture
def pass_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds go by."""
    now = [1_000.0]
    monkeypatch.setattr(pace, "monotonic", lambda: now[0])

    def going(seconds: float) -> None:
        now[0] += seconds

    return going


def test_as_many_steps_take_as_long_as_those_before(pass_by: Callable[[float], None]) -> None:
    own = Pace(1_000.0, 100.0)
    with own.training(10):
        pass_by(40.0)
    assert not own.is_over(15)
    assert own.is_over(16)


def test_what_lay_there_tells_nothing_and_takes_no_time(pass_by: Callable[[float], None]) -> None:
    own = Pace(1_000.0, 100.0)
    with own.training(0):
        pass_by(1.0)
    assert not own.is_over(1_000_000), "nobody knows yet how long a step takes"
    with own.training(10):
        pass_by(60.0)
    assert own.is_over(10)
    assert not own.is_over(0)


def test_after_the_time_nothing_is_begun_but_what_lies_there(pass_by: Callable[[float], None]) -> None:
    own = Pace(1_000.0, 100.0)
    pass_by(101.0)
    assert own.is_over(1)
    assert not own.is_over(0)


def test_without_a_budget_it_is_never_over(pass_by: Callable[[float], None]) -> None:
    own = Pace(1_000.0, None)
    with own.training(1):
        pass_by(1e9)
    assert not own.is_over(1)
