"""Tells languages with pycld2, which is asked for its best guess.

python -m benchmarks.peers.language_pycld2 FOLDER TEXTS...
"""

import argparse
import unicodedata
from collections.abc import Iterator
from typing import Any

import pycld2

from benchmarks.langid.task import Told, Way, take_part


def load(_: argparse.Namespace) -> Way:
    """Nothing has to be loaded."""
    codes = dict(pycld2.LANGUAGES)
    return Way(
        lambda texts: [one(text) for text in texts],
        told,
        sorted(codes[name] for name in pycld2.DETECTED_LANGUAGES),
    )


def one(text: str) -> Any:
    """What it makes of a text; it refuses some characters that are no text."""
    try:
        return pycld2.detect(text, bestEffort=True)
    except pycld2.error:
        plain = "".join(" " if unicodedata.category(each)[0] == "C" else each for each in text)
        return pycld2.detect(plain, bestEffort=True)


def told(found: list[Any]) -> Iterator[Told]:
    """The first language of each text, and its share of the text, which is no chance."""
    return ((best[0][1], best[0][2] / 100) for _, _, best in found)


if __name__ == "__main__":
    take_part(__doc__, ("pycld2",), load)
