"""ECH: responses that only say what was already said."""

from typing import ClassVar

import polars as pl
from pydantic import Field

from curate.checks.base import RowCheck
from curate.checks.wording import prompt_has, signs_of_code
from curate.records.columns import BRANCH, RECORD, is_prompt, is_response, record_type, role, text, words

_OPENING = 5
"""Characters that are compared before all are."""
_LABEL = r"^(?:q|question|prompt|instruction|user|frage|pregunta|问题|问)\s?[:：]\s*"
_END = r"[.?!:。？！：]"
ASKS_FOR_SAME = (
    r"(?i)\b(?:complet|continu|finish|repeat|rewrit|rephras|paraphras|correct|proofread|fix|edit|translat|copy|quot"
    r"|fill|echo|recit)\w*|\b(?:start|begin)\w* (?:with|by)\b|续写|重复|翻译|改写|补充|完成|\b(?:setze|wiederhol|vervollständig"
    r"|complet|continúa|repite)\w*"
)
"""A prompt whose right response may open with its own words."""


class EchoedPrompt(RowCheck, code="ECH001"):
    """The response opens with the prompt itself, said again.

    Why it matters: the model learns to repeat the question in front of its answer, or in place of it. Compared are
    the user's last turn, or its first line, and the opening of the response, but for letter case and spaces;
    a prompt of fewer than five words is not. Code is passed, since a docstring may quote the task, and so is a
    response to a prompt that asks to complete, continue, rewrite or repeat something.

    Found: user: "Why does bread rise when it is baked?" assistant: "Why does bread rise when it is baked? The
    yeast makes gas, and the heat expands it."

    Passes: user: "The yeast in a dough makes" assistant: "The yeast in a dough makes gas."
    """

    exempt_types: ClassVar[tuple[str, ...]] = ("rewriting", "translation", "coding")
    min_words: int = Field(5, ge=1)
    """A prompt with fewer words is no echo."""

    def flag(self) -> pl.Expr:
        """The prompt, and then its end."""
        last = pl.when((role() == "user") & (words() >= self.min_words)).then(text()).shift(1).over(RECORD, BRANCH)
        said = pl.when(is_response()).then(text())
        alike = _opening(said) == _opening(last)
        prompt, response = _even(pl.when(alike).then(last)), _even(pl.when(alike).then(said))
        first = prompt.str.extract(r"^([^\n]+)\n")
        long = first.str.count_matches(r"\S+") >= self.min_words
        echoed = _opens_with(response, prompt) | _opens_with(response, pl.when(long).then(first))
        return echoed & ~signs_of_code(response) & ~prompt_has(ASKS_FOR_SAME, echoed)

    def message(self) -> pl.Expr:
        """What the response does."""
        return pl.lit("opens with the prompt")


def _even(said: pl.Expr) -> pl.Expr:
    """Lower case and single spaces, without the label of a question; line ends stay."""
    lowered = said.str.strip_chars().str.to_lowercase().str.replace_all(r"[ \t]+", " ")
    return lowered.str.replace(_LABEL, "")


def _opening(said: pl.Expr) -> pl.Expr:
    return _even(said.str.head(_OPENING * 4)).str.head(_OPENING)


def _opens_with(response: pl.Expr, prompt: pl.Expr) -> pl.Expr:
    """Whether a response opens with a prompt, and does not go on in the same sentence."""
    rest = response.str.strip_prefix(prompt)
    ended = prompt.str.contains(rf"{_END}$") | rest.str.contains(rf"^\s*(?:$|\n|{_END})")
    return (response.str.starts_with(prompt) & ended).fill_null(value=False)


_HEAD, _TAIL = 160, 80
"""Characters of a prompt that say what is asked; what stands between may be the text."""
ASKS_FOR_SUMMARY = (
    r"(?i)(?:\bsummar[iy]|\btl;?dr\b|\bcondense|\bin (?:your|my) own words|\b(?:main|key) points?\b|总结|概括|摘要"
    r"|\bzusammenfass|\bfasse?\b|\bresum[ea])"
)
ASKS_FOR_QUOTE = r"(?i)\b(?:extract|quot|copy|copied|verbatim|word for word|list|find|highlight|identify|sentences? (?:that|which|from))"
"""A prompt whose right response stands in it word for word, whatever its label."""


class CopiedContext(RowCheck, code="ECH002"):
    """The summary is a piece of the text that it should summarise, word for word.

    Why it matters: the model learns to copy where it should condense. Looked at are only records that are labelled
    as summarization or whose prompt asks for a summary, since an answer to a closed question is right to quote;
    and responses of at least 20 words. Letter case, spaces and punctuation are not compared.

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

    def flag(self) -> pl.Expr:
        """A response that stands in its prompt."""
        long = is_response() & (words() >= self.min_words)
        summary = (record_type() == "summarization").fill_null(value=False) | _asks(ASKS_FOR_SUMMARY, long)
        said = pl.when(long & summary).then(text())
        asked = pl.when(said.is_not_null().any().over(RECORD) & is_prompt()).then(text())
        prompt = _plain(asked).fill_null("").str.join(" ").over(RECORD, BRANCH)
        copied = prompt.str.contains(_plain(said), literal=True)
        return copied & ~_asks(ASKS_FOR_QUOTE, copied)

    def message(self) -> pl.Expr:
        """How much of it."""
        return pl.format("all {} words stand in the prompt, in one piece", words())

    def score(self) -> pl.Expr:
        """Words in the response."""
        return words().cast(pl.Float64)


def _asks(pattern: str, found: pl.Expr) -> pl.Expr:
    """Whether a message of the prompt has the pattern where it says what is asked, in records that are found."""
    asked = pl.when(found.fill_null(value=False).any().over(RECORD) & is_prompt()).then(text())
    ends = asked.str.head(_HEAD).str.contains(pattern) | asked.str.tail(_TAIL).str.contains(pattern)
    return ends.fill_null(value=False).any().over(RECORD)


def _plain(said: pl.Expr) -> pl.Expr:
    """Lower-case letters and digits between single spaces."""
    return pl.format(
        " {} ", said.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}\p{M}]+", " ").str.strip_chars(" ")
    )
