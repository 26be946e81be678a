"""Messages go through chat templates of transformers as they are, tools and calls included."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.trainers.examples import CALLED, MEANT, RECORDS

pytestmark = [pytest.mark.torch, pytest.mark.slow]

Row = dict[str, Any]
CALL = re.compile(r"<tool_call>\n(.*?)\n</tool_call>", re.DOTALL)
TOOL = re.compile(r"<tools>\n(.*?)\n</tools>", re.DOTALL)
DEFAULT = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"


def chatml(messages: list[Row]) -> str:
    """What the template of SmolLM2 says, by hand."""
    opened = messages if messages[0]["role"] == "system" else [{"role": "system", "content": DEFAULT}, *messages]
    return "".join(f"<|im_start|>{each['role']}\n{each['content']}<|im_end|>\n" for each in opened)


@pytest.mark.parametrize(
    "ending", ["jsonl", "json", "parquet", "arrow", ""], ids=lambda ending: ending or "folder"
)
@pytest.mark.parametrize("kind", ["texts", "chats"])
def test_a_template_says_every_message_in_its_place(
    loaded: Callable[..., Any], tokenizer: Any, kind: str, ending: str
) -> None:
    rows = loaded(kind, "messages", ending)
    spoken = [tokenizer.apply_chat_template(row["messages"], tokenize=False) for row in rows]

    assert spoken == [chatml(row["messages"]) for row in MEANT[kind, "messages"]]


def test_the_tokens_of_a_conversation_say_it_again(loaded: Callable[..., Any], tokenizer: Any) -> None:
    for row in loaded("chats", "messages", "parquet"):
        tokens = tokenizer.apply_chat_template(row["messages"], tokenize=True, return_dict=True)["input_ids"]

        assert tokenizer.decode(tokens) == chatml(row["messages"])


@pytest.mark.parametrize("name", ["qwen3", "qwen3_instruct_2507"])
@pytest.mark.parametrize("ending", ["jsonl", "parquet", "arrows", ""], ids=lambda ending: ending or "folder")
def test_a_template_with_tools_offers_and_calls_them_as_they_were_given(
    loaded: Callable[..., Any], speak: Callable[..., str], name: str, ending: str
) -> None:
    for row, (_, tool, arguments, result, response) in zip(
        loaded("tools", "messages", ending), CALLED, strict=True
    ):
        spoken = speak(name, row)

        assert json.loads(TOOL.findall(spoken)[0]) == tool
        called = {"name": tool["function"]["name"], "arguments": arguments}
        assert [json.loads(call) for call in CALL.findall(spoken.partition("</tools>")[2])[1:]] == [called]
        assert f"<tool_response>\n{result}\n</tool_response>" in spoken
        assert spoken.endswith(f"{response}<|im_end|>\n")


@pytest.mark.parametrize("name", ["qwen2_5", "qwen3_5_nothink", "llama3_1", "glm4moe"])
def test_templates_that_take_only_objects_get_them_in_json_lines_of_records_that_hold_them(
    loaded: Callable[..., Any], speak: Callable[..., str], name: str
) -> None:
    for row, (_, _, arguments, _, _) in zip(loaded("tools", "messages", "jsonl"), CALLED, strict=True):
        spoken = speak(name, row)

        assert all(str(value) in spoken for value in arguments if isinstance(value, str))
        assert '\\"' not in spoken, "arguments quoted once more"


def test_arguments_in_tables_are_text_which_some_templates_take_only_once_it_is_parsed(
    loaded: Callable[..., Any], speak: Callable[..., str]
) -> None:
    row = loaded("tools", "messages", "parquet")[0]

    assert '\\"city\\"' in speak("qwen2_5", row), "a template that quotes text"
    with pytest.raises(TypeError):
        speak("qwen3_5_nothink", row)

    for message in row["messages"]:
        for call in message["tool_calls"] or ():
            call["function"]["arguments"] = json.loads(call["function"]["arguments"])
    assert '"arguments": {"city": "Tromsø", "days": 2}' in speak("qwen2_5", row)
    assert "<parameter=city>\nTromsø\n</parameter>" in speak("qwen3_5_nothink", row)


@pytest.fixture
def speak(tokenizer: Any, template: Callable[[str], str]) -> Callable[..., str]:
    """What a template of TRL makes of a row, with its tools as a list, as TRL gives them."""

    def spoken(name: str, row: Row) -> str:
        tools = row["tools"]
        text: str = tokenizer.apply_chat_template(
            row["messages"],
            tools=json.loads(tools) if isinstance(tools, str) else tools,
            chat_template=template(name),
            tokenize=False,
        )
        return text

    return spoken


def test_the_examples_call_tools_with_arguments_of_unlike_shapes() -> None:
    assert len({frozenset(arguments) for _, _, arguments, _, _ in CALLED}) == len(RECORDS["tools"])
