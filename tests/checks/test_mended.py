"""What every check promises of the text that it mends."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.checks.base import RowCheck
from curate.checks.citation import CitationResidue
from curate.checks.encoding import EncodingDamage
from curate.checks.template import TemplateLeftover
from curate.checks.wording import PatternCheck

CHECKS = (EncodingDamage(), TemplateLeftover(), CitationResidue())
CODE = re.compile(r"(?s)```.*?(?:```|\Z)|`[^`\n]*`")
PIECES = (
    "cafÃ©", "donâ€™t", "ÃƒÂ©", "å\u008d\u0097", "\ufffd", "\ufeff", "\x1b[1m", "\x0c", "&amp;",
    "&amp;lt;", "&#96;",
    "<|im_end|>", "<|im_start|>user\n", "</s>", "<noinput>", "\nnoinput", "{{ name }}", "[INST]", "### Response:",
    ".[1]", ".[2][3]", "[citation needed]", "【3†source】", "[who?] ", "Act[edit]\n",
    "`</s>`", "`&amp;`", "```\n[INST] cafÃ© .[1]\n```\n", "`", "the quay ", " née Müller, ", "日本", "\n", " ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
@given(TEXTS)
def test_a_mended_text_is_not_mended_again(check: RowCheck, text: str) -> None:
    mended = check.mended(text)
    assert check.mended(mended) == mended


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
@given(TEXTS)
def test_a_text_that_changes_had_a_finding_and_has_none_left(check: PatternCheck, text: str) -> None:
    mended = check.mended(text)
    assert mended == text or check.stands_in(text)
    assert mended == text or not check.stands_in(mended)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
@given(TEXTS)
def test_code_is_not_touched(check: RowCheck, text: str) -> None:
    mended, at = check.mended(text), 0
    for code in CODE.findall(text):
        assert code in mended[at:]
        at = mended.index(code, at) + len(code)
