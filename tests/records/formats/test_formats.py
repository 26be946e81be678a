"""The list of formats."""

from collections.abc import Callable
from typing import Any

import pytest

import curate
from curate.errors import UnknownName
from curate.records.formats import FORMATS, format_called

Row = dict[str, Any]
SAME: dict[str, Row] = {
    "messages": {"messages": [{"role": "user", "content": "When?"}, {"role": "assistant", "content": "At nine."}]},
    "prompt-completion": {"prompt": "When?", "completion": "At nine."},
    "alpaca": {"instruction": "When?", "input": "", "output": "At nine."},
    "sharegpt": {"conversations": [{"from": "human", "value": "When?"}, {"from": "gpt", "value": "At nine."}]},
    "dolly": {"instruction": "When?", "context": "", "response": "At nine."},
}


def test_the_same_content_has_the_same_key_in_every_format(write_lines: Callable[..., Any]) -> None:
    assert set(SAME) == {known.name for known in FORMATS}
    read = [curate.read(write_lines([row], f"{name}.jsonl")) for name, row in SAME.items()]
    assert [records.inputs[0].format for records in read] == list(SAME)
    assert len({records.frame["key"].item() for records in read}) == 1


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'alpaca'"):
        format_called("alpacca")
