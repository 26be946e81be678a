"""Records that say what another says."""

import random
from collections.abc import Callable
from typing import Any

import pytest

import curate

Row = dict[str, Any]
TALE = (
    "The ferryman counted the lamps on the far shore, one by one, till the fog took them and he counted by heart"
)


@pytest.fixture
def rows(chat: Callable[..., Row]) -> list[Row]:
    endings = ("", " again.", " instead.", " until dawn.", "")
    tales = [chat("Write the first line of a tale about a ferry.", TALE + ending) for ending in endings]
    return [*tales, chat("Name a bird of prey.", "The osprey."), chat("name a bird of prey.", "the osprey.")]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_input_changes_no_finding(
    records_of: Callable[..., Any], rows: list[Row], seed: int
) -> None:
    def found(order: list[Row]) -> set[tuple[object, ...]]:
        frame = curate.check(records_of(order), select=["DUP"]).findings.frame
        return set(frame.select("code", "key", "related", "score").iter_rows())

    assert found(random.Random(seed).sample(rows, len(rows))) == found(rows) != set()


def test_no_leader_is_itself_a_member(records_of: Callable[..., Any], rows: list[Row]) -> None:
    families = curate.check(records_of(rows))["DUP002"].families()
    assert not set(families["leader"]) & set(families["member"])
    assert families["similarity"].min() >= 0.8  # type: ignore[operator]
