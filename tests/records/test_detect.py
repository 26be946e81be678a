from typing import Any

import pytest

from curate.errors import InputError, NoFormatFits
from curate.records.detect import detect
from curate.records.strict_json import parsed_or_why

CHAT = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}
PAIR = {"prompt": "Hi", "completion": "Hello"}
INSTRUCTION = {"instruction": "Greet the guest.", "input": "", "output": "Welcome!"}
SHARED = {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]}
DOLLY = {"instruction": "Greet the guest.", "context": "", "response": "Welcome!", "category": "open_qa"}


PREFERENCE = {"prompt": "Hi", "chosen": "Hello", "rejected": "Go away"}
TURNS = [{"from": "human", "value": "Hi"}]


def told(*rows: object, cells: bool = False) -> str:
    return detect("april.jsonl", rows, cells=cells).format.name


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
        (PREFERENCE, "preference"),
        ({"chosen": CHAT["messages"], "rejected": CHAT["messages"]}, "preference"),
        ({"conversations": TURNS, "chosen": TURNS[0], "rejected": TURNS[0]}, "preference"),
        ({"instruction": "Hi", "input": "", "chosen": "Hello", "rejected": "Go away"}, "preference"),
        ({**CHAT, "chosen": CHAT["messages"], "rejected": CHAT["messages"]}, "messages"),
        ({**PAIR, "label": True}, "kto"),
        ({**CHAT, "label": False}, "messages"),
        ({**INSTRUCTION, "system": "Be kind.", "history": [["Hi", "Hello"]]}, "alpaca"),
        ({**SHARED, "system": "Be kind."}, "sharegpt"),
    ],
)
def test_the_format_is_told_by_the_fields(row: dict[str, Any], name: str) -> None:
    assert told(row) == name


def test_the_format_that_explains_more_fields_wins() -> None:
    assert told({**CHAT, "tools": [], "prompt": "Hi", "completion": "Hello"}, CHAT, CHAT) == "messages"
    assert told({"instruction": "Add.", "input": "2 and 2", "output": "4", "response": "4"}) == "alpaca"


def test_the_format_of_most_records_wins() -> None:
    assert told(PAIR, CHAT, PAIR) == "prompt-completion"


def test_the_reason_names_the_fields_that_decided() -> None:
    detected = detect("april.jsonl", [{**DOLLY, "id": 1}])

    assert detected.reason == "has context, instruction, response"


def test_unreadable_records_do_not_count_against_any_format() -> None:
    unreadable = [parsed_or_why(raw) for raw in (b"\xff", b"{", b"null", b"[1]", b"")]

    assert told(*unreadable, PAIR) == "prompt-completion"


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

    assert refused.value.hint.splitlines() == [
        "If it is prompts and responses:  curate check april.jsonl --map prompt=question --map response=answer",
        "Known: messages (messages), prompt-completion (completion, prompt), alpaca (instruction, output), "
        "sharegpt (conversations), dolly (instruction, response), preference (chosen, rejected), "
        "kto (completion, label, prompt).",
    ]


@pytest.mark.parametrize(
    ("row", "call"),
    [
        ({"Question": "Hi?", "Answer": "Hello"}, "--map prompt=Question --map response=Answer"),
        ({"prompts": "Hi?", "responses": "Hello"}, "--map prompt=prompts --map response=responses"),
        ({"text": "Hi?", "n": 1}, "--map prompt=text --map response=FIELD"),
        ({"q1": "Hi?", "a1": "Hello"}, "--map prompt=FIELD --map response=FIELD"),
        ({"question_id": 1, "turns": ["Hi?"]}, "--map prompt=FIELD --map response=FIELD"),
        ({"question_id": 1, "turns": ["Hi?"]}, "curate coverage april.jsonl --map prompt=turns[0]"),
        ({"text": "Hi?", "n": 1}, "curate coverage april.jsonl --map prompt=text"),
    ],
)
def test_the_call_that_may_read_the_fields_is_told(row: dict[str, object], call: str) -> None:
    with pytest.raises(InputError) as refused:
        told(row)
    assert call in refused.value.hint


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ({"id": 1, "turns": ["Hi?"]}, "turns[0]"),
        ({"text": "Hi?", "n": 1}, "text"),
        ({"q1": "Hi?", "a1": "So"}, ""),
    ],
)
def test_whoever_asks_for_prompts_alone_is_told_where_they_may_stand(row: dict[str, object], where: str) -> None:
    with pytest.raises(NoFormatFits) as refused:
        told(row)
    assert (refused.value.name, refused.value.prompts, refused.value.rows) == ("april.jsonl", where, [row])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["Hi"], "its first record is not a JSON object."),
        ([[CHAT], [CHAT]], "none of its first 2 records is a JSON object."),
        ([None, 5], "none of its first 2 records is a JSON object."),
        ([parsed_or_why(b"buy milk")], "The first: column 1: expected a value"),
        ([parsed_or_why(b"{'a': 1}"), None], "The first: column 2: texts and keys stand in double quotes"),
    ],
)
def test_records_that_are_no_objects_are_no_demonstrations(rows: list[object], message: str) -> None:
    with pytest.raises(InputError) as refused:
        told(*rows)
    assert message in str(refused.value)


def test_a_file_in_another_encoding_is_answered_with_the_command_that_converts_it() -> None:
    with pytest.raises(InputError, match="none of its first 2 records is UTF-8") as refused:
        told(*[parsed_or_why('{"prompt": "你好"}'.encode("gb18030"))] * 2)

    assert refused.value.hint == "If you know its encoding: iconv -f GB18030 -t UTF-8 april.jsonl"


def test_a_file_that_holds_no_record_is_refused() -> None:
    with pytest.raises(InputError, match="holds no records"):
        told()


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"prompt": "Hi", "completion": "Hello", "label": "TRUE"}, "kto"),
        ({"prompt": "Hi", "completion": "Hello", "label": "good"}, "prompt-completion"),
        ({"messages": '[{"role": "user", "content": "Hi"}]'}, "messages"),
        ({"instruction": "Greet.", "input": "", "output": "Hi"}, "alpaca"),
    ],
)
def test_cells_of_text_are_taken_for_what_they_hold(row: dict[str, str], name: str) -> None:
    assert told(row, cells=True) == name


def test_a_label_on_some_records_only_is_a_field_like_any_other() -> None:
    assert told({**PAIR, "label": True}, PAIR) == "prompt-completion"


def test_a_field_name_that_is_half_a_character_can_be_told_to_the_user() -> None:
    with pytest.raises(InputError, match="none of the known formats") as refused:
        told({"\ud83d": 1})

    assert str(refused.value).encode()
