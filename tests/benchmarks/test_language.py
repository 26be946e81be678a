"""How often a language is told rightly."""

import json

import numpy as np
import pytest

from benchmarks.language import _error, accuracy
from benchmarks.table.language import language as language_table
from benchmarks.tables import README


def test_accuracy_is_the_mean_over_languages_and_calibration_that_of_ten_bins() -> None:
    texts = [{"kind": "words", "lang": lang, "text": ""} for lang in ("de", "de", "de", "fr")]
    assert accuracy(texts, ["de", "de", "nl", "fr"]) == {"words": round((2 / 3 + 1) / 2, 4)}
    assert _error(np.array([0.95, 0.95, 0.15, 1.0]), np.array([True, True, False, True])) == pytest.approx(
        0.75 * abs(2.9 / 3 - 1) + 0.25 * 0.15
    )


def test_the_table_of_languages_has_a_line_for_each_way() -> None:
    stored = json.loads((README.parent / "results" / "language.json").read_text())
    for name in ("all n-grams", "langdetect, seeded", "as told, with the gate and all that is told"):
        assert f"| {name} |" in language_table(stored)
