"""What decides which shingles a text has."""

import polars as pl
import pytest

from curate.facts import cutting as module
from curate.facts import shingling
from curate.facts.cutting import cutting
from curate.minhash import shingles

CUT = "fcb1fd4c51d96e5f"
"""Where this is another, indexes that are out there can no more be compared with: is that meant?"""


@pytest.fixture(autouse=True)
def _afresh() -> None:
    module._cut.cache_clear()


def test_it_is_the_same_on_every_machine() -> None:
    assert cutting() == {"words": 3, "characters": 5, "views": 1, "cut": CUT}


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        (shingling, "_FURTHER", "[“”]"),
        (shingling, "normalised", lambda text, _: text.str.to_lowercase()),
        (shingles, "WORDS", 4),
        (shingles, "CHARACTERS", 4),
    ],
)
def test_it_is_another_where_texts_are_cut_otherwise(
    where: object, name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, value)
    assert cutting()["cut"] != CUT


def test_each_text_that_is_tried_is_cut() -> None:
    sets = shingling.sets_of_texts(pl.Series(module._TRIED))
    assert all(len(each) for each in sets)
