"""The sum over all n-grams, beside the n-grams that langdetect draws from."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from langdetect.detector import Detector
from langdetect.detector_factory import DetectorFactory

from curate.files.resources import langdetect_profiles
from curate.langid.kernels.score import score
from curate.langid.profiles import WEIGHT, profiles

FACTORY = DetectorFactory()
FACTORY.load_json_profile(langdetect_profiles())
TEXTS = st.text(st.sampled_from("abcdeAB Z.,9éß\nЖж中国かな한\u0301\u1ec7\U0001f994"), max_size=40)


def their_sum(text: str) -> tuple[list[float], int]:
    """What all n-grams say that langdetect finds in a text, and how many those are."""
    detector = Detector(FACTORY)
    detector.text = text
    detector.cleaning_text()
    grams = detector._extract_ngrams()
    says = (np.log1p(np.array(FACTORY.word_lang_prob_map[gram]) / WEIGHT) for gram in grams)
    return sum(says, np.zeros(len(FACTORY.langlist))).tolist(), len(grams)


@settings(deadline=None, max_examples=150)
@example(["The RIVER rose", "", "ÉCOLE d'Été", "ab中文字符cd", "a  b"])
@given(st.lists(TEXTS, max_size=5))
def test_each_text_has_the_sum_of_what_its_n_grams_say(texts: list[str]) -> None:
    known = profiles()
    starts = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    characters = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    scores, found = score(characters, starts, known.table, known.signs, len(known.languages))
    for number, text in enumerate(texts):
        told, count = their_sum(text)
        assert found[number] == count
        assert scores[number].tolist() == pytest.approx(told, rel=1e-5, abs=1e-6)
