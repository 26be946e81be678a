"""Records and their messages, with facts computed at most once."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from curate.facts import view as views
from curate.facts.base import Fact
from curate.facts.view import View, facts_in
from curate.records.columns import fact, text

Row = dict[str, Any]


@pytest.fixture
def view(records_of: Callable[..., Any], chat: Callable[..., Row]) -> View:
    return View.of(
        records_of([chat(f"Name pier {n}.", f"Pier {n} is the one by the mill.") for n in range(4)]).frame
    )


def test_a_fact_is_computed_at_most_once(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def compute(messages: pl.DataFrame, _tell: object) -> pl.Series:
        calls.append(messages.height)
        return pl.Series([1] * messages.height)

    monkeypatch.setattr(views, "fact_called", lambda name: Fact(name, "message", compute))
    view.need(["tides"])
    view.need(["tides", "tides"])
    assert calls == [8]


def test_expressions_name_the_facts_they_read() -> None:
    assert facts_in([text(), fact("words") > fact("tides"), fact("words")]) == ("words", "tides")


def test_a_part_keeps_its_facts_and_its_messages(view: View) -> None:
    view.need(["words", "digest"])
    part = view.only(pl.Series([1, 2], dtype=pl.UInt32))
    assert (part.records.height, part.messages.height) == (2, 4)
    assert "fact:words" in part.messages.columns
    assert "fact:digest" in part.records.columns
    rest = view.without(part.records["rank"])
    assert sorted([*part.records["rank"], *rest.records["rank"]]) == [0, 1, 2, 3]
