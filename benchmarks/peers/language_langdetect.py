"""Tells languages with langdetect, from a fixed seed for each text.

python -m benchmarks.peers.language_langdetect FOLDER TEXTS...
"""

import argparse
from collections.abc import Iterator
from typing import Any

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from benchmarks.langid.task import UNDECIDED, Told, Way, take_part


def load(_: argparse.Namespace) -> Way:
    """Its profiles."""
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(0)

    def one(text: str) -> list[Any]:
        detector = factory.create()
        detector.append(text)
        try:
            likely: list[Any] = detector.get_probabilities()
        except LangDetectException:
            return []
        return likely

    return Way(lambda texts: [one(text) for text in texts], told, sorted(factory.get_lang_list()))


def told(found: list[list[Any] | None]) -> Iterator[Told]:
    """The likeliest language of each text; none of a text without letters."""
    return ((each[0].lang, each[0].prob) if each else UNDECIDED for each in found)


if __name__ == "__main__":
    take_part(__doc__, ("langdetect",), load)
