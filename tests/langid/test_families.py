"""Languages that are told apart badly."""

import polars as pl

from curate.langid.families import NOT_LATIN, family
from curate.langid.names import NAMES


def test_languages_that_are_taken_for_one_another_are_one_and_all_others_themselves() -> None:
    codes = pl.DataFrame({"lang": ["no", "da", "sv", "en", "zh", "ja", "und"]})
    told = codes.select(family(pl.col("lang"))).to_series().to_list()
    assert told[0] == told[1] == told[2] != "en"
    assert told[3] == "en"
    assert told[4] == told[5]
    assert told[6] == "und"


def test_only_languages_that_can_be_told_are_named() -> None:
    assert set(NOT_LATIN) <= set(NAMES)
