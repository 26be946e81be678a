from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import curate
from curate.errors import UnknownName, UsageError
from curate.pipeline import default_checks
from curate.steps import Cap, Sample
from tests.steps.laws import ROWS, Row, ids, row_of, run


def writers(result: curate.Result) -> Counter[str | None]:
    return Counter(result.kept.to_frame()["writer"].to_list())


def many(count: int, writer: str) -> list[Row]:
    texts = [f"Moss no. {at} of {writer} grows in Bern." for at in range(count)]
    return [
        {"messages": [{"role": "user", "content": t}, {"role": "assistant", "content": t}], "writer": writer}
        for t in texts
    ]


@settings(max_examples=15, deadline=None)
@given(rows=ROWS, most=st.integers(1, 4))
def test_at_most_so_many_of_each_group_stay_and_no_more_go_than_must(rows: list[Row], most: int) -> None:
    result = run(rows, Cap(per="writer", most=most))
    before = Counter(row["writer"] for row in rows) + Counter(["Zoe"])
    assert writers(result) == {who: count if who is None else min(count, most) for who, count in before.items()}
    assert set(result.dropped["code"]) <= {"CAP001"}


def test_which_ones_stay_is_drawn_by_the_seed() -> None:
    kept = {
        tuple(sorted(str(r["key"]) for r in run(many(9, "Ann"), Cap(per="writer", most=3), seed=s).kept))
        for s in range(5)
    }
    assert len(kept) > 1


def test_each_family_of_duplicates_is_a_group() -> None:
    rows = [row_of(0, 0, writer, None, None) for writer in ("Ann", "Ben", "Cleo", "Dora")] + [
        row_of(1, 0, "Ed", None, None)
    ]
    result = run(rows, Cap(of="DUP001", most=2))
    assert Counter(ids(result.kept)) == {"0-0": 2, "1-0": 1, "moss": 1}


def test_the_name_of_the_input_is_a_group() -> None:
    assert run(many(4, "Ann"), Cap(per="file", most=2)).ledger.kept == 2


def test_the_kind_of_prompt_is_a_group_and_its_absence_is_none() -> None:
    rows = [{**row, "category": "moss" if at % 2 else None} for at, row in enumerate(many(8, "Ann"))]
    assert run(rows, Cap(per="type", most=1)).ledger.kept == 1 + 4 + 1


def test_a_sample_does_not_prefer_the_records_that_a_cap_left() -> None:
    """Were both drawn alike, all that a cap leaves of a large group would come first in the sample."""
    rows = many(60, "Ann") + [row for at in range(20) for row in many(1, f"writer {at}")]
    shares = []
    for seed in range(12):
        kept = writers(run(rows, Cap(per="writer", most=10), Sample(records=10), seed=seed))
        shares.append(kept["Ann"])
    assert 1.5 < sum(shares) / len(shares) < 5.5


@pytest.mark.parametrize("given", [{}, {"per": "writer", "of": "DUP001"}])
def test_a_cap_is_per_field_or_of_a_check(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="one of them"):
        Cap.model_validate({**given, "most": 1})
    with pytest.raises(ValidationError, match="most"):
        Cap(per="writer", most=0)


def test_a_field_or_check_that_does_not_exist_is_told() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'writer'"):
        run(many(2, "Ann"), Cap(per="write", most=1))
    with pytest.raises(UsageError, match="cap of LEN001: LEN001 short-response judges records one by one"):
        Cap(of="LEN001", most=1).codes(default_checks())


def test_the_ledger_shows_how_many_of_what() -> None:
    assert Cap(per="writer", most=1000).setting() == "1,000 per writer"
    assert Cap(of="DUP002", most=2).setting() == "2 per family of DUP002"
    assert Cap(per="writer", most=1).codes(default_checks()) == ()
