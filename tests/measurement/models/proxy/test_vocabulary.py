"""The proxy's tokenizer loses nothing of a text, and is the same for any order of the texts."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.measurement.models.proxy.vocabulary import BYTES, END, SPEAKERS, WORDS, Vocabulary
from tests.measurement.talks import TALKS

TEXTS = [text for _, *both in TALKS for text in both]
OTHERS = (
    "我喝绿茶，不加糖。",
    "ฉันชอบกินข้าวเหนียวมะม่วง",
    "今日は雨が降ります。カタカナも。",
    "한국어 문장입니다.",
    "Der Fährmann, 62, ruft: „Übersetzen!“",
    "👩‍🚀 waves 👋🏽 at the moon 🌙",
    "def area(width, height):\n\treturn width * height  # in m²\n\n\n",
    "x_1 != __init__ && y -> {'a': [1, 22, 333]}",
    "a half of one: \ud83d and \ude00\ud83d",
    " \t  \r\n\x00\u3000 ",
    "",
)


@pytest.mark.parametrize("text", OTHERS, ids=ascii)
@pytest.mark.parametrize("words", [[], [*TEXTS, *OTHERS, *OTHERS]], ids=["bytes", "words"])
def test_a_text_comes_back_from_its_tokens(text: str, words: list[str]) -> None:
    vocabulary = Vocabulary.of(words)
    assert vocabulary.text(vocabulary.tokens(text)) == text


ANY_TEXT = st.text(st.characters(codec=None) | st.sampled_from("a \n茶ก\ud83d\ude00_1"))


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=4))
def test_any_text_comes_back_whatever_the_words(text: str, others: list[str]) -> None:
    vocabulary = Vocabulary.of([*others, text, text])
    tokens = vocabulary.tokens(text)
    assert vocabulary.text(tokens) == text
    assert all(WORDS <= token < len(vocabulary) for token in tokens)
    assert Vocabulary(()).text(Vocabulary(()).tokens(text)) == text


@given(st.permutations(TEXTS[:14]))
def test_the_order_of_the_texts_makes_no_difference(texts: list[str]) -> None:
    assert Vocabulary.of(texts) == Vocabulary.of(TEXTS[:14])


def test_the_most_frequent_words_come_first_and_those_that_occur_once_have_none() -> None:
    vocabulary = Vocabulary.of(["the ferry waits", "the ferry leaves", "and the ferry", "the quay"])
    assert vocabulary.words == (" ferry", "the")
    assert Vocabulary.of(["the ferry waits", "the ferry leaves", "and the ferry"], most=1).words == (" ferry",)


def test_words_know_the_space_before_them_and_digits_stand_alone() -> None:
    vocabulary = Vocabulary.of(["pay 12 euros, pay 12 euros"])
    assert set(vocabulary.words) == {" euros", " 1", "2"}
    assert [vocabulary.text([token]) for token in vocabulary.tokens(" 12 euros")] == [" 1", "2", " euros"]


def test_who_speaks_and_ends_is_no_text() -> None:
    vocabulary = Vocabulary.of(["good night, good night"])
    tokens = [SPEAKERS["user"], *vocabulary.tokens("good night"), END]
    assert vocabulary.text(tokens) == "good night"
    assert BYTES <= END < min(SPEAKERS.values())
    assert max(SPEAKERS.values()) < WORDS


def test_another_process_reads_the_same() -> None:
    vocabulary = Vocabulary.of(TEXTS)
    known = vocabulary.tokens(TEXTS[0])
    assert pickle.loads(pickle.dumps(vocabulary)).tokens(TEXTS[0]) == known
