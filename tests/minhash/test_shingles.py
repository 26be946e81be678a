"""Text as a set of integers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from curate.minhash.shingles import jaccard, shingle_sets

NUMBERS = st.sets(st.integers(0, 40), max_size=30)


@given(NUMBERS, NUMBERS)
def test_jaccard_is_that_of_python_sets(one: set[int], other: set[int]) -> None:
    arrays = [np.array(sorted(each), np.uint64) for each in (one, other)]
    exact = len(one & other) / len(one | other) if one and other else 0.0
    assert jaccard(*arrays) == exact


def test_hashes_never_change() -> None:
    """Another value here would make every index and every decision of earlier versions another."""
    (golden,) = shingle_sets(["the tide turns at ten"], [False])
    assert golden.tolist() == GOLDEN


def test_a_shingle_counts_once_and_the_order_of_its_words_counts() -> None:
    repeated, once, turned = shingle_sets(["a b c a b c a b c", "a b c a b", "c b a c b"], [False] * 3)
    assert repeated.tolist() == once.tolist()
    assert jaccard(once, turned) == 0


def test_a_short_text_is_one_shingle_and_an_empty_one_has_none() -> None:
    two, one, none = shingle_sets(["good morning", "good", ""], [False] * 3)
    assert (len(two), len(one), len(none)) == (1, 1, 0)
    assert jaccard(none, none) == 0


def test_scripts_without_spaces_are_cut_by_character() -> None:
    by_word, by_character = shingle_sets(["早上七点半开船", "早上七点半开船"], [False, True])
    assert (len(by_word), len(by_character)) == (1, 3)


GOLDEN = [7458155596607857254, 11919055271103663651, 15642639711132322657]
