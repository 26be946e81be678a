"""Patterns in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.checks.encoding import EncodingDamage
from curate.checks.refusal import SpeaksAsAnAi
from curate.checks.template import TemplateLeftover
from curate.checks.wording import PatternCheck

CHECKS = (EncodingDamage(), SpeaksAsAnAi(), TemplateLeftover())
PIECES = (
    "<|im_end|>",
    "cafÃ©",
    "&amp;",
    "`</s>`",
    "```\n[INST]\n```",
    "I am an AI model.",
    " the quay ",
    "\n",
    "日本",
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_places_lie_inside_the_text_and_outside_of_code(check: PatternCheck, pieces: list[str]) -> None:
    text = "".join(pieces)
    for start, end in check.spans(text):
        assert 0 <= start < end <= len(text)
        assert "INST" not in text[start:end]
