"""Patterns in texts."""

import re
from pathlib import Path
from typing import ClassVar

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.checks.citation import CitationResidue
from curate.checks.encoding import EncodingDamage
from curate.checks.placeholder import UnfilledPlaceholder
from curate.checks.refusal import SpeaksAsAnAi
from curate.checks.template import TemplateLeftover
from curate.checks.wording import PatternCheck
from curate.testing import cases, texts_in

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


@pytest.mark.parametrize("check", [UnfilledPlaceholder(), CitationResidue()], ids=lambda check: check.code)
def test_signs_and_gate_stand_wherever_the_pattern_does(check: PatternCheck) -> None:
    file = Path(__file__).parent / "cases" / f"{check.code}.jsonl"
    texts = [text for case in cases(file) for record in case.records for text in texts_in(record)]
    matched = [text for text in texts if re.search(check.pattern, text)]
    assert len(matched) > 4
    for text in matched:
        assert any(re.search(sign, text) for sign in check.signs)
        assert re.search(check.gate, text)


class Blank(PatternCheck, code="ACME002"):
    """The text is blank."""

    pattern: ClassVar[str] = r"^\s*$"

    def flag(self) -> pl.Expr:
        """Nothing but white space."""
        return self.has_pattern()


def test_a_pattern_that_matches_the_empty_text_finds_only_blank_ones() -> None:
    texts = pl.DataFrame({"content": ["", " \n", "The ferry leaves at nine.", "`x`"]})
    assert texts.select(Blank().flag()).to_series().to_list() == [True, True, False, False]
