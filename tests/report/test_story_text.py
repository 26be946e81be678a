"""The story of one record as a person reads it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.report.story import Telling
from curate.report.story_text import print_stories, print_story
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
    assert "similarity 0." in stories
    assert "near-duplicate = { similarity = 0." in stories


def test_a_record_without_a_twin_shows_its_own_words(told: Callable[[str], str]) -> None:
    assert "because of LEN001" in told("short")
    assert "assistant  «LEN001: ok.»" in told("short")
    assert "step 2, drop STR PII002 TXT001 TPL001 REF001 LNG001 LEN001, because of LEN001" in told("short")


def test_what_would_have_kept_it_can_be_pasted(told: Callable[[str], str]) -> None:
    lines = told("short").splitlines()
    assert "    [checks] of the pipeline  short-response = { min_words = 1 }" in lines
    assert any(line.endswith(",LEN001,keep,NAME,REASON") for line in lines)


def test_text_of_strangers_can_not_steer_a_terminal(
    tmp_path: Path, write_lines: Callable[..., Path], chat: Callable[..., Row]
) -> None:
    evil = "\x1b[2J\u202e\u2066"
    rows = [
        chat(f"Describe {evil} the towpath.", "ok.", id=f"short{evil}"),
        chat(f"How do I take a boat up?{evil}", LOCK + evil, id="a"),
        chat(f"How do I take a boat up?{evil}", f"{LOCK}{evil} Then go.", id="b"),
        {"messages": [{"role": f"{evil}", "content": evil}], "id": f"{evil}"},
    ]
    curate.run("sft-default", write_lines(rows), out=tmp_path / "out")
    telling = Telling(tmp_path / "out")
    for code in ("LEN001", "DUP002", "TXT001", "FMT004"):
        for fate in ("dropped", "kept", "rejected"):
            stories, _ = telling.stories(code, 5, fate=fate)
            text = captured(lambda out, stories=stories: print_stories(out, stories))  # type: ignore[misc]
            assert not set(text) & set("\x1b\u202e\u2066"), text


def test_an_unreadable_record_is_shown_with_the_place_where_it_breaks(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    good = '{"prompt": "Name a tree.", "completion": "The rowan, which birds plant on roofs."}'
    path.write_text(f'{good}\n{{"prompt": "Hi" "completion": "Hello"}}\n', encoding="utf-8")
    curate.run("sft-default", path, out=tmp_path / "out")
    text = captured(lambda out: print_story(out, Telling(tmp_path / "out").story(f"{path}:2")))
    assert '{"prompt": "Hi" «FMT002»"completion": "Hello"}' in text


def test_between_two_stories_stands_a_line(told: Callable[[str], str], tmp_path: Path) -> None:
    told("short")
    stories = [Telling(tmp_path / "out").story(name) for name in ("short", "gates")]
    assert captured(lambda out: print_stories(out, stories)).count("─" * 100) == 1
