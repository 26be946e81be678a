"""What checks that look for a pattern in a text have in common."""

import re
from abc import ABC
from collections.abc import Callable, Iterable
from functools import cache
from typing import ClassVar

import polars as pl

from curate.checks.base import RowCheck
from curate.facts.code import CODE, PYTHON_CODE
from curate.records.columns import is_prompt, of_records_with, text, where


def masked(expression: pl.Expr) -> pl.Expr:
    """A text without its code."""
    return expression.str.replace_all(CODE, " ")


def signs_of_code(text: pl.Expr) -> pl.Expr:
    """Whether a text has so many signs of a programming language that it is no prose, fenced or not."""
    signs = text.str.count_matches(r"[{}()\[\];=<>_|\\/#+&$^~]")
    return (signs * 20 > text.str.count_matches(r"\S")).fill_null(value=False)


def prompt_has(pattern: str, found: pl.Expr) -> pl.Expr:
    """Whether a message of the prompt has a pattern; looked at only in records with a message that is found.

    The pattern must not match the empty text, which stands for every message that is not looked at.
    """
    asked = of_records_with(found) & is_prompt()
    return of_records_with(where(asked, text()).str.contains(pattern))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def changed_outside_of_code(text: str, change: Callable[[str], str]) -> str:
    """A text in which each stretch between pieces of code is changed, and no code is."""
    pieces, at = [], 0
    for found in PYTHON_CODE.finditer(text):
        pieces += [change(text[at : found.start()]), found.group()]
        at = found.end()
    return "".join([*pieces, change(text[at:])])


def outside_of_code(text: str, places: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Those places in a text that touch no code."""
    code = [found.span() for found in PYTHON_CODE.finditer(text)] if "`" in text else []
    for start, end in places:
        if not any(start < code_end and end > code_start for code_start, code_end in code):
            yield start, end


_TIED = re.compile(r"(?<!\[)\^|\$|\\[AzZB]")
"""What ties a pattern to a place. To try it on the empty text, it would have to be compiled."""


class PatternCheck(RowCheck, ABC):
    """Finds messages that hold a pattern outside of code.

    The pattern is written so that Rust's and Python's regular expressions read it alike.
    """

    pattern: ClassVar[str]
    signs: ClassVar[tuple[str, ...]] = ()
    """Patterns of which one matches wherever the pattern does, each so simple that a whole set is read in no time:
    most texts have none, and the pattern is not tried on those."""
    gate: ClassVar[str] = ""
    """A simpler pattern that matches wherever the pattern does, tried on the texts that have a sign."""

    def glance(self) -> pl.Expr | None:
        """A sign of the pattern."""
        return pl.any_horizontal(text().str.contains(sign) for sign in self.signs) if self.signs else None

    def has_pattern(self) -> pl.Expr:
        """Whether the pattern stands outside of code; the cheap look at the whole text comes first."""
        said = where(text().str.contains(self.gate), text()) if self.gate else text()
        anywhere = said.str.contains(self.pattern)
        found = masked(where(anywhere, text())).str.contains(self.pattern)
        # A pattern may match the empty text and not every text only if it is tied to a place.
        return anywhere & found if _TIED.search(self.pattern) else found

    def stands_in(self, text: str) -> bool:
        """What `has_pattern` says of one text."""
        return _compiled(self.pattern).search(PYTHON_CODE.sub(" ", text)) is not None

    def if_whole(self, text: str, mended: str) -> str:
        """A mended text, if nothing is left to mend and its code is the same; otherwise the text as it was."""
        same_code = PYTHON_CODE.findall(text) == PYTHON_CODE.findall(mended)
        return mended if same_code and not self.stands_in(mended) else text

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Each place of the pattern outside of code."""
        yield from outside_of_code(text, (found.span() for found in _compiled(self.pattern).finditer(text)))
