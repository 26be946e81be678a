"""Where the repetition stands."""

from collections.abc import Callable
from typing import Any

import curate
from curate.checks.repetition import LoopingRepetition

LINE = "The heron waits at the weir until the water drops."


def test_the_place_runs_from_the_first_to_the_last_time_and_starts_behind_code() -> None:
    text = f"`the` Every day: {' '.join([LINE] * 5)} Then it flies."
    ((start, end),) = LoopingRepetition().spans(text)
    assert text[start:end] == " ".join([LINE] * 5).removesuffix(".")


def test_a_text_without_repetition_has_no_place() -> None:
    assert list(LoopingRepetition().spans(LINE)) == []


def test_only_the_response_is_looked_at(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    records = records_of([chat(" ".join([LINE] * 5), "Why do you say it five times?")])
    assert not len(curate.check(records, select=["REP001"])["REP001"].frame)


def test_the_message_says_how_often(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    records = records_of([chat("What does the heron do?", " ".join([LINE] * 6))])
    (row,) = curate.check(records, select=["REP001"])["REP001"].frame.iter_rows(named=True)
    assert (row["score"], row["message"]) == (6, "says the same 6 times")
