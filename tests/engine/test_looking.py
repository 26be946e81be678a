from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

import curate
from curate.checks import Check, RowCheck
from curate.checks.length import ShortResponse
from curate.engine.finder import Finder
from curate.engine.looked import Looked
from curate.engine.looking import Looking, Means
from curate.engine.state import State
from curate.files.cache import Cache
from curate.progress import silent
from curate.records.columns import field
from curate.records.records import Records
from tests.at_work import lay


class Scored(RowCheck, code="ACME005"):
    """The record's own score is low."""

    def flag(self) -> pl.Expr:
        return field("score") < 3


@pytest.fixture
def basil(tmp_path: Path) -> Records:
    return curate.read(lay(tmp_path / "basil.jsonl"))


def looking(checks: Sequence[Check], cache: Cache | None = None, reads: tuple[str, ...] = ()) -> Looking:
    return Looking(Finder(checks), reads, Means(cache=cache), silent)


def asked(basil: Records, tmp_path: Path, *checks: Check, reads: tuple[str, ...] = ()) -> str | None:
    """What a look with these checks asks of the cache."""
    recall = looking(checks, Cache(tmp_path / "cache"), reads).first(State(basil, Looked(Means().shelf))).recall
    return recall.asked if recall else None


def test_what_is_asked_is_told_by_checks_settings_and_facts(basil: Records, tmp_path: Path) -> None:
    one = asked(basil, tmp_path, ShortResponse())
    assert one == asked(basil, tmp_path, ShortResponse())
    assert one != asked(basil, tmp_path, ShortResponse(min_words=7))
    assert one != asked(basil, tmp_path)
    assert one != asked(basil, tmp_path, ShortResponse(), reads=("response-words",))


def test_what_a_check_reads_beside_the_records_is_asked_too(
    basil: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = asked(basil, tmp_path, ShortResponse())
    monkeypatch.setattr(ShortResponse, "also_reads", lambda _: "a tokenizer")
    assert one != asked(basil, tmp_path, ShortResponse())


def test_of_a_check_that_no_file_holds_nothing_is_recalled(
    basil: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scored, "__module__", "typed_by_hand")
    assert looking([Scored()], Cache(tmp_path / "cache"))._recall(basil) is None


def test_without_a_cache_nothing_is_recalled(basil: Records) -> None:
    state = looking([ShortResponse()]).first(State(basil, Looked(Means().shelf)))
    assert state.recall is None
