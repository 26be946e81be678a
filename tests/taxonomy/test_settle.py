"""Who is believed."""

import polars as pl
import pytest

from curate.taxonomy.assign import ASSIGNED, assign
from curate.taxonomy.read import taxonomy
from curate.taxonomy.settle import settle

POEM = "Write a poem about a lighthouse."


@pytest.mark.parametrize(
    ("meant", "kind", "group", "source"),
    [
        (None, "creative_writing", "write", "rules"),
        ("closed_qa", "closed_qa", "ground", "label"),
        ("write", "creative_writing", "write", "rules"),
        ("transform", "other:unsure", "transform", "label"),
        ("other", "other:none", None, "label"),
        ("other:unsure", "other:unsure", None, "label"),
    ],
)
def test_a_label_goes_before_the_words(meant: str | None, kind: str, group: str | None, source: str) -> None:
    by = taxonomy()
    told = settle(pl.Series([meant], dtype=pl.String), assign(pl.Series("t", [POEM]), None, by), by)
    assert (told.dtype, told.name) == (ASSIGNED, "t")
    (only,) = told.to_list()
    assert (only["type"], only["group"], only["source"]) == (kind, group, source)
    assert only["why"]


def test_a_prompt_of_which_nothing_is_known_has_no_type() -> None:
    by = taxonomy()
    told = assign(pl.Series([None], dtype=pl.String), None, by)
    assert settle(pl.Series([None], dtype=pl.String), told, by).to_list() == [None]
