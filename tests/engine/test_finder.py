from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest

import curate
from curate.checks import Check, RowCheck
from curate.checks.duplicates import ExactDuplicate
from curate.checks.language import UnexpectedLanguage
from curate.checks.length import ShortResponse
from curate.engine.finder import ASIDES, Finder, asides_of
from curate.errors import UsageError
from curate.facts.view import View
from curate.findings import SCHEMA
from curate.overrides import Override
from curate.pipeline import Pipeline, default_checks
from curate.records.columns import is_response, text, words
from curate.records.records import Records
from curate.where import Where

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]
Chat = Callable[..., Row]

PROMPT = "Explain how a canal lock lifts a boat."
LOCK = "Water from the upper reach fills the chamber until the boat floats level with it."


class Wordy(RowCheck, code="ACME001"):
    """A response has more words than it may."""

    most: int = 3
    exempt_types = ("story",)

    def flag(self) -> pl.Expr:
        return is_response() & (words() > self.most)


def view_of(records: Records) -> View:
    return View.of(records.frame, field=records.field)


def rows_found(records: Records, finder: Finder) -> list[tuple[int, str, str | None]]:
    found = finder.find(view_of(records)).join(records.frame.select("rank", "row"), on="rank")
    return sorted(found.select("row", "code", "ignored").rows())


def test_each_check_that_can_run_finds_at_most_once_in_a_record(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, LOCK), chat(PROMPT, LOCK), chat(PROMPT, "ok.")])
    finder = Finder([ShortResponse(), ExactDuplicate(), UnexpectedLanguage(), Wordy()])
    found = finder.find(view_of(records))
    assert dict(found.schema) == SCHEMA
    assert found.select("rank", "code").is_duplicated().sum() == 0
    assert found["code"].value_counts().sort("code").rows() == [("ACME001", 2), ("DUP001", 1), ("LEN001", 1)]


def test_without_records_or_checks_nothing_is_found(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, "ok.")])
    assert Finder([]).find(view_of(records)).is_empty()
    none = View.of(records.frame.clear(), field=records.field)
    finder = Finder(default_checks())
    assert finder.find(none).is_empty()


def test_a_look_finds_what_single_records_show_and_keeps_what_checks_of_the_set_need(
    records_of: Read, chat: Chat
) -> None:
    records = records_of([chat(PROMPT, "ok."), chat(PROMPT, "ok.")])
    looked = Finder([ShortResponse(), ExactDuplicate()]).look(view_of(records), ["response-words"])
    assert looked["findings"]["code"].unique().to_list() == ["LEN001"]
    assert looked["keys-DUP001"].columns == ["rank", "digest"]
    assert looked["reads"]["fact:response-words"].to_list() == [1, 1]
    assert looked["timings"]["part"].to_list() == ["check LEN001", "check DUP001"]


def test_a_kind_of_prompt_in_which_it_is_no_defect_is_passed(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, LOCK, type="story"), chat(PROMPT, LOCK, type="qa"), chat(PROMPT, LOCK)])
    assert [row for row, *_ in rows_found(records, Finder([Wordy()]))] == [2, 3]


def test_each_record_is_judged_once_by_the_settings_that_hold_for_it(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, LOCK, desk=desk, n=at) for at, desk in enumerate(["a", "b", "a", None])])
    lax = Override(where=Where("desk = 'a'"), settings={Wordy: {"most": 99}})
    strict = Override(where=Where("n > 1"), settings={Wordy: {"most": 1}})
    assert [row for row, *_ in rows_found(records, Finder([Wordy(most=50)], [lax]))] == []
    assert [row for row, *_ in rows_found(records, Finder([Wordy()], [lax]))] == [2, 4]
    assert [row for row, *_ in rows_found(records, Finder([Wordy()], [lax, strict]))] == [2, 3, 4]
    assert [row for row, *_ in rows_found(records, Finder([Wordy()], [strict, lax]))] == [2, 4]


def test_a_check_runs_if_it_can_for_any_record() -> None:
    asks = Override(where=Where("desk = 'a'"), settings={UnexpectedLanguage: {"expect": ("en",)}})
    assert not Finder([]).runs(UnexpectedLanguage())
    assert Finder([], [asks]).runs(UnexpectedLanguage())
    assert Finder([]).runs(ShortResponse())


def test_a_finding_that_is_set_aside_is_told_and_says_why(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, LOCK), chat(PROMPT, LOCK)])
    ranks = records.frame["rank"].to_list()
    asides = pl.DataFrame([(ranks[1], "ACME001", "known")], schema=ASIDES, orient="row")
    assert rows_found(records, Finder([Wordy()], (), asides)) == [(1, "ACME001", None), (2, "ACME001", "known")]


@pytest.mark.parametrize(
    ("said", "ignored"),
    [
        (["LEN001"], {"LEN001"}),
        (["LEN"], {"LEN001"}),
        (["short-response"], {"LEN001"}),
        ("LEN001, ACME", {"LEN001", "ACME001"}),
        ("LEN001;wordy", {"LEN001", "ACME001"}),
        (["ACME001", 3, None], {"ACME001"}),
        (["LEN009", "len001"], set()),
        (True, set()),
        ({"LEN001": True}, set()),
        ("", set()),
        (None, set()),
    ],
)
def test_a_record_says_itself_what_is_to_be_ignored(
    records_of: Read, chat: Chat, said: object, ignored: set[str]
) -> None:
    checks: list[Check] = [ShortResponse(min_words=5), Wordy(most=1)]
    records = records_of([chat(PROMPT, "It floats.", curate_ignore=said), chat(PROMPT, "It floats.")])
    told = rows_found(records, Finder(checks, (), asides_of(records.frame, checks)))
    assert {code for row, code, why in told if row == 1 and why} == ignored
    assert {why for _, _, why in told} <= {None, "the record itself asks for it"}
    assert [code for row, code, why in told if row == 2 and why is None] == ["ACME001", "LEN001"]


@pytest.mark.parametrize("name", ["d.csv", "d.parquet"])
def test_cells_and_columns_say_what_is_to_be_ignored(tmp_path: Any, name: str) -> None:  # noqa: ANN401
    if name == "d.csv":
        text = f'prompt,completion,curate_ignore\n{PROMPT},ok.,"LEN001, REF"\n{PROMPT},ok.,\n'
        (tmp_path / name).write_text(text)
    else:
        column = pl.Series([["short-response"], None], dtype=pl.List(pl.String))
        pl.DataFrame({"prompt": [PROMPT] * 2, "completion": ["ok."] * 2, "curate_ignore": column}).write_parquet(
            tmp_path / name
        )
    checked = curate.check(curate.read(tmp_path / name), select=["LEN001"])
    assert checked["LEN001"].frame["ignored"].to_list() == ["the record itself asks for it", None]
    assert {s.check.code: s.count for s in checked.statuses}["LEN001"] == 1


def test_a_field_that_only_a_late_record_has_is_heeded(records_of: Read, chat: Chat) -> None:
    rows = [chat(PROMPT, f"{LOCK} {at}") for at in range(1500)]
    records = records_of([*rows, chat(PROMPT, "ok.", curate_ignore=["LEN"]), chat(PROMPT, "ok.")])
    pipeline = Pipeline(name="t", checks=default_checks(), select=("LEN001",))
    found = curate.run(pipeline, records)["LEN001"].frame
    assert found.select("row", "ignored").rows() == [(1501, "the record itself asks for it"), (1502, None)]


class SaysHeron(RowCheck, code="ACME009"):
    """A response names a bird."""

    def glance(self) -> pl.Expr:
        return is_response()

    def flag(self) -> pl.Expr:
        return text().str.contains("(?i)heron")


def test_a_flag_is_asked_only_of_messages_that_a_glance_does_not_pass(records_of: Read, chat: Chat) -> None:
    records = records_of([chat("Is that a heron?", "It is a stork."), chat("A heron?", "Yes, a grey heron.")])
    found = curate.check(records, [SaysHeron()])["ACME009"].frame
    assert found["row"].to_list() == [2]
    assert [each["path"] for each in found["places"].to_list()[0]] == ["messages[1].content"]


class Talks(RowCheck, code="ACME007"):
    """A message says something."""

    def flag(self) -> pl.Expr:
        return pl.lit(value=True)

    def message(self) -> pl.Expr:
        return "it talks"  # type: ignore[return-value]


def test_a_method_that_gives_no_expression_is_named(records_of: Read, chat: Chat) -> None:
    with pytest.raises(UsageError, match=r"Talks.message\(\) gives a str, not a polars expression"):
        curate.check(records_of([chat("Who is there?", "A heron, on one leg.")]), [Talks()])
