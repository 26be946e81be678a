"""Which of several alike records a step prefers, and why."""

from pathlib import Path

import pytest

from tests.report.runs import Run

TIDE = "The tide turns at ten past eight tonight, so the boats that draw most leave the basin an hour before that."
ROWS = [
    {"id": "early", "prompt": "When should we sail?", "completion": TIDE, "on": "2024-01-02", "by": "crowd"},
    {
        "id": "late",
        "prompt": "When should we sail?",
        "completion": f"{TIDE} Wrap up.",
        "on": "2024-03-04",
        "by": "desk",
    },
]


@pytest.mark.parametrize(
    ("settings", "name", "because"),
    [
        ("prefer = 'longest-response'", "early", "its response has 23 words, this one 21"),
        ("prefer = 'first'", "late", "it comes first in the input"),
        ("prefer = 'newest'\nby = 'on'", "early", "its on is 2024-03-04, here it is 2024-01-02"),
        (
            "prefer = 'source-order'\nby = 'by'\nsources = ['desk', 'crowd']",
            "early",
            "its by is desk, here it is crowd",
        ),
    ],
)
def test_a_story_says_why_the_other_one_stays(tmp_path: Path, settings: str, name: str, because: str) -> None:
    story = Run(tmp_path, ROWS, f"[[steps]]\nuse = 'keep-one'\nof = 'DUP002'\n{settings}\n").story(name)
    assert story.fate == "dropped"
    assert story.because == because


def test_between_equals_the_key_decides(tmp_path: Path) -> None:
    rows = [{**ROWS[0], "id": name} for name in ("one", "two")]
    telling = Run(
        tmp_path, rows, "[[steps]]\nuse = 'keep-one'\nof = 'DUP001'\nprefer = 'longest-response'\n"
    ).telling()
    (story,), _ = telling.stories("DUP001", 1)
    assert story.because == "both responses are as long, and its key is the smaller one"


def test_a_preference_that_puts_the_record_first_is_named(tmp_path: Path) -> None:
    pipeline = "[[steps]]\nuse = 'keep-one'\nof = 'DUP002'\nprefer = 'longest-response'\n"
    story = Run(tmp_path, ROWS, pipeline).story("early")
    told = {way.setting: way.note for way in story.ways if way.place == "step"}
    assert told['prefer = "first"'] == "puts it before late, which may then go in its place"
