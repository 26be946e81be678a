"""The profiles of langdetect as arrays, beside langdetect itself."""

import random

import numpy as np
import pytest
from langdetect.detector_factory import DetectorFactory
from langdetect.utils.ngram import NGram

from curate.files.resources import langdetect_profiles
from curate.langid.kernels.score import _add
from curate.langid.profiles import WEIGHT, packed, profiles


@pytest.fixture(scope="module")
def theirs() -> DetectorFactory:
    """A factory of langdetect with all its profiles."""
    factory = DetectorFactory()
    factory.load_json_profile(langdetect_profiles())
    return factory


def test_every_n_gram_says_what_it_says_to_langdetect(theirs: DetectorFactory) -> None:
    own = profiles()
    assert list(own.languages) == theirs.get_lang_list()
    short = {gram: said for gram, said in theirs.word_lang_prob_map.items() if len(gram) <= 3}
    assert np.count_nonzero(own.keys) == len(short)
    for gram in random.Random(3).sample(sorted(short), 500):
        scores = np.zeros(len(own.languages))
        assert _add(np.uint64(packed(gram)), own.table, scores) == 1
        assert scores == pytest.approx(np.log1p(np.array(short[gram]) / WEIGHT), rel=1e-6)


def test_an_n_gram_that_no_profile_has_says_nothing() -> None:
    scores = np.zeros(len(profiles().languages))
    assert _add(np.uint64(packed("qzj")), profiles().table, scores) == 0
    assert not scores.any()


@pytest.mark.parametrize("character", "aZ5 é\u0219\u06cc\u1ea1ひカ㐀漢힣–\ue000")
def test_a_character_is_taken_for_what_langdetect_takes_it_for(character: str) -> None:
    taken_for = NGram.normalize(character)
    assert chr(profiles().normal[ord(character)]) == taken_for
    assert profiles().upper[ord(character)] == taken_for.isupper()
