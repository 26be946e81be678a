"""Tells languages with py3langid: all that its model knows, or some.

python -m benchmarks.peers.language_py3langid FOLDER TEXTS... [--languages en,zh]
"""

import argparse

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from benchmarks.langid.task import Way, take_part


def load(asked: argparse.Namespace) -> Way:
    """Its model, with chances among languages."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if asked.languages:
        identifier.set_languages(asked.languages)
    return Way(
        lambda texts: [identifier.classify(text) for text in texts], list, sorted(set(identifier.nb_classes))
    )


if __name__ == "__main__":
    take_part(__doc__, ("py3langid", "numpy"), load)
