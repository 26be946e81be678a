"""What checks that look for a pattern in a text have in common."""

import re
from abc import ABC
from collections.abc import Iterable
from functools import cache
from typing import ClassVar

import polars as pl

from curate.checks.base import RowCheck
from curate.records.columns import text, where

CODE = r"(?s)```.*?(?:```|\z)|`[^`\n]*`"
"""Fenced and inline code, in which most patterns mean nothing."""


def masked(expression: pl.Expr) -> pl.Expr:
    """A text without its code."""
    return expression.str.replace_all(CODE, " ")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_PYTHON_CODE = re.compile(CODE.replace(r"\z", r"\Z"))


class PatternCheck(RowCheck, ABC):
    """Finds messages that hold a pattern outside of code.

    The pattern is written so that Rust's and Python's regular expressions read it alike.
    """

    pattern: ClassVar[str]

    def has_pattern(self) -> pl.Expr:
        """Whether the pattern stands outside of code; the cheap look at the whole text comes first."""
        anywhere = text().str.contains(self.pattern)
        return anywhere & masked(where(anywhere, text())).str.contains(self.pattern)

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Each place of the pattern outside of code."""
        code = [found.span() for found in _PYTHON_CODE.finditer(text)]
        for found in _compiled(self.pattern).finditer(text):
            start, end = found.span()
            if not any(start < code_end and end > code_start for code_start, code_end in code):
                yield start, end
