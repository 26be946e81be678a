"""Text as a set of integers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.sets import Sets, jaccard
from curate.minhash.shingles import Tokens, shingle_sets, shingle_sets_of_both

PLAIN = Tokens(b"\t\n\v\f\r .,;:!?'\"()[]{}", b"", any_case=True)


def cut(*texts: str, by_character: bool = False, tokens: Tokens = PLAIN) -> Sets:
    """The sets of texts."""
    encoded = [text.encode() for text in texts]
    starts = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    each = np.full(len(texts), by_character)
    return shingle_sets((np.frombuffer(b"".join(encoded), np.uint8), starts), each, tokens)


def test_hashes_never_change() -> None:
    """Another value here would make every index and every decision of earlier versions another."""
    (words,), (characters,) = cut("The tide turns at ten."), cut("早上七点半开", by_character=True)
    assert (words.tolist(), characters.tolist()) == (GOLDEN, GOLDEN_CHARACTERS)


def test_a_shingle_counts_once_and_the_order_of_its_words_counts() -> None:
    repeated, once, turned = cut("a b c a b c a b c", "a b c a b", "c b a c b")
    assert repeated.tolist() == once.tolist()
    assert jaccard(once, turned) == 0


def test_a_short_text_is_one_shingle_and_an_empty_one_has_none() -> None:
    two, one, none, marks = cut("good morning", "good", "", " ?! ")
    assert (len(two), len(one), len(none), len(marks)) == (1, 1, 0, 0)
    assert jaccard(none, marks) == 0


def test_case_spacing_and_marks_of_ascii_are_not_compared_and_signs_are() -> None:
    plain, loud, sums, other = cut(
        "is it two or three", 'IS it,\t"two"\n(or) three?', "2 + 3 = 5 now", "2 - 3 = 5 now"
    )
    assert plain.tolist() == loud.tolist()
    assert sums.tolist() != other.tolist()


def test_scripts_without_spaces_are_cut_by_character() -> None:
    (by_word,), (by_character,) = cut("早上七点半开船"), cut("早上七点, 半开船", by_character=True)
    assert (len(by_word), len(by_character)) == (1, 3)


@pytest.mark.parametrize("by_character", [False, True])
@settings(deadline=None)
@given(texts=st.lists(st.text(max_size=30), max_size=6))
def test_a_text_has_the_same_shingles_whatever_stands_beside_it(texts: list[str], *, by_character: bool) -> None:
    together = [each.tolist() for each in cut(*texts, by_character=by_character)]
    assert together == [cut(text, by_character=by_character)[0].tolist() for text in texts]


GOLDEN = [9255478181311174499, 10900800979275839000, 12210456338602281593]
GOLDEN_CHARACTERS = [14701841121164680934, 14844253233552018299]


def test_a_text_in_two_parts_is_a_whole_and_its_second_part() -> None:
    text = b"The tide turns at ten."
    starts, by_character = np.array([0, 8, len(text)]), np.zeros(1, np.bool_)
    packed = np.frombuffer(text, np.uint8), starts
    whole, second = shingle_sets_of_both(packed, (by_character, by_character), PLAIN)
    assert [each[0].tolist() for each in (whole, second)] == [
        each.tolist() for each in cut("The tide turns at ten.", "turns at ten")
    ]
