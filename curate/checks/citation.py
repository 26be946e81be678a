"""TXT: marks of references that came along with a copied text."""

import re
from collections.abc import Iterable
from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck, outside_of_code, signs_of_code
from curate.records.columns import is_response, of_records_with, text, where

_REMARK = (
    r"\[(?i:(?:\w+ ){0,3}(?:citation|quotation|clarification|verification|attribution|page) needed"
    r"|(?:better|non-primary) source needed|(?:when|who|whom|by whom|where|which|why|according to whom)\?"
    r"|note \d{1,2}|dubious ?[–-] ?discuss|failed verification|dead link)\]"
)
_TOOL = r"【\d{1,3}(?::\d{1,3})?†[^】\n]{0,60}】|:contentReference\[[^\]\n]{0,80}\]\{[^}\n]{0,60}\}"
_EDIT = r"\w\[edit\][ \t]*(?:\n|$)"
_NUMBER = r"[.,;:!?”](?:\[\d{1,3}\])+(?:[^(\[:\w]|$)"
"""Behind a sign of a sentence. Behind a word it may be the index of an array."""
_ASKS_FOR_SOURCES = (
    r"\[\d{1,3}\]|(?i:\bcit(?:e|es|ing|ations?)\b|\breferences?\b|\bsources?\b|\bbibliograph)|引用|参考文献"
)
_ROUNDS = 3
"""How deep marks may stand in one another."""
_LISTS_SOURCES = r"(?m)^\s*\[\d{1,3}\]"


class CitationResidue(PatternCheck, code="TXT002"):
    """The response holds marks of references that point nowhere, such as `[citation needed]` or `[12]`.

    Why it matters: they come along when a page is copied, and the model learns to write them. Numbers are looked
    for only behind a sign of punctuation, since elsewhere they may be an index; they pass where the response lists
    its sources, and where the prompt has such numbers or asks for sources. Code, fenced or not, is not looked at.

    Found: assistant: "The dam was finished in 1936.[3] It is the tallest of the valley.[citation needed]"

    Passes: assistant: "The first element is nums[0], and the last one is nums[-1]."
    """

    pattern: ClassVar[str] = rf"{_REMARK}|{_TOOL}|{_EDIT}|{_NUMBER}"
    signs: ClassVar[tuple[str, ...]] = (r"[\[【]",)

    def flag(self) -> pl.Expr:
        """A mark outside of code that nothing in the record explains."""
        marked = is_response() & self.has_pattern()
        said = where(marked, text())
        numbered = marked & ~said.str.contains(rf"{_REMARK}|{_TOOL}|{_EDIT}")
        explained = said.str.contains(_LISTS_SOURCES) | _asks_for_sources(numbered)
        in_code = signs_of_code(said.str.replace_all(self.pattern, " "))
        return marked & ~in_code & ~(numbered & explained)

    def message(self) -> pl.Expr:
        """What kind of text it is."""
        edit = pl.when(text().str.contains(_EDIT)).then(pl.lit("residue of a copied page: the label of a link"))
        return edit.otherwise(pl.lit("a mark of a reference that points nowhere"))

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Each mark, without the characters around it."""
        yield from outside_of_code(text, map(_mark, re.finditer(self.pattern, text)))

    def mended(self, text: str) -> str:
        """The text without the marks and the spaces before them; as it is where one would be left."""
        mended = text
        for _ in range(_ROUNDS):
            pieces, at = [], 0
            for start, end in self.spans(mended):
                goes_on = mended[end : end + 1].isalnum()
                piece = mended[at:start]
                pieces.append(piece if goes_on else piece.rstrip(" "))
                at = end
            mended = "".join([*pieces, mended[at:]])
        return self.if_whole(text, mended)


def _asks_for_sources(found: pl.Expr) -> pl.Expr:
    asked = of_records_with(found) & ~is_response()
    return of_records_with(where(asked, text()).str.contains(_ASKS_FOR_SOURCES))


def _mark(found: re.Match[str]) -> tuple[int, int]:
    """Where the mark itself stands in what was found around it."""
    said = found.group()
    opening = re.search(r":content|[\[【]", said)
    return found.start() + (opening.start() if opening else 0), found.start() + max(map(said.rfind, "]】}")) + 1
