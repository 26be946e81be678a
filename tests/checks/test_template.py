"""Where the pattern stands."""

from curate.checks.template import TemplateLeftover

TEXT = "Boil it.<|im_end|> Then `</s>` and </s>"


def test_each_place_is_pointed_at_but_none_in_code() -> None:
    assert [TEXT[start:end] for start, end in TemplateLeftover().spans(TEXT)] == ["<|im_end|>", "</s>"]
