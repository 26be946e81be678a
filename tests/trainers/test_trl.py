"""The columns are those that the trainers of TRL expect, by TRL's own functions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from tests.trainers.examples import RECORDS, TEXTS, said

pytestmark = [pytest.mark.torch, pytest.mark.slow]

Row = dict[str, Any]
ENDINGS = pytest.mark.parametrize("ending", ["jsonl", "parquet", ""], ids=["jsonl", "parquet", "folder"])

CHATS = [
    ("chats", "messages"),
    ("chats", "prompt-completion"),
    ("texts", "messages"),
    ("preferred chats", "preference"),
    ("judged chats", "kto"),
]
PLAIN = [("texts", "prompt-completion"), ("preferences", "preference"), ("judged", "kto")]


@ENDINGS
@pytest.mark.parametrize(
    ("case", "chat"),
    [*((case, True) for case in CHATS), *((case, False) for case in PLAIN)],
    ids=lambda case: " as ".join(case).replace(" ", "-") if isinstance(case, tuple) else "",
)
def test_trl_tells_conversations_from_plain_text(
    loaded: Callable[..., Any], case: tuple[str, str], ending: str, *, chat: bool
) -> None:
    from trl.data_utils import is_conversational

    assert {is_conversational(row) for row in loaded(*case, ending)} == {chat}


@ENDINGS
@pytest.mark.parametrize(
    ("case", "columns"),
    [
        (("chats", "messages"), {"text"}),
        (("chats", "prompt-completion"), {"prompt", "completion"}),
        (("preferred chats", "preference"), {"prompt", "chosen", "rejected"}),
        (("judged chats", "kto"), {"prompt", "completion", "label"}),
    ],
    ids=["sft-messages", "sft-prompt-completion", "dpo", "kto"],
)
def test_trl_applies_a_chat_template_to_every_kind_of_conversation(
    convert: Callable[..., str],
    trl_texts: Callable[[str], list[Row]],
    case: tuple[str, str],
    columns: set[str],
    ending: str,
) -> None:
    spoken = trl_texts(convert(*case, ending))

    assert all(set(row) == columns for row in spoken)
    for row in spoken:
        texts = {name: text for name, text in row.items() if name != "label"}
        assert all(text.endswith("<|im_end|>\n") for name, text in texts.items() if name != "prompt")
        assert texts.get("prompt", "<|im_start|>assistant\n").endswith("<|im_start|>assistant\n")


@pytest.fixture
def trl_texts(load: Callable[[str], Any], tokenizer: Any) -> Callable[[str], list[Row]]:
    """What TRL makes of the rows of a file before it tokenises them."""
    from trl.data_utils import maybe_apply_chat_template

    return lambda name: [maybe_apply_chat_template(row, tokenizer) for row in load(name)]


@ENDINGS
def test_trl_splits_prompt_and_response_where_the_response_begins(
    convert: Callable[..., str], trl_texts: Callable[[str], list[Row]], ending: str
) -> None:
    row = trl_texts(convert("chats", "prompt-completion", ending))[1]

    assert row["prompt"].endswith("<|im_start|>user\nWhat is the tallest tree?<|im_end|>\n<|im_start|>assistant\n")
    assert row["completion"] == "The coast redwood.<|im_end|>\n"


def test_the_shared_beginning_of_two_responses_is_the_prompt_that_trl_extracts(
    convert: Callable[..., str], load: Callable[[str], Any]
) -> None:
    from trl.data_utils import extract_prompt

    implicit = [
        {"chosen": row["prompt"] + row["chosen"], "rejected": row["prompt"] + row["rejected"]}
        for row in RECORDS["preferred chats"]
    ]
    ours = load(convert("", "messages", "jsonl", rows=implicit))
    theirs = [extract_prompt(row) for row in implicit]

    assert list(ours) == [
        {"messages": row["prompt"], "chosen": row["chosen"], "rejected": row["rejected"]} for row in theirs
    ]


@ENDINGS
def test_preferences_that_trl_unpairs_are_judged_responses(
    loaded: Callable[..., Any],
    tmp_path: Path,
    load: Callable[[str], Any],
    ending: str,
) -> None:
    from trl.data_utils import unpair_preference_dataset

    unpaired = unpair_preference_dataset(loaded("preferences", "preference", ending))
    curate.convert(curate.read(unpaired), "kto", tmp_path / "judged.jsonl")

    assert list(load(str(tmp_path / "judged.jsonl"))) == [
        *({"prompt": prompt, "completion": response, "label": True} for prompt, response in TEXTS),
        *(
            {"prompt": prompt, "completion": f"I do not know. ({n})", "label": False}
            for n, (prompt, _) in enumerate(TEXTS)
        ),
    ]


def test_trl_makes_the_same_messages_of_sharegpt(loaded: Callable[..., Any]) -> None:
    from trl.data_utils import maybe_convert_to_chatml

    roles = {"human": "user", "gpt": "assistant"}
    theirs = [maybe_convert_to_chatml(row) for row in loaded("texts", "sharegpt", "jsonl")]

    assert [said(*((roles[each["role"]], each["content"]) for each in row["messages"])) for row in theirs] == [
        said(("user", prompt), ("assistant", response)) for prompt, response in TEXTS
    ]


@ENDINGS
def test_the_label_is_a_truth_value(loaded: Callable[..., Any], ending: str) -> None:
    assert loaded("judged", "kto", ending)["label"][:] == [True, False, True, False]
