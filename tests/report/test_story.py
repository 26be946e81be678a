"""The story of one record, from what a run left."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import InputError, UsageError
from curate.pipeline import default_checks
from curate.report.story import Telling
from curate.report.story_json import story_report
from curate.report.story_text import print_story
from curate.report.terminal import captured
from curate.steps.redact import Redact
from tests.report.runs import Run

Row = dict[str, Any]
TIDE = "The tide turns at ten past eight tonight, so the boats that draw most leave the basin an hour before that."


@pytest.fixture
def telling(tmp_path: Path, write_lines: Callable[..., Path], chat: Callable[..., Row]) -> Telling:
    rows = [
        chat("When should we sail from the inner basin tonight?", TIDE, id="first"),
        chat("When should we sail from the inner basin tonight?", f"{TIDE} Wrap up.", id="longer"),
        chat("Describe the lighthouse.", "ok.", id="short"),
        {"messages": [{"role": "bot"}], "id": "broken"},
    ]
    path = write_lines(rows)
    curate.run(curate.api.load_pipeline("sft-default"), path, out=tmp_path / "out")
    return Telling(tmp_path / "out")


def test_a_dropped_copy_names_its_twin_and_what_became_of_it(telling: Telling) -> None:
    story = telling.story("first")
    assert story.fate == "dropped"
    assert story.dropped is not None
    assert story.twin is not None
    assert (story.dropped["code"], story.twin.name, story.twin.fate) == ("DUP002", "longer", "kept")
    assert story.messages[1].text == TIDE
    assert story.because == "its response has 23 words, this one 21"


def test_a_rejected_record_is_found_by_its_place(telling: Telling) -> None:
    file = telling.story("short").record["file"]
    story = telling.story(f"{file}:4")
    assert story.fate == "rejected"
    assert [finding["code"] for finding in story.findings] == ["FMT004"]


def test_an_unknown_record_and_an_unfinished_run_are_told(telling: Telling, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no record of .* is called nobody"):
        telling.story("nobody")
    with pytest.raises(InputError, match="holds no finished run"):
        Telling(tmp_path)


def test_what_was_changed_of_a_record_is_told_without_what_is_private(
    tmp_path: Path, write_lines: Callable[..., Path], chat: Callable[..., Row]
) -> None:
    rows = [chat("Who reads the harbour's mail?", "Ms Oyelaran does: t.oyelaran@lakeside-clinic.co.uk", id="mail")]
    pipeline = curate.Pipeline(name="private", checks=default_checks(), steps=(Redact(),))
    curate.run(pipeline, write_lines(rows), out=tmp_path / "out")
    story = Telling(tmp_path / "out").story("mail")
    (edit,) = story_report(story)["edits"]
    assert (edit["step"], edit["use"], edit["field"]) == (1, "redact", "messages[1].content")
    assert (edit["before"], edit["after"]) == ("Ms Oyelaran does: [EMAIL]", "Ms Oyelaran does: [EMAIL_1]")
    told = captured(lambda out: print_story(out, story))
    assert "  edited    by step 1, redact PII: messages[1].content" in told
    assert "Ms Oyelaran does: -[EMAIL]- +[EMAIL_1]+" in told
    assert "lakeside" not in told


def test_judgements_the_other_way_round_stand_side_by_side(tmp_path: Path) -> None:
    pair = {"prompt": "Name a bird of prey.", "chosen": "The osprey.", "rejected": "Rice."}
    rows = [{**pair, "id": "one"}, {**pair, "id": "two", "chosen": "Rice.", "rejected": "The osprey."}]
    pipeline = "[[steps]]\nuse = 'drop'\non = ['PRF003']\n"
    (story,), _ = Run(tmp_path, rows, pipeline).telling().stories("PRF003", 1)
    assert story.twin is not None
    assert [(each.part, each.text) for each in story.compared[1:]] == [
        (each.part, other.text)
        for each, other in zip(story.twin.compared[1:], story.twin.compared[:0:-1], strict=True)
    ]


def test_a_judged_response_tells_how(tmp_path: Path) -> None:
    rows = [{"id": "no", "prompt": "Cheer me up.", "completion": "No.", "label": False}]
    assert Run(tmp_path, rows, "[[steps]]\nuse = 'drop'\non = ['STR']\n").story("no").label is False


def test_several_stories_are_those_of_the_records_one_by_one(telling: Telling) -> None:
    stories, drawn = telling.stories("DUP002", 5)
    assert (len(stories), drawn.among, drawn.fate) == (1, 1, "dropped")
    assert stories[0] == telling.story("first")
