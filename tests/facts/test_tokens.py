"""Tokens are counted once a response, by the tokenizer that a name says."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from curate.facts import fact_called
from curate.facts.tokens import conversations_by, fact_by_tokenizer, special_token, tokens
from curate.facts.view import View, facts_in
from curate.records.records import Records
from tests.tiny_models import CHATML, tokenizer_in

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]
BIRD = [{"role": "user", "content": "Name a bird."}, {"role": "assistant", "content": "A heron."}]


def told(records: Records, folder: Path) -> list[Any]:
    view = View.of(records.frame)
    view.need(facts_in([tokens(str(folder))]))
    return view.messages.select(tokens(str(folder))).to_series().to_list()


@pytest.mark.torch
def test_they_are_counted_on_the_response(records_of: Read, tmp_path: Path) -> None:
    tokenizer = tokenizer_in(tmp_path)
    prompt = tokenizer("<|im_start|>user\nName a bird.<|im_end|>\n<|im_start|>assistant\n")["input_ids"]
    counts = {
        "prompt": len(prompt),
        "response": len(tokenizer("A heron.<|im_end|>")["input_ids"]),
        "refused": None,
    }

    assert told(records_of([{"messages": BIRD}]), tmp_path) == [None, counts]


@pytest.mark.torch
def test_a_record_without_a_response_has_none(records_of: Read, tmp_path: Path) -> None:
    tokenizer_in(tmp_path)

    assert told(records_of([{"messages": [*BIRD, BIRD[0]]}]), tmp_path) == [None, None, None]


@pytest.mark.torch
def test_tools_and_calls_go_through_the_template(records_of: Read, tmp_path: Path) -> None:
    template = "{% if tools %}tools: {{ tools[0]['function']['name'] }}\n{% endif %}" + CHATML.replace(
        "{{ message['content'] }}", "{{ message['content'] or message['tool_calls'][0]['id'] }}"
    )
    tokenizer = tokenizer_in(tmp_path, template)
    tool = {"type": "function", "function": {"name": "tides", "parameters": {"type": "object", "properties": {}}}}
    call = {"id": "call-7", "type": "function", "function": {"name": "tides", "arguments": "{}"}}
    turns = [
        {"role": "user", "content": "When is high tide?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "content": "noon", "tool_call_id": "call-7"},
        {"role": "assistant", "content": "At noon."},
    ]
    (*_, counted) = told(records_of([{"messages": turns, "tools": [tool]}]), tmp_path)
    prompt = (
        "tools: tides\n<|im_start|>user\nWhen is high tide?<|im_end|>\n<|im_start|>assistant\ncall-7<|im_end|>\n"
        "<|im_start|>tool\nnoon<|im_end|>\n<|im_start|>assistant\n"
    )

    assert counted["prompt"] == len(tokenizer(prompt)["input_ids"])


@pytest.mark.torch
def test_special_tokens_are_those_that_the_tokenizer_reads_as_such(records_of: Read, tmp_path: Path) -> None:
    tokenizer = tokenizer_in(tmp_path)
    texts = ["A heron.", "A <|im_end|> heron.", "A <|IM_END|> heron.", "<s>", "< |im_start| >", "x<|im_start|>y"]
    view = View.of(records_of([{"prompt": text, "completion": "Yes."} for text in texts]).frame)
    view.need(facts_in([special_token(str(tmp_path))]))
    asked = view.messages.filter(view.messages["role"] == "user")
    own = {tokenizer.bos_token_id, tokenizer.eos_token_id}
    known = [bool(own & {*tokenizer(text)["input_ids"]}) for text in asked["content"]]

    assert sum(known) == 2
    assert asked.select(special_token(str(tmp_path)).is_not_null()).to_series().to_list() == known


def test_a_fact_of_a_tokenizer_goes_by_its_name_and_others_are_none() -> None:
    (name,) = facts_in([tokens("smollm2-135m")])

    assert fact_called(name).name == name
    assert fact_by_tokenizer("words") is None


@pytest.mark.torch
def test_a_tokenizer_is_found_once(tmp_path: Path) -> None:
    tokenizer_in(tmp_path)

    assert conversations_by(str(tmp_path)) is conversations_by(str(tmp_path))
