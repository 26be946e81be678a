"""ECH: responses that only say what was already said."""

from typing import Any, ClassVar

import polars as pl
from pydantic import Field

from curate.checks.base import RowCheck
from curate.checks.wording import prompt_has, signs_of_code
from curate.facts.copied import ASKS_FOR_SUMMARY, asks_in_prompt
from curate.records.columns import fact, is_response, prompt_text, text, where, words
from curate.words.pattern import WORD

ASKS_FOR_SAME = (
    r"(?i)\b(?:complet|continu|finish|repeat|rewrit|rephras|paraphras|correct|proofread|fix|edit|translat|copy|quot"
    r"|fill|echo|recit)\w*|\b(?:start|begin)\w* (?:with|by)\b|续写|重复|翻译|改写|补充|完成"
    r"|\b(?:setze|wiederhol|vervollständig|complet|continúa|repite)\w*"
)
"""A prompt whose right response may open with its own words."""


class EchoedPrompt(RowCheck, code="ECH001"):
    """The response opens with the prompt itself, said again.

    Why it matters: the model learns to repeat the question in front of its answer, or in place of it. Compared are
    the user's last turn, or its first line, and the opening of the response, but for letter case and spaces; a
    prompt of fewer than five words is not. Passed are a heading that ends with a colon, code (a docstring may
    quote the task), and a response to a prompt that asks to complete, continue, rewrite or repeat something.

    Found: user: "Why does bread rise when it is baked?" assistant: "Why does bread rise when it is baked? The
    yeast makes gas, and the heat expands it."

    Passes: user: "The yeast in a dough makes" assistant: "The yeast in a dough makes gas."
    """

    exempt_types: ClassVar[tuple[str, ...]] = ("rewriting", "translation", "coding")
    min_words: int = Field(5, ge=1)
    """A prompt with fewer words is no echo."""

    def flag(self) -> pl.Expr:
        """Enough words of the prompt, in prose, where nobody asked for them."""
        opens = is_response() & (fact("echo") >= self.min_words)
        echoed = opens & ~signs_of_code(where(opens, text()))
        return echoed & ~prompt_has(ASKS_FOR_SAME, echoed)

    def message(self) -> pl.Expr:
        """How much of the prompt it is."""
        return pl.format("opens with {} words of the prompt", fact("echo"))

    def score(self) -> pl.Expr:
        """Words of the prompt that the response opens with."""
        return fact("echo").cast(pl.Float64)

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A prompt has to be longer than what was said again."""
        return {"min_words": int(score) + 1}


ASKS_FOR_QUOTE = (
    r"(?i)\b(?:extract|quot|copy|copied|verbatim|word for word|find|highlight|identify)"
    r"|(?:^|[^\w\s]\s*|\n|\b(?:please|and|then|just|to|you|me|an?|bullet(?:ed)?|numbered)\s+)list\b"
    r"|\blist of\b|\bsentences? (?:that|which|from)\b"
)
"""A prompt whose right response stands in it word for word, whatever its label."""
_QUESTION = (
    r"(?i)^\W*(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|can|could|has|have"
    r"|wer|was|wann|wo|warum|wie|qué|quién|cuándo|dónde|cómo)\b|^[^\n]{1,300}[?？][^\S\n]*(?:\n|$)|[?？]\s*$"
)
"""A prompt that asks for something in particular, in its first line or at its end."""
_QUOTED = 40
"""Words up to which a quotation may be the answer to a question."""
_TWO_SENTENCES = r"[\p{Ll}\p{N})]{2}[.!?][\"”’)\]]*\s+[\"“(]*\p{Lu}|[。！？]."


class CopiedContext(RowCheck, code="ECH002"):
    """The summary is a piece of the text that it should summarise, word for word.

    Why it matters: the model learns to copy where it should condense. Looked at are only records that are labelled
    as summarization or whose prompt asks for a summary, since an answer to a closed question is right to quote;
    and responses of at least 20 words. Where only the label says so and the prompt is a question, one sentence or
    40 words that answer it pass, unless they are half of the text. Letter case, spaces and punctuation are not
    compared.

    Found: user: "Summarise: The old mill dates from 1742. It ground rye until the river was moved,
    then stood empty, and today it is a library." assistant: "The old mill dates from 1742. It ground
    rye until the river was moved, then stood empty."

    Passes: the same prompt; assistant: "Built in 1742 as a rye mill and left empty when the river was moved, the
    house has found a second life among books, as the library of the town."
    """

    exempt_types: ClassVar[tuple[str, ...]] = (
        "closed_qa", "extraction", "information_extraction", "classification", "rewriting", "translation",
    )  # fmt: skip
    min_words: int = Field(20, ge=1)
    """A response with fewer words is never found: a title or a single fact may well be quoted."""

    def glance(self) -> pl.Expr:
        """A response that stands in its prompt; hardly any does."""
        return fact("copied")

    def flag(self) -> pl.Expr:
        """A response that stands in its prompt, which asks for no quotation."""
        copied = fact("copied") & (words() >= self.min_words)
        asked = asks_in_prompt(ASKS_FOR_SUMMARY, copied)
        return copied & (asked | _is_much(copied)) & ~asks_in_prompt(ASKS_FOR_QUOTE, copied)

    def message(self) -> pl.Expr:
        """How much of it."""
        return pl.format("all {} words stand in the prompt, in one piece", words())

    def score(self) -> pl.Expr:
        """Words in the response."""
        return words().cast(pl.Float64)

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A summary has to be longer than this one."""
        return {"min_words": int(score) + 1}


def _is_much(copied: pl.Expr) -> pl.Expr:
    """Whether a response is too long to be the quoted answer to a question, if one is asked.

    Where only the label says that it should be a summary: labels are often wrong.
    """
    prompt, said = where(copied, prompt_text()), where(copied, text())
    half = words() * 2 >= prompt.str.count_matches(WORD)
    several = (words() > _QUOTED) & said.str.contains(_TWO_SENTENCES)
    return half | several | ~prompt.str.contains(_QUESTION)
