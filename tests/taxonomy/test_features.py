"""What prompts show, by name."""

import numpy as np
import polars as pl
import pytest

from curate.taxonomy import features as module
from curate.taxonomy.features import Features, Words, columns_of, features_of, kept_of, matrix_of, words_of
from curate.taxonomy.read import taxonomy

BY = taxonomy()


def shown(*texts: str) -> tuple[Features, Words]:
    prompts = pl.Series(texts, dtype=pl.String)
    features = features_of(prompts, pl.Series([None] * len(texts), dtype=pl.String), BY)
    return features, words_of(features)


def names_of(words: Words, row: int) -> set[str]:
    return {words.names[at] for at in words.places[words.rows == row].tolist()}


def test_words_have_names_that_a_person_reads() -> None:
    _, words = shown("Please list 12 rivers,\nrivers of France.")
    assert names_of(words, 0) == {
        *('word "please"', 'word "list"', 'word "0"', 'word "rivers"', 'word "of"', 'word "france"'),
        *('words "please list"', 'words "list 0"', 'words "0 rivers"', 'words "rivers, rivers"'),
        *('words "rivers of"', 'words "of france"'),
        *('opens with "list"', 'second word "0"', 'third word "rivers"'),
    }


def test_a_word_counts_once_for_a_prompt_and_is_kept_if_it_stands_in_two() -> None:
    _, words = shown("the more the merrier", "the end", "an end")
    assert len(words.rows) == len(set(zip(words.rows.tolist(), words.places.tolist(), strict=True)))
    every = kept_of(words, np.arange(3))
    assert {words.names[at] for at in every} == {
        'word "the"',
        'word "end"',
        'opens with "the"',
        'second word "end"',
    }
    assert {words.names[at] for at in kept_of(words, np.array([0, 1]))} == {'word "the"', 'opens with "the"'}


def test_of_too_many_words_those_of_most_prompts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    _, words = shown("sea salt", "sea salt", "sea")
    monkeypatch.setattr(module, "MOST", 1)
    (kept,) = kept_of(words, np.arange(3))
    assert "sea" in words.names[kept]
    assert (words.places == kept).sum() == 3


def test_a_row_of_the_matrix_is_what_a_prompt_shows() -> None:
    features, words = shown("Translate to French: good night", "Translate to French: good day", "")
    kept = kept_of(words, np.arange(3))
    matrix = matrix_of(features, words, kept).toarray()
    names = [*columns_of(BY), *(words.names[at] for at in kept)]
    assert matrix.shape == (3, len(names))
    both = {name for name, there in zip(names, matrix[0] * matrix[1], strict=True) if there}
    assert {'word "french"', 'words "good night"'} & both == {'word "french"'}
    assert features.found.shape == (3, len(columns_of(BY)))
    assert {"says: translate", 'opens with "translate"'} <= both
    assert not matrix[2, len(columns_of(BY)) :].any()


def test_nothing_has_no_words() -> None:
    features, words = shown()
    assert len(words.values) == len(words.rows) == len(features.found) == 0
