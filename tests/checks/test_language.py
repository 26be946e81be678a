"""Languages nobody asked for."""

from collections.abc import Callable
from typing import Any

import curate
from curate.checks.language import OtherLanguage, UnexpectedLanguage


def test_without_expectations_it_is_not_applicable() -> None:
    assert "name some" in UnexpectedLanguage().not_applicable()
    assert UnexpectedLanguage(expect=("en",)).not_applicable() == ""


def test_the_prompt_is_the_turn_before_and_both_languages_are_named(records_of: Callable[..., Any]) -> None:
    asked = "tell me please why the lake always freezes from above and never from below in winter"
    said = "لأن الجليد أخف من الماء فيطفو على سطح البحيرة طوال فصل الشتاء ويحمي ما تحته"
    turns = [("user", "你好"), ("assistant", "hello"), ("user", asked), ("assistant", said)]
    records = records_of([{"messages": [{"role": role, "content": text} for role, text in turns]}])
    (row,) = curate.check(records, select=["LNG002"])["LNG002"].frame.iter_rows(named=True)
    assert row["message"] == "ar where the prompt is en"
    assert row["score"] >= 0.9


def test_it_runs_only_where_it_is_named(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    assert OtherLanguage.preview
    told = {each.check.code: each.status for each in curate.check(records_of([chat("Why?", "So.")])).statuses}
    assert told["LNG002"] == "not-selected"
