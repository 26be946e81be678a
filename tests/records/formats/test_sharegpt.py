"""The format Sharegpt."""

import json

from curate.records.formats.sharegpt import Sharegpt

KNOWN = Sharegpt()


def test_a_row_becomes_turns_that_know_their_place() -> None:
    turns = KNOWN.conversation(
        KNOWN.row.model_validate(
            {"conversations": [{"from": "human", "value": "When?"}, {"from": "gpt", "value": "At nine."}]}
        )
    ).turns
    assert [(turn.role, turn.content) for turn in turns] == [("user", "When?"), ("assistant", "At nine.")]
    assert [turn.path for turn in turns] == ["conversations[0].value", "conversations[1].value"]


def test_a_function_call_becomes_a_call_of_a_tool() -> None:
    said = [
        {"from": "human", "value": "When does it leave?"},
        {"from": "function_call", "value": '{"name": "ferry", "arguments": {"pier": "north"}}'},
        {"from": "observation", "value": "09:00"},
        {"from": "gpt", "value": "At nine."},
    ]
    turns = KNOWN.conversation(KNOWN.row.model_validate({"conversations": said, "system": "Be brief."})).turns
    assert [turn.role for turn in turns] == ["system", "user", "assistant", "tool", "assistant"]
    assert turns[2].content is None
    assert json.loads(turns[2].tool_calls or "")[0]["function"]["name"] == "ferry"
