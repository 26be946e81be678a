from collections.abc import Iterable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from curate.steps.base import EVIDENCE, Entering, Outcome, Step
from curate.steps.drop import Drop

Against = list[tuple[int, str]]


def evidence(against: Against) -> pl.DataFrame:
    rows = [(rank, code, f"found by {code}", 0.5, None) for rank, code in against]
    schema = {
        "rank": pl.UInt32,
        "code": pl.String,
        "message": pl.String,
        "score": pl.Float64,
        "related": pl.UInt32,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def records(ranks: Iterable[int]) -> pl.DataFrame:
    return pl.DataFrame({"rank": list(ranks)}, schema={"rank": pl.UInt32})


FOUND = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["LEN001", "DUP002", "TXT001"])), max_size=20)


@given(order=st.permutations(range(10)), against=FOUND)
def test_every_record_is_kept_or_dropped_once(order: list[int], against: Against) -> None:
    outcome = Outcome.split(records(order), evidence(against))
    kept = outcome.kept["rank"].to_list()
    dropped = outcome.dropped["rank"].to_list()
    assert sorted(kept + dropped) == list(range(10))
    assert kept == [rank for rank in order if rank not in {found for found, _ in against}]


@given(against=FOUND)
def test_the_first_finding_against_a_record_is_the_reason_it_goes(against: Against) -> None:
    dropped = Outcome.split(records(range(10)), evidence(against)).dropped
    first = dict(reversed(against))
    assert dict(dropped.select("rank", "code").iter_rows()) == first
    assert tuple(dropped.columns) == EVIDENCE


def test_without_evidence_every_record_is_kept() -> None:
    outcome = Outcome.split(records([2, 0, 1]), evidence([]))
    assert outcome.kept["rank"].to_list() == [2, 0, 1]
    assert outcome.dropped.is_empty()


class CapPerWriter(Step):
    """Keeps so many records of each writer."""

    limit: int = 3

    def setting(self) -> str:
        return f"{self.limit} each"

    def apply(self, entering: Entering) -> Outcome:
        return Outcome.split(entering.records, entering.findings)


def test_a_step_goes_by_the_name_of_its_class() -> None:
    assert CapPerWriter.use == "cap-per-writer"
    assert Drop.use == "drop"


def test_a_step_prefers_no_record_unless_it_says_so() -> None:
    assert CapPerWriter().order() == ()


def test_a_step_that_can_not_be_applied_can_not_be_made() -> None:
    shuffle = type("Shuffle", (Step,), {"__module__": __name__})
    with pytest.raises(TypeError, match="abstract"):
        shuffle()


def test_the_settings_of_a_step_are_checked_and_then_fixed() -> None:
    with pytest.raises(ValidationError, match="most"):
        CapPerWriter.model_validate({"most": 3})
    with pytest.raises(ValidationError, match="frozen"):
        CapPerWriter(limit=2).limit = 5  # type: ignore[misc]
