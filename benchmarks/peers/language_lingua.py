"""Tells languages with lingua, at its high accuracy or its low one.

python -m benchmarks.peers.language_lingua FOLDER TEXTS... [--way high|low]
"""

import argparse
from collections.abc import Iterator
from typing import Any

from lingua import Language, LanguageDetectorBuilder

from benchmarks.langid.task import UNDECIDED, Told, Way, take_part


def load(asked: argparse.Namespace) -> Way:
    """The models of all languages."""
    builder = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models()
    if asked.way == "low":
        builder = builder.with_low_accuracy_mode()
    detector = builder.build()
    knows = sorted(code(each) for each in Language.all())
    return Way(lambda texts: [detector.compute_language_confidence_values(text) for text in texts], told, knows)


def code(language: Any) -> str:
    """Its two letters."""
    name: str = language.iso_code_639_1.name
    return name.lower()


def told(found: list[list[Any]]) -> Iterator[Told]:
    """The likeliest language of each text; none of a text without letters."""
    return (
        (code(each[0].language), min(1.0, each[0].value)) if each and each[0].value > 0 else UNDECIDED
        for each in found
    )


if __name__ == "__main__":
    take_part(__doc__, ("lingua-language-detector",), load)
