"""Backends that are asked for one text at a time."""

import re
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from curate.langid.answering import Answer, Bytes, Numbers, Shares
from curate.langid.characters import NO_SCRIPT
from curate.langid.identify import read_by_profiles

PART = 3_000
"""Characters of the first, the middle and the last part of a longer text.

`langdetect` reads no more than ten thousand in all, so that the beginning of a text would decide.
"""
_BLANKS = re.compile(r"\s+")

One: TypeAlias = Callable[[str, int], tuple[int, float]]
"""From the prose of one text, and the number of its script, to the number of the label, and how sure that is."""


def one_by_one(one: One) -> Answer:
    """Ask for each text that has as many words as the profiles would need."""

    def answer(prose: Bytes, scripts: Numbers) -> tuple[Numbers, Shares]:
        best, _, enough = read_by_profiles(prose, scripts)
        sure = np.zeros(len(best), np.float64)
        for number in np.flatnonzero(enough & (scripts != NO_SCRIPT)).tolist():
            own = prose.text[prose.starts[number] : prose.starts[number + 1]]
            best[number], sure[number] = one(parts_of(own.tobytes().decode()), int(scripts[number]))
        return best, sure

    return answer


def parts_of(prose: str) -> str:
    """What is read of a text: all of it, or three parts; each run of blanks is one."""
    text = _BLANKS.sub(" ", prose).strip()
    if len(text) <= 3 * PART:
        return text
    middle = (len(text) - PART) // 2
    return " ".join((text[:PART], text[middle : middle + PART], text[-PART:]))
