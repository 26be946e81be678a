import json
from typing import Any

import pytest

from curate.errors import InputError
from curate.records.detect import SAMPLED, detect

CHAT = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}
PAIR = {"prompt": "Hi", "completion": "Hello"}
INSTRUCTION = {"instruction": "Greet the guest.", "input": "", "output": "Welcome!"}
SHARED = {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]}
DOLLY = {"instruction": "Greet the guest.", "context": "", "response": "Welcome!", "category": "open_qa"}


def told(*rows: object) -> str:
    return detect("april.jsonl", [json.dumps(row).encode() for row in rows]).format.name


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (CHAT, "messages"),
        (PAIR, "prompt-completion"),
        (INSTRUCTION, "alpaca"),
        (SHARED, "sharegpt"),
        (DOLLY, "dolly"),
        ({"instruction": "Name a sea.", "output": "The Baltic."}, "alpaca"),
        ({"instruction": "Name a sea.", "response": "The Baltic."}, "dolly"),
        ({**PAIR, "instruction": "unused", "id": 5}, "prompt-completion"),
    ],
)
def test_the_format_is_told_by_the_fields(row: dict[str, Any], name: str) -> None:
    assert told(row) == name


def test_the_format_that_explains_more_fields_wins() -> None:
    assert told({**CHAT, "tools": [], "prompt": "Hi", "completion": "Hello"}, CHAT) == "messages"
    assert told({"instruction": "Add.", "input": "2 and 2", "output": "4", "response": "4"}) == "alpaca"


def test_the_format_of_most_records_wins() -> None:
    assert told(PAIR, CHAT, PAIR) == "prompt-completion"


def test_the_reason_names_the_fields_that_decided() -> None:
    raws = [json.dumps({**DOLLY, "id": 1}).encode()]

    assert detect("april.jsonl", raws).reason == "it has context, instruction, response"


def test_unreadable_records_do_not_count_against_any_format() -> None:
    raws = [b"\xff", b"{", b"null", b"[1]", b"", json.dumps(PAIR).encode()]

    assert detect("april.jsonl", raws).format.name == "prompt-completion"


def test_a_file_in_which_every_record_has_something_wrong_goes_by_its_names() -> None:
    assert told({"messages": [{"role": "bot", "content": 5}]}, {"messages": []}) == "messages"
    assert told({"conversations": [{"who": "me"}]}) == "sharegpt"


def test_two_formats_that_fit_alike_are_both_named_with_the_flag_that_decides() -> None:
    with pytest.raises(InputError, match=r"april\.jsonl: alpaca and dolly fit") as refused:
        told({"instruction": "Add 2 and 2.", "output": "4", "response": "four"})

    assert refused.value.hint == "Say which: --from alpaca"


def test_records_of_no_known_format_are_answered_with_their_fields_and_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"\(fields: question, answer\)") as refused:
        told({"question": "Hi?", "answer": "Hello"}, {"question": "Bye?"})

    assert "alpaca (instruction, output)" in refused.value.hint


@pytest.mark.parametrize("rows", [["Hi"], [[CHAT]], [None, 5]])
def test_records_that_are_no_objects_are_no_demonstrations(rows: list[object]) -> None:
    with pytest.raises(InputError, match=f"none of its first {SAMPLED} records is a JSON object"):
        told(*rows)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"prompt": "Hi", "chosen": "Hello", "rejected": "Go away"}, "a chosen and a rejected response"),
        ({**CHAT, "chosen": [], "rejected": []}, "a chosen and a rejected response"),
        ({**PAIR, "label": True}, "a label for good or bad"),
        ({**CHAT, "label": False}, "a label for good or bad"),
    ],
)
def test_preferences_are_not_mistaken_for_demonstrations(row: dict[str, Any], what: str) -> None:
    with pytest.raises(InputError, match=what) as refused:
        told(row, row)

    assert "--from" in refused.value.hint


def test_a_label_on_some_records_only_is_a_field_like_any_other() -> None:
    assert told({**PAIR, "label": True}, PAIR) == "prompt-completion"


def test_a_field_name_that_is_half_a_character_can_be_told_to_the_user() -> None:
    with pytest.raises(InputError, match="none of the known formats") as refused:
        detect("april.jsonl", [b'{"\\ud83d": 1}'])

    assert str(refused.value).encode()
