from typing import Any

import pytest

from curate.records.cells import cells_as_values
from curate.records.formats import format_called
from curate.records.formats.mapped import Mapped

TURNS = '[{"role": "user", "content": "Is it far?"}]'


@pytest.mark.parametrize(
    ("name", "cells", "row"),
    [
        ("alpaca", {"instruction": "12", "input": "", "output": "true"}, {"instruction": "12", "output": "true"}),
        ("alpaca", {"instruction": "", "output": ""}, {"instruction": "", "output": ""}),
        ("alpaca", {"instruction": "[1]", "output": '{"a": 1}'}, {"instruction": "[1]", "output": '{"a": 1}'}),
        (
            "alpaca",
            {"instruction": "Add.", "output": "4", "history": '[["Hi", "Hello"]]'},
            {"instruction": "Add.", "output": "4", "history": [["Hi", "Hello"]]},
        ),
        ("messages", {"messages": TURNS}, {"messages": [{"role": "user", "content": "Is it far?"}]}),
        ("messages", {"messages": "[not JSON", "id": "7"}, {"messages": "[not JSON", "id": "7"}),
        (
            "prompt-completion",
            {"prompt": TURNS, "completion": "[1] says so"},
            {"prompt": [{"role": "user", "content": "Is it far?"}], "completion": "[1] says so"},
        ),
        (
            "kto",
            {"prompt": "Hi", "completion": "Hello", "label": "False"},
            {"prompt": "Hi", "completion": "Hello", "label": False},
        ),
        (
            "kto",
            {"prompt": "Hi", "completion": "", "label": "no"},
            {"prompt": "Hi", "completion": "", "label": "no"},
        ),
        (
            "preference",
            {"prompt": "Hi", "chosen": '{"from": "gpt"}', "rejected": TURNS},
            {
                "prompt": "Hi",
                "chosen": '{"from": "gpt"}',
                "rejected": [{"role": "user", "content": "Is it far?"}],
            },
        ),
    ],
)
def test_a_cell_is_what_its_field_takes(name: str, cells: dict[str, str], row: dict[str, Any]) -> None:
    assert cells_as_values(format_called(name), cells) == row


def test_cells_of_a_mapped_field_are_text_messages_or_a_label() -> None:
    mapped = Mapped({"prompt": "question", "label": "good"})

    assert cells_as_values(mapped, {"question": TURNS, "good": "true", "n": "5"}) == {
        "question": [{"role": "user", "content": "Is it far?"}],
        "good": True,
        "n": "5",
    }
    assert cells_as_values(mapped, {"question": "Is it [far]?", "good": ""}) == {"question": "Is it [far]?"}
