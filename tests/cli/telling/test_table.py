"""A table that fits any terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from curate.cli.telling.parts import Part
from curate.cli.telling.table import Line, Memory, memory_line, table_of

MEMORY = "512 MB held, 780 MB at most · 12 s"


def parts() -> list[Part]:
    read = Part("reading", "reading data.jsonl", 100_000, spent=2.5, ended=True)
    looked = Part("looking at records", "looking at records", 40_960, 100_000, turned=0.0)
    looked.seen.extend([(0.0, 0), (5.0, 40_960)])
    return [read, looked, Part("step 1, repair", "step 1, repair", 0, 100_000, turned=4.8)]


def drawn(width: int, height: int = 24) -> list[str]:
    return [line.text for line in table_of(parts(), 5.0, MEMORY, (width, height))]


def test_there_is_a_row_for_each_part_and_a_line_of_memory() -> None:
    assert drawn(80) == [
        "reading data.jsonl             100,000   40,000/s      2.5 s",
        "looking at records   40,960 of 100,000    8,192/s   7 s left",
        "step 1, repair            0 of 100,000                 0.2 s",
        MEMORY,
    ]


def test_what_has_ended_is_told_from_what_goes_on() -> None:
    assert [line.ended for line in table_of(parts(), 5.0, MEMORY, (80, 24))] == [True, False, False, True]


def test_a_narrow_terminal_shows_less_of_each_part() -> None:
    assert drawn(50) == [
        "reading data.jsonl             100,000      2.5 s",
        "looking at records   40,960 of 100,000   7 s left",
        "step 1, repair            0 of 100,000      0.2 s",
        MEMORY,
    ]
    assert drawn(40) == [
        "reading data.jsonl   100,000      2.5 s",
        "looking at records    40,960   7 s left",
        "step 1, repair                    0.2 s",
        MEMORY,
    ]
    assert drawn(20) == ["reading data.jsonl", "looking at records", "step 1, repair", "512 MB held, 780 ..."]


def test_of_a_long_path_the_end_is_shown() -> None:
    long = [Part("reading", "reading /data/2026/spring/deliveries/team-7.jsonl", 12_000, turned=0.0)]
    assert [line.text for line in table_of(long, 0.4, MEMORY, (44, 24))] == [
        "reading ...ies/team-7.jsonl   12,000   0.4 s",
        MEMORY,
    ]


def test_a_low_terminal_shows_the_last_parts() -> None:
    assert drawn(80, 4) == ["2 parts before", "step 1, repair   0 of 100,000   0.2 s", MEMORY]
    assert drawn(80, 2) == [MEMORY]


@pytest.mark.parametrize(
    ("memory", "line"),
    [
        (Memory(512 << 20, 780 << 20), "512 MB held, 780 MB at most · 12 s"),
        (Memory(None, 780 << 20), "780 MB at most · 12 s"),
    ],
)
def test_only_memory_that_is_known_is_told(memory: Memory, line: str) -> None:
    assert memory_line(memory, 12.0) == line


NAMES = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["reading 订单记录.jsonl", "e\u0301" * 30]
)
COUNTS = st.integers(0, 10**12)


@st.composite
def any_part(draw: st.DrawFn) -> Part:
    name = draw(NAMES)
    part = Part(
        name, draw(st.just(name) | NAMES), draw(COUNTS), draw(st.none() | COUNTS), ended=draw(st.booleans())
    )
    part.spent, part.turned = draw(st.floats(0, 1e6)), draw(st.none() | st.just(0.0))
    part.seen.extend([(0.0, 0), (draw(st.floats(0.1, 50)), part.done)])
    return part


@given(st.lists(any_part(), max_size=12), st.text(max_size=60), st.tuples(st.integers(1, 200), st.integers(1, 30)))
def test_no_line_is_wider_than_the_terminal_and_no_table_higher(
    shown: list[Part], memory: str, size: tuple[int, int]
) -> None:
    lines: list[Line] = list(table_of(shown, 50.0, memory, size))
    assert all(cell_len(line.text) <= size[0] for line in lines)
    assert len(lines) <= max(1, size[1] - 1)
