"""Responses that change their language."""

from collections.abc import Callable
from typing import Any

import curate
from curate.checks.mixed import MixedLanguages

ENGLISH = (
    "The path along the dyke is dry for three hours on both sides of low water. Walk it with the wind behind you, "
    "and turn round at the second beacon, whatever the sky looks like. The sheep know the way back."
)
CHINESE = (
    "沿着堤坝走的小路在低潮前后三个小时内是干的。请顺风走，到了第二个航标就掉头，不管天色如何。羊群认得回来的路，跟着它们走就不会迷路，"
    "也不会弄湿鞋子。天黑以前一定要回到岸上，因为潮水来得比人走得快。"
)


def test_the_message_names_the_languages_and_the_score_is_the_share_of_the_others(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    records = records_of([chat("When can we walk there?", f"{ENGLISH}\n\n{CHINESE}")])
    (row,) = curate.check(records, select=["LNG003"])["LNG003"].frame.iter_rows(named=True)
    assert row["message"] == "in en and zh"
    assert 0.35 < row["score"] < 0.45


def test_a_larger_share_is_what_it_would_pass_with(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    records = records_of([chat("When can we walk there?", f"{ENGLISH}\n\n{CHINESE}")])
    (row,) = curate.check(records, select=["LNG003"])["LNG003"].frame.iter_rows(named=True)
    check = MixedLanguages(**MixedLanguages().passing(row["score"], row["message"]))
    assert check.max_share < 1
    passed = curate.check(records, select=["LNG003"], checks=[check])
    assert len(passed["LNG003"]) == 0


def test_it_runs_only_where_it_is_named(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    told = {each.check.code: each.status for each in curate.check(records_of([chat("Why?", "So.")])).statuses}
    assert told["LNG003"] == "not-selected"
