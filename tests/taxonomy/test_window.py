"""What is read of a prompt."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.taxonomy.read import taxonomy
from curate.taxonomy.window import HEAD, TAIL, window


def read(text: str | None) -> dict[str, str | int]:
    row: dict[str, str | int] = window(pl.Series([text], dtype=pl.String), taxonomy()).row(0, named=True)
    return row


def test_of_a_long_prompt_its_head_and_its_tail_are_read() -> None:
    text = "a" * HEAD + "b" * 1000 + "c" * TAIL
    told = read(text)
    assert told["head"] == "a" * HEAD
    assert told["tail"] == "c" * TAIL
    assert told["any"] == "a" * HEAD + "\n" + "c" * TAIL
    assert (told["bytes"], told["first_line"]) == (len(text), len(text))


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Please summarize this.", "summarize this."),
        ("Hi, could you please tell me a joke?", "tell me a joke?"),
        ("请帮我翻译一下", "翻译一下"),
        ("Kannst du mir bitte helfen?", "helfen?"),
        ("Could be. Please wait.", "could be. please wait."),
    ],
)
def test_courtesies_are_no_part_of_an_opening(text: str, opening: str) -> None:
    assert read(text)["head"] == opening
    assert text.lower().endswith(str(read(text)["tail"])[-4:])


def test_letters_are_small_and_in_their_usual_form() -> None:
    assert read("ＷＨＹ’s it？")["any"] == "why's it?"


def test_the_first_line_is_measured_in_bytes() -> None:
    assert read("  你好\nworld")["first_line"] == 6
    assert read(None)["bytes"] == 0


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    told = read(text)
    assert len(str(told["any"])) <= 20 * (HEAD + TAIL)  # a character may stand for many: U+FDFA for 18
