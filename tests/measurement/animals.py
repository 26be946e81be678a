"""A small set of demonstrations, and a proxy small enough to be trained on it while one waits."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Any

import pytest

from curate.records.records import Records

Rows = Callable[[Sequence[dict[str, Any]]], Records]
"""Reads rows as a set of records."""
_ANIMALS = {
    "heron": "It stands in the shallows and waits for small fish",
    "badger": "It digs for worms in the meadow behind the mill",
    "swift": "It catches flies high above the roofs",
    "otter": "It hunts trout under the bank of the stream",
    "hedgehog": "It looks for beetles under dry leaves",
    "owl": "It listens for mice along the edge of the wood",
    "eel": "It eats snails and crabs on the muddy ground",
    "goat": "It strips the bark of young trees on the slope",
}
_QUESTIONS = {
    "What does the {} in {} live on?": "{}; near {} that is enough all year.",
    "Write a short line about how a {} finds food around {}.": "{}, and the people of {} like to watch.",
    "Explain to a child from {1} what every {0} eats.": "{}, my dear, even here in {}.",
    "Why did the {} come back to {} this spring?": "{}. There was too little of that outside of {}.",
}
_TOWNS = ("Arnhem", "Bergen", "Cadiz", "Dole")


def talks(count: int) -> list[dict[str, Any]]:
    """So many demonstrations, none a near-duplicate of another; at most 128."""
    several = product(_TOWNS, _QUESTIONS.items(), _ANIMALS.items())
    rows = [
        {"prompt": asked.format(animal, town), "completion": said.format(fact, town), "category": "open_qa"}
        for town, (asked, said), (animal, fact) in several
    ]
    return rows[:count]


@pytest.fixture
def small_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy is tiny and reads little."""
    pretraining = pytest.importorskip("curate.measurement.models.proxy.pretraining")
    size = pretraining.Size(width=16, layers=1, heads=2)
    monkeypatch.setattr(pretraining, "Pretraining", partial(pretraining.Pretraining, size=size, tokens=200))
