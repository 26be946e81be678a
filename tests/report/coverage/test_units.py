"""What shares are told of."""

import polars as pl

from curate.report.coverage.units import unit_of, units
from curate.taxonomy.read import taxonomy

BY = taxonomy()


def test_every_type_has_a_row_and_then_what_is_other() -> None:
    rows = units(BY)
    assert [each.id for each in rows] == [*(each.id for each in BY.types), "other"]
    assert {each.kind for each in rows} == {"type", "other"}


def test_a_group_that_is_wanted_takes_the_place_of_its_types() -> None:
    rows = {each.id: each.kind for each in units(BY, ["write", "rewriting", "transform"])}
    assert rows["write"] == "group"
    assert "creative_writing" not in rows
    assert rows["rewriting"] == "type"
    assert rows["transform"] == "group"
    assert "translation" not in rows


def test_a_prompt_counts_in_its_type_else_in_its_group_else_nowhere() -> None:
    told = pl.DataFrame(
        [
            ("coding", "code", "rules"),
            ("creative_writing", "write", "rules"),
            ("other:unsure", "write", "label"),
            ("other:unsure", None, "unsure"),
            ("other:none", None, "unsure"),
            ("other:none", None, "label"),
        ],
        schema=["prompt_type", "group", "how"],
        orient="row",
    )
    assert told.select(unit_of(["coding", "write"])).to_series().to_list() == [
        "coding", "write", "write", None, None, "other",
    ]  # fmt: skip
