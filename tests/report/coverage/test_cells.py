"""How types spread over languages, lengths and turns."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest

from curate.checks.coverage import SparseCell
from curate.report.coverage.cells import LENGTH, MOST_VALUES, NOT_TOLD, OTHERS, Faceted, cells_of, facets
from curate.statistics.tables import adjusted_residuals

Counts = Mapping[tuple[str, str], int] | Mapping[tuple[str, str | None], int]
IDS = ["coding", "open_qa", "translation"]


def spread(counts: Counts, facet: str = "writer") -> Faceted:
    """So many prompts of each type and value."""
    made = [pair for pair, count in counts.items() for _ in range(count)]
    frame = pl.DataFrame(made, schema={"unit": pl.String, facet: pl.String}, orient="row")
    return Faceted(frame.with_columns(pl.lit(1.0).alias("weight")).drop(facet), frame.select(facet))


def test_a_cell_is_compared_with_what_its_row_and_column_let_expect() -> None:
    counts = np.array([[90.0, 10.0], [60.0, 140.0]])
    own = spread({("coding", "ann"): 90, ("coding", "ben"): 10, ("open_qa", "ann"): 60, ("open_qa", "ben"): 140})
    told = cells_of(own, None, IDS, SparseCell())
    cell = told.filter((pl.col("type") == "coding") & (pl.col("value") == "ben")).row(0, named=True)
    assert cell["expected"] == pytest.approx(50)
    assert cell["ratio"] == pytest.approx(0.2)
    assert cell["residual"] == pytest.approx(adjusted_residuals(counts)[0, 1])
    assert cell["discovered"]
    assert told.height == 4


def test_beside_a_reference_a_type_is_compared_with_how_it_spreads_there() -> None:
    own = spread({("coding", "de"): 50, ("coding", "en"): 50}, "language")
    reference = spread({("coding", "de"): 90, ("coding", "en"): 10, ("open_qa", "en"): 500}, "language")
    told = cells_of(own, reference, IDS, SparseCell())
    assert told.filter(pl.col("value") == "de")["expected"].to_list() == pytest.approx([90])
    assert set(told["type"]) == {"coding"}
    assert told["discovered"].all()


def test_a_reference_with_few_prompts_of_a_type_tells_nothing_of_it() -> None:
    own = spread({("coding", "de"): 50, ("coding", "en"): 50}, "language")
    assert cells_of(own, spread({("coding", "de"): 19}, "language"), IDS, SparseCell()).is_empty()


def test_what_has_no_value_is_told_and_nothing_is_expected_of_it() -> None:
    counts = {("coding", "ann"): 90, ("coding", "ben"): 10, ("open_qa", "ann"): 60, ("open_qa", "ben"): 140}
    own, some = spread(counts), {**counts, ("coding", "nobody"): 30}
    silent = spread({(kind, None if writer == "nobody" else writer): n for (kind, writer), n in some.items()})
    told = cells_of(silent, None, IDS, SparseCell())
    assert told.filter(pl.col("value") != NOT_TOLD).equals(cells_of(own, None, IDS, SparseCell()))
    rows = told.filter(pl.col("value") == NOT_TOLD)
    assert rows.select("type", "effective").rows() == [("coding", 30.0), ("open_qa", 0.0)]
    assert rows.select("expected", "ratio", "residual", "chance").null_count().row(0) == (2, 2, 2, 2)
    assert not rows["discovered"].any()


def test_few_are_not_tried_and_lengths_only_beside_a_reference() -> None:
    few = {("coding", "ann"): 4, ("coding", "ben"): 0, ("open_qa", "ann"): 0, ("open_qa", "ben"): 4}
    assert not cells_of(spread(few), None, IDS, SparseCell())["discovered"].any()
    many = {("coding", "short"): 90, ("coding", "long"): 10, ("open_qa", "short"): 10, ("open_qa", "long"): 90}
    own = spread(many, LENGTH)
    assert not cells_of(own, None, IDS, SparseCell())["discovered"].any()
    assert cells_of(own, spread({("coding", "short"): 10, ("coding", "long"): 90}, LENGTH), IDS, SparseCell())[
        "discovered"
    ].any()


def test_where_type_and_facet_have_nothing_to_do_with_each_other_hardly_anything_is_found() -> None:
    random = np.random.default_rng(7)
    found = 0
    for _ in range(100):
        kinds, writers = random.choice(IDS, 600), random.choice(["ann", "ben", "cem", "dee"], 600)
        prompts = pl.DataFrame({"unit": kinds, "weight": [1.0] * 600})
        own = Faceted(prompts, pl.DataFrame({"writer": writers}))
        found += bool(cells_of(own, None, IDS, SparseCell())["discovered"].any())
    assert found <= 18, "a false one in a tenth of the sets on average"


def test_one_value_tells_nothing_and_many_are_told_together() -> None:
    assert cells_of(spread({("coding", "ann"): 50, ("open_qa", "ann"): 5}), None, IDS, SparseCell()).is_empty()
    many = {("coding", f"w{number:02}"): 50 - number for number in range(MOST_VALUES + 3)}
    told = cells_of(spread(many), None, IDS, SparseCell())
    assert told["value"].to_list() == [f"w{number:02}" for number in range(MOST_VALUES)] + [OTHERS]
    assert told["effective"].sum() == sum(many.values())


def test_facets_are_the_language_the_length_and_the_turns_of_a_prompt() -> None:
    prompts = pl.DataFrame(
        {"language": ["en", "und", "zxx"], "words": [9, 100, 300], "turns": [1, 3, 4]},
        schema_overrides={"words": pl.UInt32, "turns": pl.UInt32},
    )
    assert facets(prompts).rows() == [
        ("en", "under 10 words", "1 turn"),
        (None, "100 to 299 words", "2 or 3 turns"),
        (None, "300 words or more", "4 turns or more"),
    ]
