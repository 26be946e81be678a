"""The story of one record as a person reads it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.report.story import Telling
from curate.report.story_text import print_story
from curate.report.terminal import captured

Row = dict[str, Any]
LOCK = (
    "Close the lower gates, open the upper paddles, wait until the water is level, and only then open the others."
)


@pytest.fixture
def told(tmp_path: Path, write_lines: Callable[..., Path], chat: Callable[..., Row]) -> Callable[[str], str]:
    rows = [
        chat("How do I take my narrowboat up through a lock on my own?", LOCK, id="gates"),
        chat(
            "How do I take my narrowboat up through a lock on my own?", LOCK.replace("level", "still"), id="still"
        ),
        chat("Describe the towpath.", "ok.", id="short"),
    ]
    curate.run("sft-default", write_lines(rows), out=tmp_path / "out")
    return lambda name: captured(lambda out: print_story(out, Telling(tmp_path / "out").story(name)))


def test_the_words_that_differ_are_marked_on_both_sides(told: Callable[[str], str]) -> None:
    stories = told("gates") + told("still")
    assert {"+level,+", "-still,-"} <= set(stories.split()) or {"+still,+", "-level,-"} <= set(stories.split())
    assert "It would have been kept with a similarity above" in stories


def test_a_record_without_a_twin_shows_its_own_words(told: Callable[[str], str]) -> None:
    assert "because of LEN001" in told("short")
    assert "assistant ok." in told("short")
