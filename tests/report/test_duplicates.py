"""Families of near-duplicates, within a set and beside an earlier one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import curate
from curate.records.records import Records
from curate.report.duplicates import Duplicates
from tests.report.mill import CHANGES, alike, by_key, families_of, read_rows, rows_of

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=CHANGES, new=CHANGES, similarity=st.sampled_from([0.5, 0.7, 0.9]))
def test_every_record_of_an_earlier_set_stays_and_what_is_like_any_of_them_is_known(
    old: list[set[int]], new: list[set[int]], similarity: float, chat: Callable[..., Row], tmp_path: Path
) -> None:
    rows = rows_of(old, chat), rows_of(new, chat, begin=len(old))
    earlier, later = (
        read_rows(each, tmp_path / f"{name}.jsonl") for each, name in zip(rows, ("old", "new"), strict=True)
    )
    found = curate.duplicates(later, earlier, similarity=similarity, min_response_similarity=0, method="exact")
    wanted = families_of(by_key(earlier, rows[0]), by_key(later, rows[1]), similarity)
    told = found.families.select("member_id", "leader_id", "similarity").rows()
    assert {member: (leader, score) for member, leader, score in told} == wanted
    assert all(earlier == (int(leader[2:]) < len(old)) for leader, earlier in _leaders(found))
    known = [row for row in rows[1] if any(alike(row, other) >= similarity for other in rows[0])]
    assert found.known == len(known)


def _leaders(found: Duplicates) -> list[tuple[str, bool]]:
    return found.families.select("leader_id", "leader_earlier").rows()


def test_within_a_set_it_says_what_the_check_says(sample: Records) -> None:
    found = curate.duplicates(sample)
    checked = curate.check(sample, select=["DUP002"])["DUP002"].families()
    assert sorted(found.families.select("leader", "member", "similarity").rows()) == checked.rows()
    assert len(found) == checked.height > 0


def test_another_similarity_needs_no_second_reading(sample: Records) -> None:
    found = curate.duplicates(sample)
    swept = found.sweep([0.6, 0.9, 1.0])
    for similarity, families, members, share in swept.rows():
        anew = curate.duplicates(sample, similarity=similarity)
        again = found.rethreshold(similarity)
        assert again.families.equals(anew.families)
        assert (again.number, len(again), len(again) / len(sample)) == (families, members, share)
    assert swept["members"].is_sorted(descending=True)


def test_the_largest_family_comes_first_and_in_it_who_is_most_alike(
    records_of: Read, chat: Callable[..., Row]
) -> None:
    records = records_of(
        [*rows_of([set(), {0}, {17}], chat), *[chat("Why?", "So that the pond fills again.")] * 2]
    )
    found = curate.duplicates(records, similarity=0.5)
    sizes = [len(family) for family in found.by_family()]
    assert sizes == [2, 1]
    for family in found.by_family():
        assert [row["similarity"] for row in family] == sorted((row["similarity"] for row in family), reverse=True)
    assert len(list(found.by_family(1))) == 1


def test_likeness_tells_of_every_member_and_of_whom_a_lower_limit_would_leave_out(
    sample: Records,
) -> None:
    found = curate.duplicates(sample, similarity=0.8, method="exact")
    alike = found.likeness(0.6)
    assert sorted(alike[alike >= 0.8]) == sorted(found.families["similarity"])
    assert ((alike[alike < 0.8]) >= 0.6).all()
    assert len(alike) > len(found)


def test_a_set_without_records_has_no_families(sample: Records) -> None:
    nothing = sample.of(sample.index.head(0))
    found = curate.duplicates(nothing, sample)
    assert (len(found), found.number, found.known, found.likeness(0.5).tolist()) == (0, 0, 0, [])
    assert found.sweep([0.8]).row(0) == (0.8, 0, 0, 0.0)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"similarity": 7}, "similarity: Input should be less than or equal to 1"),
        ({"similarity": 0}, "similarity: Input should be greater than 0"),
        ({"likeness": 0.9}, "likeness: Extra inputs are not permitted"),
        ({"view": "title"}, "view: Input should be 'prompt', 'response' or 'record'"),
    ],
)
def test_a_setting_that_does_not_exist_is_told_by_name(sample: Records, settings: Row, said: str) -> None:
    with pytest.raises(curate.UsageError, match=said):
        curate.duplicates(sample, **settings)


def test_so_is_another_similarity_that_does_not_exist(sample: Records) -> None:
    with pytest.raises(curate.UsageError, match="similarity: Input should be less"):
        curate.duplicates(sample).rethreshold(2)


def test_in_a_notebook_it_says_how_many(sample: Records) -> None:
    found = curate.duplicates(sample)
    assert repr(found) == f"Duplicates({found.number} families, {len(found)} members, similarity 0.8)"
    assert repr(found) in found._repr_html_()
