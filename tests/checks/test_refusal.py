"""Where the pattern stands."""

from curate.checks.refusal import SpeaksAsAnAi

TEXT = "Well. I am an AI model, you know."


def test_each_place_is_pointed_at_but_none_in_code() -> None:
    assert [TEXT[start:end] for start, end in SpeaksAsAnAi().spans(TEXT)] == ["I am an AI model"]
