import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from curate.steps import Sample
from tests.steps.laws import ROWS, Row, run


@settings(max_examples=15, deadline=None)
@given(rows=ROWS, count=st.integers(0, 15))
def test_so_many_stay_or_all(rows: list[Row], count: int) -> None:
    result = run(rows, Sample(records=count))
    assert result.ledger.kept == min(count, len(rows) + 1)
    assert set(result.dropped["message"]) <= {f"not among the {count:,} drawn"}
    assert set(result.dropped["code"]) <= {"SMP001"}


@settings(max_examples=15, deadline=None)
@given(rows=ROWS, share=st.floats(0, 1))
def test_such_a_share_stays(rows: list[Row], share: float) -> None:
    assert run(rows, Sample(share=share)).ledger.kept == round(share * (len(rows) + 1))


@settings(max_examples=10, deadline=None)
@given(rows=ROWS, count=st.integers(0, 6))
def test_a_sample_of_a_sample_is_the_sample(rows: list[Row], count: int) -> None:
    once, twice = run(rows, Sample(records=count)), run(rows, Sample(records=count), Sample(records=count))
    assert [each["key"] for each in once.kept] == [each["key"] for each in twice.kept]


@pytest.mark.parametrize("given", [{}, {"records": 3, "share": 0.5}])
def test_a_sample_is_of_a_number_or_a_share(given: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="set records or share, one of them"):
        Sample.model_validate(given)


@pytest.mark.parametrize("given", [{"records": -1}, {"share": 1.01}, {"share": -0.1}])
def test_a_sample_of_less_than_none_or_more_than_all_is_refused(given: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Sample.model_validate(given)


def test_the_ledger_shows_how_many() -> None:
    assert Sample(records=12_000).setting() == "12,000 records"
    assert Sample(share=0.25).setting() == "0.25 of all"
