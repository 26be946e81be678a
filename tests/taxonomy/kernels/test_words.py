"""What words a prompt has, told apart by bytes, and what they give each type."""

import re

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curate.taxonomy.kernels.words import OPENS, PAIR, REASONS, WORD, listed, weigh

Texts = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]
PLAIN = re.compile(r"(?:[a-zà-öø-ÿ0-9]|(?<=[a-zà-öø-ÿ])'(?=[a-zà-öø-ÿ]))+|[\u4e00-\u9fff]")


def packed(texts: list[str]) -> Texts:
    parts = [text.encode() for text in texts]
    return np.frombuffer(b"".join(parts), np.uint8), np.cumsum([0, *map(len, parts)], dtype=np.int64)


def told(text: str, opening: str = "") -> dict[int, list[str]]:
    """By kind what stands in a text, in order."""
    _, (values, kinds, begins, ends) = listed(packed([text]), packed([opening]))
    assert len(values) == len(kinds)
    found: dict[int, list[str]] = {}
    for kind, begin, end in zip(kinds.tolist(), begins.tolist(), ends.tolist(), strict=True):
        found.setdefault(kind, []).append((opening if kind >= OPENS else text).encode()[begin:end].decode())
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what's the capital of france?", ["what's", "the", "capital", "of", "france"]),
        ("'quoted' rock 'n' roll'", ["quoted", "rock", "n", "roll"]),
        ("write 3 lines in python3.", ["write", "3", "lines", "in", "python3"]),
        ("schreibe über größe — kurz…", ["schreibe", "über", "größe", "kurz"]),
        ("写一首诗，三行。", ["写", "一", "首", "诗", "三", "行"]),
        ("用python写", ["用", "python", "写"]),
        ("напиши стих", ["напиши", "стих"]),
        ("한국어로 써 줘", ["한국어로", "써", "줘"]),
        ("a\n- b\t«c»", ["a", "b", "c"]),
        ("sing 🎵 now", ["sing", "🎵", "now"]),
        ("", []),
        (" ?! ' ", []),
    ],
)
def test_words_are_what_people_take_for_words(text: str, words: list[str]) -> None:
    assert told(text).get(WORD, []) == words


@settings(deadline=None)
@example("a'b'c '' d''e 12'3")
@given(st.text(st.sampled_from("abz09 '.,\nàé中文"), max_size=30))
def test_words_are_those_of_a_plain_expression(text: str) -> None:
    assert told(text).get(WORD, []) == PLAIN.findall(text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read_and_pairs_are_of_words_in_a_row(text: str) -> None:
    found = told(text, text)
    words = found.get(WORD, [])
    assert len(found.get(PAIR, [])) == max(0, len(words) - 1)
    assert [found.get(OPENS + place, []) for place in range(3)] == [words[at : at + 1] for at in range(3)]


def hashes(text: str, opening: str = "") -> list[int]:
    return [int(each) for each in listed(packed([text]), packed([opening]))[1][0]]


def test_numbers_are_one_word_whatever_their_digits() -> None:
    assert hashes("give me 5 ideas") == hashes("give me 120 ideas")
    assert hashes("give me 5 ideas") != hashes("give me five ideas")


def test_a_word_a_pair_and_an_opening_are_not_the_same() -> None:
    known = hashes("list list", "list list list")
    assert len(known) == 6
    assert len(set(known)) == 5


def test_hashes_are_fixed_since_they_are_kept_in_files() -> None:
    assert hashes("list", "") == [2606834407724869361]


def test_each_feature_counts_once_and_the_weightiest_are_told() -> None:
    text, opening = packed(["b a a b", "c"]), packed(["", ""])
    known = np.array([*hashes("a"), *hashes("b")], np.uint64)
    found = np.array([[True, False], [False, False]])
    weights = np.array([[1, 0], [50, 50], [0, 7], [-3, 9], [2, 0]], np.int32)
    points, reasons = weigh(text, opening, found, known, weights)
    assert points.tolist() == [[1 - 3 + 2, 7 + 9], [2, 0]]
    assert reasons.tolist() == [[3, 2, -1], [-1, -1, -1]]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=9))
def test_reasons_are_the_largest_weights_the_first_of_equals_first(given_: list[int]) -> None:
    words = [chr(ord("a") + at) for at in range(len(given_))]
    known = np.array([hashes(word)[0] for word in words], np.uint64)
    weights = np.array([[each] for each in [*given_, 0]], np.int32)
    nothing = np.zeros((1, 0), np.bool_)
    points, reasons = weigh(packed([" ".join(words)]), packed([""]), nothing, known, weights)
    best = sorted((at for at, each in enumerate(given_) if each > 0), key=lambda at: -given_[at])
    assert points.tolist() == [[sum(given_)]]
    assert reasons.tolist() == [(best + [-1] * REASONS)[:REASONS]]
