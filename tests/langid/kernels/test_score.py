"""The sum over all n-grams, beside the n-grams that langdetect draws from; and which words are read."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from langdetect.detector import Detector
from langdetect.detector_factory import DetectorFactory

from curate.files.resources import langdetect_profiles
from curate.langid.characters import SCRIPTS
from curate.langid.identify import gate
from curate.langid.kernels import score as kernel
from curate.langid.kernels.score import PARTS, order_of, score, tell
from curate.langid.profiles import UNIT, WEIGHT, WIDTH, profiles

FACTORY = DetectorFactory()
FACTORY.load_json_profile(langdetect_profiles())
TEXTS = st.text(st.sampled_from("abcdeAB Z.,9éß\nЖж中国かな한\u0301\u1ec7\U0001f994"), max_size=40)
LATIN = list(SCRIPTS).index("Latn")


def their_sum(text: str) -> tuple[list[float], int]:
    """What all n-grams say that langdetect finds in a text, and how many those are."""
    detector = Detector(FACTORY)
    detector.text = text
    grams = detector._extract_ngrams()
    says = (np.log1p(np.array(FACTORY.word_lang_prob_map[gram]) / WEIGHT) for gram in grams)
    return sum(says, np.zeros(len(FACTORY.langlist))).tolist(), len(grams)


def packed(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    parts = [text.encode() for text in texts]
    starts = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    return np.frombuffer(b"".join(parts), np.uint8).copy(), starts


@settings(deadline=None, max_examples=150)
@example(["The RIVER rose", "", "ÉCOLE d'Été", "ab中文字符cd", "a  b", "end "])
@given(st.lists(TEXTS, max_size=5))
def test_each_text_has_the_sum_of_what_its_n_grams_say(texts: list[str]) -> None:
    known, every = profiles(), np.ones((1, 1 << 12), np.bool_)
    own = np.zeros(len(texts), np.int64), every, np.ones((1, WIDTH), np.bool_)
    scores, found = score(*packed(texts), known.signs, own, known.table)
    for number, text in enumerate(texts):
        told, count = their_sum(text)
        assert found[number] == count
        assert scores[number, : len(told)].tolist() == pytest.approx(told, abs=(count + 1) / UNIT)


def test_of_a_script_that_no_language_has_none_is_told() -> None:
    own = np.full(1, list(SCRIPTS).index("Geor"), np.int64), gate().kept, gate().languages
    best, chance, _, _ = tell(*packed([ENGLISH]), profiles().signs, own, profiles().table)
    assert (best[0], chance[0]) == (-1, 0)


def test_other_scripts_are_read_as_spaces() -> None:
    known = profiles()
    own = np.full(2, LATIN, np.int64), gate().kept, gate().languages
    scores, found = score(*packed(["abжcd", "ab cd"]), known.signs, own, known.table)
    assert found[0] == found[1] > 0
    assert scores[0].tolist() == scores[1].tolist()


def told(text: str) -> tuple[str, float, int, int]:
    """The language of a text in Latin letters, its chance, the characters that told it, and the parts read."""
    own = np.full(1, LATIN, np.int64), gate().kept, gate().languages
    best, chance, taken, read = tell(*packed([text]), profiles().signs, own, profiles().table)
    return profiles().languages[best[0]], float(chance[0]), int(taken[0]), int(read[0])


def test_names_and_what_was_said_before_are_not_read() -> None:
    assert told("the river Rhine rose, the river fell")[2] == len("theriverrosefell")
    _, chance, taken, _ = told("Anna Berta Carla")
    assert taken == 0
    assert chance == pytest.approx(1 / gate().languages[LATIN].sum())


ENGLISH = "we left the harbour before dawn because the wind was turning and nobody wanted to row back to shore. "
GERMAN = "wir haben den hafen vor dem morgen verlassen, weil der wind drehte und niemand mehr rudern wollte. "
NEAR = "det er en god dag og vi skal ha det fint i dag fordi alt er som det skal være og alle er her nå. "


def varied(text: str, *ends: str) -> str:
    """Words that are hardly ever the same."""
    return " ".join(f"{word}{end}" for end in ends for word in text.split())


def test_a_long_text_is_read_in_its_beginning_middle_and_end_at_least() -> None:
    assert told(ENGLISH)[3] == 1
    lang, chance, taken, parts = told(varied(ENGLISH, "", "ing", "ed", "ness", "ly", "er", "ful", "less", "ish"))
    assert lang == "en"
    assert kernel.FIRST <= parts < PARTS
    assert chance > 0.7
    assert taken >= kernel.LEAST


def test_a_text_is_read_further_until_one_language_is_far_ahead() -> None:
    clear = varied(ENGLISH, "", "ing", "ed", "ness", "ly")
    assert told(clear)[3] < told(varied(NEAR, "", "e", "en", "et", "er", "ene", "es"))[3]


def test_what_stands_in_the_middle_and_at_the_end_counts() -> None:
    assert told(ENGLISH + varied(GERMAN, "", "en", "er", "ung", "heit", "lich", "keit"))[0] == "de"


def test_each_part_is_read_once_the_first_middle_and_last_before_others() -> None:
    assert order_of(1) == [0]
    assert order_of(16)[:3] == [0, 8, 15]
    for parts in range(PARTS + 1):
        assert sorted(order_of(parts)) == list(range(parts))
