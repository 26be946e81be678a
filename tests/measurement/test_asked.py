"""What can not be asked is refused before anything is read."""

from math import inf, nan

import pytest

from curate.errors import UsageError
from curate.measurement.asked import Asked


def test_seeds_follow_the_first() -> None:
    assert Asked(seeds=3, seed=7).of_seeds == [7, 8, 9]


@pytest.mark.parametrize("asked", [{"quick": True}, {"learning_rate": 1e-3}, {"epochs": 1.0}, {"layers": 0}])
def test_a_recipe_is_looked_for_unless_something_of_it_is_given(asked: dict[str, float]) -> None:
    assert Asked(margin=0.1, budget=60.0, seeds=2).chooses
    assert not Asked(**asked).chooses  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["budget", "learning_rate", "epochs", "margin"])
@pytest.mark.parametrize("value", [0.0, -1.0, 1e10, inf, nan])
def test_what_must_be_more_than_nothing_and_within_reason_is(name: str, value: float) -> None:
    with pytest.raises(UsageError, match=name):
        Asked(**{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"seeds": 0}, "one seed"),
        ({"seed": -1}, "between 0 and"),
        ({"seed": 2**32}, "between 0 and"),
        ({"layers": -1}, "layers"),
        ({"layers": 1}, "proxy is trained as a whole"),
        ({"layers": 1, "model": "proxy-wide"}, "proxy-wide is trained as a whole"),
        ({"also": "proxy"}, "proxy can not be asked twice.\nAsk another one, such as proxy-wide"),
        ({"also": "proxy-wide", "model": "proxy-wide"}, "such as proxy."),
    ],
)
def test_what_means_nothing_is_refused(asked: dict[str, int | str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Asked(**asked)  # type: ignore[arg-type]
