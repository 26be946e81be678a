"""Where the pattern stands."""

import pytest

from curate.checks.template import TemplateLeftover

TEXT = "Boil it.<|im_end|> Then `</s>` and </s>"


def test_each_place_is_pointed_at_but_none_in_code() -> None:
    assert [TEXT[start:end] for start, end in TemplateLeftover().spans(TEXT)] == ["<|im_end|>", "</s>"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Boil it.<|im_end|>\n", "Boil it."),
        ("Boil it.<|im_end|>\n<|im_start|>user\n", "Boil it."),
        ("<|im_start|>assistant\nBoil it.</s>", "Boil it."),
        ("[INST] Suggest a stew. [/INST]", "Suggest a stew."),
        ("Write a haiku about frost.\n<noinput>", "Write a haiku about frost."),
        ("Write a haiku.\nnoinput", "Write a haiku."),
    ],
)
def test_tokens_at_the_ends_are_taken_away(text: str, mended: str) -> None:
    assert TemplateLeftover().mended(text) == mended


@pytest.mark.parametrize(
    "text",
    [
        "Boil it.<|im_end|>\n<|im_start|>user\nHow long?<|im_end|>",
        "Dear {{ name }},</s>",
        "### Response:\nDill.</s>",
        "<noinput>",
        "Ends with ```\n</s>",
    ],
)
def test_what_may_hold_another_turn_or_a_slot_stays(text: str) -> None:
    assert TemplateLeftover().mended(text) == text
