"""Why a record could not be read, in the user's own words and places."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        (
            {"conversations": [{"from": "human", "value": 5}, {"from": "robot", "value": "Hi"}, {"from": "gpt"}]},
            ["conversations[0].value", "conversations[1].from", "conversations[2].value"],
        ),
        ({"conversations": "none"}, ["conversations"]),
        ({"conversations": []}, ["conversations"]),
    ],
)
def test_every_problem_is_named_with_its_path(
    write_lines: Callable[..., Any], row: dict[str, Any], problems: list[str]
) -> None:
    (reject,) = curate.read(write_lines([row]), format="sharegpt").rejects
    assert [problem.path for problem in reject.problems] == problems
    assert all(path in reject.message for path in problems)


def test_a_message_says_what_was_expected_and_what_is_there(write_lines: Callable[..., Any]) -> None:
    (reject,) = curate.read(write_lines([{"prompt": None, "completion": 3.5}]), format="prompt-completion").rejects
    assert "prompt: expected text, found null" in reject.message
    assert "completion: expected text, found the number 3.5" in reject.message


def test_the_column_of_broken_json_is_told(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"prompt": "Hi" "completion": "Hello"}\n')
    (reject,) = curate.read(path, format="prompt-completion").rejects
    assert reject.column == 17
    assert "column 17" in reject.message
