"""Numbers as a person reads them."""

import pytest

from curate.cli.telling.parts import Part
from curate.cli.telling.words import counted, held, lasting, left, named, rated


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3599.7, "1 h 00 min"),
        (7440, "2 h 04 min"),
        (360_000, "100 h 00 min"),
    ],
)
def test_time_is_told_as_exactly_as_is_of_use(seconds: float, text: str) -> None:
    assert lasting(seconds) == text


@pytest.mark.parametrize(
    ("remaining", "text"),
    [(None, ""), (0.0, "1 s left"), (6.6, "7 s left"), (59.7, "1 min 00 s left"), (4000, "1 h 07 min left")],
)
def test_of_what_remains_no_tenths_are_told(remaining: float | None, text: str) -> None:
    assert left(remaining) == text


@pytest.mark.parametrize(("rate", "text"), [(None, ""), (0.25, "0.2/s"), (8100.4, "8,100/s")])
def test_slow_work_has_a_digit_behind_the_point(rate: float | None, text: str) -> None:
    assert rated(rate) == text


def test_memory_is_in_megabytes_where_the_system_tells() -> None:
    assert (held(None), held(512 << 20)) == ("", "512 MB")


def test_a_total_is_told_until_it_is_reached() -> None:
    part = Part("looking at records", "looking at records", 40_960, 100_000)
    assert counted(part) == "40,960 of 100,000"
    part.done = 100_000
    assert counted(part) == "100,000"
    assert counted(Part("reading", "reading a.jsonl", 12_000)) == "12,000"


def test_a_name_can_not_disturb_the_terminal() -> None:
    assert named(Part("reading", "reading \x1b[2Jevil\n.jsonl")) == "reading \\u001b[2Jevil .jsonl"


def test_many_files_are_counted_when_they_are_done() -> None:
    part = Part("reading", "reading c.jsonl", passes={"reading a.jsonl": 1, "reading b.jsonl": 1})
    assert named(part) == "reading c.jsonl"
    part.ended = True
    assert named(part) == "reading 3 files"
    assert named(Part("reading", "reading a.jsonl", ended=True)) == "reading a.jsonl"
    step = Part(
        "step 3, keep-one", "step 3, keep-one: keeping", passes={"step 3, keep-one: comparing": 9}, ended=True
    )
    assert named(step) == "step 3, keep-one"
