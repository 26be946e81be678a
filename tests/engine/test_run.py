from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate import Outcome, RowCheck, SetCheck, Step
from curate.checks import Check
from curate.clock import Clock
from curate.engine import run as engine
from curate.engine.finder import Finder
from curate.facts.view import View
from curate.ledger import DoesNotAddUp
from curate.pipeline import Pipeline, default_checks
from curate.records.columns import fact, is_response, text
from curate.records.records import Records
from curate.steps.base import Entering
from curate.steps.drop import Drop

Row = dict[str, Any]
Chat = Callable[..., Row]
Read = Callable[[Sequence[Row]], Records]

PROMPT = "How do I keep basil alive on a windowsill?"
BASIL = "Water it from below, turn it every few days, and pinch off the tops before it flowers."


class Exclaims(RowCheck, code="ACME001"):
    """The response cries out more often than it may."""

    most: int = 1

    def flag(self) -> pl.Expr:
        return is_response() & (self.score() > self.most)

    def score(self) -> pl.Expr:
        return text().str.count_matches("!").cast(pl.Float64)

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        return [(at, at + 1) for at, letter in enumerate(text) if letter == "!"]


class CanNotTell(RowCheck, code="ACME002"):
    """Nothing is known of any message."""

    def flag(self) -> pl.Expr:
        return pl.when(text().str.len_chars() < 0).then(pl.lit(value=True))


class SameLength(SetCheck, code="ACME003"):
    """An earlier record has as many words in its response."""

    def facts(self) -> tuple[str, ...]:
        return ("response-words",)

    def keys(self, part: pl.DataFrame) -> pl.DataFrame:
        return part.select("rank", fact("response-words").alias("words"))

    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        first = pl.col("rank").first().over("words").alias("related")
        found = keys.with_columns(first).filter(pl.col("rank") != pl.col("related"))
        return found.select("rank", "related", pl.lit(1.0).alias("score"), pl.lit("as long").alias("message"))


class Cap(Step):
    """Keeps the first records, and may lose, invent or count twice."""

    limit: int = 1
    lost: int = 0
    twice: int = 0

    def setting(self) -> str:
        return str(self.limit)

    def apply(self, entering: Entering) -> Outcome:
        records = entering.records
        over = records.slice(self.limit + self.lost)
        evidence = (pl.lit("CAP001").alias("code"), pl.lit("one too many").alias("message"))
        nothing = (pl.lit(None, pl.Float64).alias("score"), pl.lit(None, pl.UInt32).alias("related"))
        assert entering.findings.is_empty()
        return Outcome(records.head(self.limit + self.twice), over.select("rank", *evidence, *nothing))


def pipeline(*steps: Step, checks: Sequence[Check] = (), select: tuple[str, ...] = ()) -> Pipeline:
    return Pipeline(name="trial", steps=steps, checks=(*default_checks(), *checks), select=select)


def statuses(checked: curate.Checked) -> dict[str, tuple[str, int]]:
    return {status.check.code: (status.status, status.count) for status in checked.statuses}


def test_every_check_has_one_of_four_answers(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, BASIL), chat(PROMPT, "ok."), {"messages": "none"}])
    told = statuses(curate.check(records, ignore=["REF"]))
    assert told["LEN001"] == ("found", 1)
    assert told["FMT004"] == ("found", 1)
    assert told["TXT001"] == ("clean", 0)
    assert told["LNG001"] == ("not-applicable", 0)
    assert told["REF001"] == ("not-selected", 0)
    assert len(told) == len(default_checks())


def test_where_no_record_could_be_read_no_check_of_records_looks_clean(
    write_lines: Callable[..., Any],
) -> None:
    records = curate.read(write_lines([{"messages": "none"}]), format="messages")
    checked = curate.check(records, expect=["en"])
    of_records = [
        s
        for s in checked.statuses
        if not s.check.code.startswith("FMT") and not s.check.preview and not s.check.is_unset()
    ]
    assert {s.status for s in of_records} == {"not-applicable"}
    assert all(s.reason for s in checked.statuses if s.status == "not-applicable")


def test_no_record_at_all_goes_through_every_step(write_lines: Callable[..., Any]) -> None:
    records = curate.read(write_lines([{"messages": "none"}]), format="messages")
    result = curate.run("sft-default", records, expect=["en"])
    assert result.ledger.sentence() == "1 read = 1 rejected + 0 dropped + 0 kept"
    assert [(step.entered, step.kept) for step in result.ledger.steps] == [(0, 0)] * 4


def test_what_can_not_be_told_is_never_found(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, BASIL)])
    assert statuses(curate.check(records, [CanNotTell()]))["ACME002"] == ("clean", 0)
    result = curate.run(pipeline(Drop(on=("ACME002",)), checks=[CanNotTell()]), records)
    assert len(result.kept) == 1


def test_a_finding_holds_its_evidence(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, "Water it! Turn it! Pinch it.", id="b-7"), chat(PROMPT, BASIL)])
    (found,) = curate.check(records, [Exclaims()])["exclaims"].frame.iter_rows(named=True)
    assert (found["code"], found["id"], found["row"], found["at"]) == ("ACME001", "b-7", 1, "read")
    assert found["score"] == 2
    assert found["related"] is None
    assert found["message"] == "The response cries out more often than it may."
    assert [(p["path"], p["start"], p["end"]) for p in found["places"]] == [
        ("messages[1].content", 8, 9),
        ("messages[1].content", 17, 18),
    ]


def test_a_record_found_in_several_messages_is_one_finding_with_every_place(records_of: Read) -> None:
    turns = [("user", "Is it &amp; or &lt;?"), ("assistant", "Plain &amp; will do.")]
    records = records_of([{"messages": [{"role": role, "content": said} for role, said in turns]}])
    found = curate.check(records, select=["TXT001"]).findings.frame
    assert [[place["path"] for place in places] for places in found["places"]] == [
        ["messages[0].content", "messages[0].content", "messages[1].content"]
    ]


def test_places_in_joined_fields_are_told_in_the_users_own(records_of: Read) -> None:
    row = {"instruction": "Mend this:", "input": "It&#39;s fine.", "output": "It's fine &amp; well."}
    (places,) = curate.check(records_of([row]), select=["TXT001"]).findings.frame["places"]
    assert [(p["path"], p["start"], p["end"]) for p in places] == [("input", 2, 7), ("output", 10, 15)]


def test_a_step_looks_at_the_set_again_as_it_stands(records_of: Read, chat: Chat) -> None:
    """At reading the record with the smallest key leads; once it has left, another does."""
    rows = [chat(PROMPT, f"{BASIL} {name}") for name in ("Ann", "Bea", "Cem", "Dov")]
    records = records_of(rows)
    leader = min(str(record["key"]) for record in records)
    run = curate.run(pipeline(Drop(on=("ACME003",)), checks=[SameLength()]), records)
    assert [record["key"] for record in run.kept] == [leader]
    run = curate.run(pipeline(Cap(limit=2), Drop(on=("ACME003",)), checks=[SameLength()]), records)
    first_two = [str(record["key"]) for record in records][:2]
    assert [record["key"] for record in run.kept] == [min(first_two)]
    assert set(run.dropped.filter(pl.col("step") == 2)["related"]) == {min(first_two)}


def test_findings_that_a_step_made_again_say_so(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, BASIL), chat(PROMPT, BASIL.upper())])
    found = curate.run("dedup-only", records).findings["DUP001"].frame
    assert found["at"].to_list() == ["read", "1"]


def test_a_step_of_ones_own_may_act_on_no_check(records_of: Read, chat: Chat) -> None:
    result = curate.run(pipeline(Cap(limit=2)), records_of([chat(PROMPT, f"{BASIL} {n}") for n in "abc"]))
    assert result.ledger.steps[0].by_code == {"CAP001": 1}
    assert result.dropped["message"].to_list() == ["one too many"]


@pytest.mark.parametrize("step", [Cap(lost=1), Cap(twice=1)], ids=["loses one", "counts one twice"])
def test_a_step_whose_account_is_wrong_stops_the_run(records_of: Read, chat: Chat, step: Cap) -> None:
    records = records_of([chat(PROMPT, f"{BASIL} {n}") for n in "abc"])
    with pytest.raises(DoesNotAddUp):
        curate.run(pipeline(step), records)


def test_what_is_kept_stands_in_the_order_of_the_input(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, f"{BASIL} {n}", id=n) for n in "hgfedcba"])
    kept = curate.run(pipeline(Drop(on=("LEN",))), records).kept
    assert [record["id"] for record in kept] == list("hgfedcba")


def test_what_is_kept_holds_nothing_that_could_not_be_read(write_lines: Callable[..., Path], chat: Chat) -> None:
    path = write_lines([chat(PROMPT, BASIL), {"messages": 7}])
    result = curate.run(pipeline(), curate.read(path))
    assert len(result.records.rejects) == 1
    assert result.kept.rejects == ()
    assert result.kept.index.columns == result.records.index.columns


def test_the_time_of_each_part_is_kept(records_of: Read, chat: Chat) -> None:
    clock = Clock()
    engine.run(records_of([chat(PROMPT, BASIL)]), pipeline(Drop(on=("LEN",)), select=("LEN",)), clock=clock)
    assert [timing.part for timing in clock.timings] == [
        "look",
        "check LEN001",
        "check LEN002",
        "check LEN003",
        "check LEN004",
        "compare",
        "step 1 drop",
    ]
    assert all(timing.wall_s >= 0 and timing.peak_mb > 1 and timing.records == 1 for timing in clock.timings)


def test_what_is_being_done_is_told(records_of: Read, chat: Chat) -> None:
    told: list[str] = []
    engine.run(
        records_of([chat(PROMPT, BASIL)]), pipeline(Drop(on=("DUP002",))), tell=lambda what, *_: told.append(what)
    )
    assert "step 1, drop" in told


def test_an_order_decides_who_leads(records_of: Read, chat: Chat) -> None:
    frame = records_of([chat(PROMPT, f"{BASIL} {n}") for n in "abc"]).frame
    keys = Finder([SameLength()]).look(View.of(frame))["keys-ACME003"].sort("rank")
    assert set(Finder([]).compare(SameLength(), keys).found["related"]) == {0}
    assert set(Finder([]).compare(SameLength(), keys.reverse()).found["related"]) == {2}


BAD = "Water it! Turn it! Pinch it!"
PREFERENCES = [
    {"prompt": PROMPT, "chosen": BASIL, "rejected": BAD},
    {"prompt": PROMPT, "chosen": BAD, "rejected": BASIL},
    {"prompt": "Go! Now! Quick!", "chosen": BASIL, "rejected": BASIL + " Often."},
]


class Shouts(RowCheck, code="ACME008"):
    """A message cries out more than once."""

    def flag(self) -> pl.Expr:
        return text().str.count_matches("!") > 1


class ShoutsAnywhere(Shouts, code="ACME009"):
    """A message cries out more than once, also one of a response that was not chosen."""

    of_rejected = True


@pytest.mark.parametrize(
    ("check", "places"),
    [
        (Shouts(), {2: ["chosen"], 3: ["prompt"]}),
        (ShoutsAnywhere(), {1: ["rejected"], 2: ["chosen"], 3: ["prompt"]}),
    ],
)
def test_a_response_that_was_not_chosen_is_judged_only_where_a_check_says_so(
    records_of: Read, check: Check, places: dict[int, list[str]]
) -> None:
    found = curate.check(records_of(PREFERENCES), [check])[check.code].frame

    assert {
        row: [place["path"] for place in each] for row, each in found.select("row", "places").iter_rows()
    } == places
