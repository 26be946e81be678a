"""A record becomes the tokens that its model's template makes of it: what is given, and what is to be said."""

from pathlib import Path
from typing import Any

import pytest

from curate.errors import UsageError
from curate.pretrained.conversation import Conversations, Refusal, Turns
from tests.tiny_models import CHATML, RECORDS, tokenizer_in

pytestmark = pytest.mark.torch

ASKED, SAID = (message["content"] for message in RECORDS[0])


def told(folder: Path, template: str, *, record: list[dict[str, Any]] = RECORDS[0]) -> tuple[str, str] | str:
    """What a template gives and wants said, as text; or why it refuses."""
    tokenizer_in(folder, template)
    conversations = Conversations("tiny", folder)
    (turns,) = conversations.turns([record])
    if isinstance(turns, Refusal):
        return turns.reason
    return conversations.tokenizer.decode(turns.prompt), conversations.tokenizer.decode(turns.response)


def test_the_response_ends_with_the_end_of_its_turn(tmp_path: Path) -> None:
    assert told(tmp_path, CHATML) == (
        f"<|im_start|>user\n{ASKED}<|im_end|>\n<|im_start|>assistant\n",
        f"{SAID}<|im_end|>",
    )


def test_a_template_may_add_a_system_turn(tmp_path: Path) -> None:
    template = "<|im_start|>system\nBe brief.<|im_end|>\n" + CHATML
    found = told(tmp_path, template)

    assert found[0].startswith("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user")
    assert found[1] == f"{SAID}<|im_end|>"


def test_a_template_without_an_end_of_turn_is_taken_as_it_is(tmp_path: Path) -> None:
    template = (
        "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
        "{% if add_generation_prompt %}assistant: {% endif %}"
    )

    assert told(tmp_path, template) == (f"user: {ASKED}\nassistant: ", f"{SAID}\n")


def test_a_special_token_in_the_text_does_not_end_the_response(tmp_path: Path) -> None:
    record = [RECORDS[0][0], {"role": "assistant", "content": "In ChatML <|im_end|> closes a turn."}]

    assert told(tmp_path, CHATML, record=record)[1] == "In ChatML <|im_end|> closes a turn.<|im_end|>"


def test_what_stands_behind_the_end_of_turn_and_is_no_blank_stays(tmp_path: Path) -> None:
    template = CHATML.replace("<|im_end|>", "<|im_end|>|")

    assert told(tmp_path, template)[1] == f"{SAID}<|im_end|>|\n"


def test_earlier_turns_are_given(tmp_path: Path) -> None:
    found = told(tmp_path, CHATML, record=[*RECORDS[0], *RECORDS[1]])

    assert f"assistant\n{SAID}<|im_end|>" in found[0]
    assert found[1] == f"{RECORDS[1][1]['content']}<|im_end|>"


def test_a_template_that_says_the_prompt_otherwise_once_it_is_answered_is_refused(tmp_path: Path) -> None:
    template = CHATML.replace("<|im_start|>assistant\n{% endif %}", "<|im_start|>assistant\n<think>{% endif %}")

    assert told(tmp_path, template) == "the chat template of tiny says the prompt otherwise once it is answered"


@pytest.mark.parametrize(
    "fault",
    ["{{ raise_exception('roles must alternate') }}", "{{ messages[7]['content'] + '' }}", "{{ 1 // 0 }}"],
)
def test_a_template_that_fails_refuses_the_record_and_no_other(tmp_path: Path, fault: str) -> None:
    tokenizer_in(tmp_path, "{% if messages|length > 2 %}" + fault + "{% endif %}" + CHATML)
    long = [*RECORDS[0], *RECORDS[1]]
    first, second, third = Conversations("tiny", tmp_path).turns([RECORDS[0], long, RECORDS[2]])

    assert isinstance(first, Turns)
    assert isinstance(second, Refusal)
    assert second.reason.startswith("the chat template of tiny refuses it: ")
    assert isinstance(third, Turns)


def test_where_a_token_would_reach_over_the_border_each_part_is_made_tokens_by_itself(tmp_path: Path) -> None:
    """The template ends the prompt in a blank, and words bring their own."""
    template = "{% for m in messages %}{{ m['content'] }} {% endfor %}"
    tokenizer = tokenizer_in(tmp_path, template, texts=["the tide, the tide and the tide"] * 9)
    record = [{"role": "user", "content": "Low or high"}, {"role": "assistant", "content": "the tide"}]
    (turns,) = Conversations("tiny", tmp_path).turns([record])

    assert isinstance(turns, Turns)
    assert tokenizer("Low or high the tide ")["input_ids"] != turns.prompt + turns.response
    assert tokenizer.decode(turns.prompt) == "Low or high "
    assert tokenizer.decode(turns.response) == "the tide "


def test_many_records_are_as_each_by_itself(tmp_path: Path) -> None:
    tokenizer_in(tmp_path)
    conversations = Conversations("tiny", tmp_path)
    many = RECORDS * 201

    assert conversations.turns(many) == conversations.turns(RECORDS) * 201
    assert conversations.turns([]) == []


def test_a_tokenizer_without_a_template_is_refused(tmp_path: Path) -> None:
    tokenizer_in(tmp_path, None)

    with pytest.raises(UsageError, match="the tokenizer of tiny has no chat template"):
        Conversations("tiny", tmp_path).turns(RECORDS)


def test_a_folder_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the tokenizer of tiny can not be read"):
        Conversations("tiny", tmp_path).turns(RECORDS)
