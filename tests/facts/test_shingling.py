"""From texts as somebody wrote them to sets of shingles."""

import unicodedata
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.facts.shingling import (
    _CHANGED,
    ALL,
    WAYS,
    Cutting,
    Difference,
    normalised,
    sets_of_texts,
    shingles_of_both,
)

CHARACTERS = "aBc .,!?\n\t\x1eéÉ中ﬁ①«’ΣσΑ，。、！…‥\u00a0\u3000\u2028\u0301\u3099かガ｡［］ＡÅ·ー"
"""Some that NFKC changes, alone or beside another, some that have another case, and some that separate words."""
SAID = "The ferry leaves at nine, from the north pier."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The weir is shut: go round.", "the WEIR is\n shut, go (round)"),
        ("Le café n’ouvre pas «lundi»", "LE CAFÉ N’OUVRE  PAS LUNDI!"),
        ("ﬁve ① locks today", "five 1 locks today"),
        ("早上七点半，开船。", "早上七点半 开船"),
    ],
)
def test_texts_that_differ_in_case_spacing_and_marks_have_the_same_shingles(one: str, other: str) -> None:
    first, second, unlike = sets_of_texts(pl.Series([one, other, f"{one} {one} more"]))
    assert first.tolist() == second.tolist() != unlike.tolist()
    assert len(first) > 1


MARKS = r"""[\s.,;:!?'"()\[\]{}“”‘’„«»…。，、；：！？（）《》「」『』【】·\x1E\x1F]+"""


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from(CHARACTERS), max_size=20), max_size=5))
def test_what_is_normalised_in_the_kernel_is_what_polars_would_make_of_it(texts: list[str]) -> None:
    series = pl.Series("text", texts, dtype=pl.String)
    normal = series.to_frame().select(normalised(pl.col("text")).str.replace_all(MARKS, " ")).to_series()
    made = [each.tolist() for each in sets_of_texts(series)]
    assert made == [each.tolist() for each in sets_of_texts(normal)]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([SAID, "", "Ｔｈｅ Fähre", "早上九点，渡船开了", "One. Two three four"]), max_size=9)
)
def test_how_many_texts_are_cut_together_changes_nothing(texts: list[str]) -> None:
    whole = sets_of_texts(pl.Series(texts, dtype=pl.String))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("curate.facts.shingling._TOGETHER", 2)
        some = sets_of_texts(pl.Series(texts, dtype=pl.String))
    assert [each.tolist() for each in some] == [each.tolist() for each in whole]
    assert len(whole) == len(texts)


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("The weir is shut, go round it", "the WEIR is shut, go round it", "case"),
        ("The weir is shut, go round it", "The weir is shut; go round it", "punctuation"),
        ("The weir is shut, go round it", "The weir is\nshut, go round it", "whitespace"),
        ("The weir № 5 is shut, go round it", "The weir No 5 is shut, go round it", "nfkc"),
        ("Le café ouvre lundi matin", "LE CAFÉ ouvre lundi matin", "case"),
        ("早上七点半，渡船开了", "早上七点半。渡船开了", "punctuation"),
        ("早上七点半\u3000渡船开了", "早上七点半渡船开了", "whitespace"),
    ],
)
def test_what_is_not_levelled_is_compared(one: str, other: str, name: Difference) -> None:
    texts = pl.Series([one, other])
    for normalise in WAYS:
        first, second = sets_of_texts(texts, Cutting(normalise))
        assert (first.tolist() == second.tolist()) is (name in normalise), normalise


LETTERS = "aB ,\n，①\u3000é\x1e。Ｃ"
SPACES, MARKS = " \n\u3000", ",，。"


def words_of(text: str, normalise: tuple[Difference, ...]) -> list[str]:
    """The words of a text, in plain Python."""
    text = unicodedata.normalize("NFKC", text) if "nfkc" in normalise else text
    text = text.lower() if "case" in normalise else text
    words, inside = list[str](), False
    for letter in text:
        kind = "whitespace" if letter in SPACES else "punctuation" if letter in MARKS else ""
        if letter == "\x1e" or kind in normalise:
            inside = False
        elif kind or not inside:
            words.append(letter)
            inside = not kind
        else:
            words[-1] += letter
    return words


@settings(deadline=None)
@given(st.sampled_from(WAYS), st.lists(st.text(st.sampled_from(LETTERS), max_size=14), min_size=2, max_size=5))
def test_every_way_to_level_cuts_words_as_reading_them_does(
    normalise: tuple[Difference, ...], texts: list[str]
) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = words_of(text, normalise)
        size = min(3, len(words))
        return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)} if words else set()

    sets = list(sets_of_texts(pl.Series(texts, dtype=pl.String), Cutting(normalise, by_character=False)))
    for text, made in zip(texts, sets, strict=True):
        assert len(made) == len(runs(text))
    for (text, made), (beside, other) in pairwise(zip(texts, sets, strict=True)):
        assert len(set(made.tolist()) & set(other.tolist())) == len(runs(text) & runs(beside))


def test_all_is_levelled_first() -> None:
    assert WAYS[0] == ALL
    assert len(WAYS) == len(set(WAYS)) == 2 ** len(ALL)


def test_what_is_said_to_change_in_no_case_does_not() -> None:
    every = pl.Series([chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code < 0xE000])
    steady = every.filter(~every.str.contains(_CHANGED)).to_list()
    assert {"中", "é", "’", "я"} < set(steady)
    for character in steady:
        assert unicodedata.is_normalized("NFKC", character)
        assert not unicodedata.combining(character)
        assert unicodedata.is_normalized("NFKC", f"e{character}")
        assert character.lower() == character


PARTS = st.text(st.sampled_from(CHARACTERS), max_size=20) | st.sampled_from(
    [SAID, "早上七点半开船", "ΟΔΟΣ", "Name it."]
)


CUTTINGS = st.builds(Cutting, st.sampled_from(WAYS), st.sampled_from([None, True, False]))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(PARTS, PARTS), max_size=5), CUTTINGS)
def test_both_parts_at_once_are_as_the_whole_and_the_second_are_alone(
    parts: list[tuple[str, str]], cutting: Cutting
) -> None:
    first, second = (pl.Series([part[at] for part in parts], dtype=pl.String) for at in (0, 1))
    joined = pl.Series([f"{one}\x1e{other}" for one, other in parts], dtype=pl.String)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("curate.facts.shingling._TOGETHER", 2)
        both = shingles_of_both(first, second, cutting)
    for told, alone in zip(both, (joined, second), strict=True):
        assert told.to_list() == [each.tolist() for each in sets_of_texts(alone, cutting)]
