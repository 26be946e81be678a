"""What a word is."""

import polars as pl
import pytest

from curate.words.pattern import LETTER, WITHIN, WORD


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's the harbour-master's 2nd boat.", ["It's", "the", "harbour", "master's", "2nd", "boat"]),
        ("'quoted' and _underlined_", ["quoted'", "and", "underlined_"]),
        ("早上好 Anna", ["早", "上", "好", "Anna"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("--- !!!", []),
    ],
)
def test_words_begin_with_a_letter_and_characters_without_spaces_stand_alone(text: str, words: list[str]) -> None:
    assert pl.Series([text]).str.extract_all(WORD).to_list() == [words]


def test_no_word_begins_with_what_may_only_stand_within() -> None:
    assert not pl.Series(list(WITHIN)).str.contains(LETTER).any()
