"""The story of one record as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import curate
from curate.report.contracts import json_schema
from curate.report.story import Telling
from curate.report.story_json import story_report
from tests.report.runs import Run


@pytest.mark.parametrize("fate", ["dropped", "kept", "rejected"])
def test_every_story_of_the_sample_keeps_to_the_contract(
    sample_run: tuple[curate.Result, Path], fate: str
) -> None:
    telling = Telling(sample_run[1])
    schema = Draft202012Validator(json_schema("story"))
    told = 0
    for code in ("LEN001", "DUP002", "DUP001", "TXT001", "PII001", "FMT"):
        stories, _ = telling.stories(code, 4, fate=fate)
        for story in stories:
            schema.validate(json.loads(json.dumps(story_report(story))))
            schema.validate(json.loads(json.dumps(story_report(story, text=False))))
            told += 1
    assert told


def test_marks_count_in_the_text_that_is_told(tmp_path: Path) -> None:
    said = "Dr Oyelaran reads mail at t.oyelaran@lakeside-clinic.co.uk on weekdays."
    rows = [{"id": "mail", "prompt": "When is mail read?", "completion": said}]
    story = Run(tmp_path, rows, "[[steps]]\nuse = 'drop'\non = ['PII001']\n").story("mail")
    told: dict[str, Any] = story_report(story)
    message = told["messages"][1]
    assert message["content"] == "Dr Oyelaran reads mail at [EMAIL] on weekdays."
    assert [(message["content"][mark["start"] : mark["end"]], mark["codes"]) for mark in message["marks"]] == [
        ("[EMAIL]", ["PII001"])
    ]
    assert told["findings"][0]["places"] == [{"path": "completion", "start": 26, "end": 58}]
    assert told["would_keep"][-1]["setting"].endswith(",PII001,keep,NAME,REASON")
    assert "lakeside" not in json.dumps(told)


def test_without_text_no_word_of_a_record_is_told(sample_run: tuple[curate.Result, Path]) -> None:
    telling = Telling(sample_run[1])
    for code in ("DUP002", "TXT001", "FMT"):
        for story in telling.stories(code, 3)[0]:
            told = story_report(story, text=False)
            assert told["messages"] == told["compared"] == told["edits"] == []
            assert told["twin"] is None or told["twin"]["messages"] == []
            assert told["rejected"] is None or told["rejected"]["raw"] == ""
