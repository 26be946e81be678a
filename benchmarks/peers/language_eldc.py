"""Tells languages with eldc.

python -m benchmarks.peers.language_eldc FOLDER TEXTS...
"""

import argparse
from collections.abc import Iterator
from typing import Any

import eldc

from benchmarks.langid.task import Told, Way, take_part


def load(_: argparse.Namespace) -> Way:
    """Its n-grams; one score is asked for."""
    eldc.init()
    eldc.set_scores(1)
    return Way(lambda texts: [eldc.detect_details(text) for text in texts], told, eldc.LANGUAGES)


def told(found: list[Any]) -> Iterator[Told]:
    """The language of each text, and the score that it has for it."""
    return ((each.language, each.scores.get(each.language, 0.0)) for each in found)


if __name__ == "__main__":
    take_part(__doc__, ("eldc",), load)
