"""Words counted by kind of character are those that the pattern finds."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.words.count import words_in
from curate.words.pattern import WORD

EVERY = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


@pytest.mark.parametrize("around", ["{}", "a{}b", "_{}'s", "’{}湖"])
def test_any_character_counts_as_the_pattern_has_it(around: str) -> None:
    texts = pl.Series([around.format(each) for each in EVERY])
    differing = words_in(texts) != texts.str.count_matches(WORD)
    assert texts.filter(differing).to_list() == []


CHARACTERS = st.sampled_from("a'’_ .9é\u0301ж湖ガไ𝐀𠮷🐟\n") | st.characters(codec="utf-8")


@given(st.lists(st.none() | st.text(CHARACTERS)))
def test_any_texts_have_as_many_words_as_the_pattern_finds(texts: list[str | None]) -> None:
    given_texts = pl.Series("said", texts, pl.String)
    assert words_in(given_texts).equals(given_texts.str.count_matches(WORD).fill_null(0), check_names=True)
