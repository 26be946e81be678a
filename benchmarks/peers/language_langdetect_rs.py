"""Tells languages with langdetect-rs, all texts at once, from a fixed seed for each.

python -m benchmarks.peers.language_langdetect_rs FOLDER TEXTS...
"""

import argparse
from collections.abc import Iterator
from typing import Any

from langdetect_rs import PROFILES_DIRECTORY, DetectorFactory, detect_langs_batch

from benchmarks.langid.task import UNDECIDED, Told, Way, take_part


def load(_: argparse.Namespace) -> Way:
    """Its profiles."""
    DetectorFactory.seed = 0
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return Way(detect_langs_batch, told, sorted(factory.get_lang_list()))


def told(found: list[list[Any] | None]) -> Iterator[Told]:
    """The likeliest language of each text; none of a text without letters."""
    return ((each[0].lang, each[0].prob) if each else UNDECIDED for each in found)


if __name__ == "__main__":
    take_part(__doc__, ("langdetect-rs",), load)
