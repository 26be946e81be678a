import polars as pl

from curate.decisions import Decision, Decisions
from curate.engine.run import numbered
from curate.steps.base import Entering
from curate.steps.decided import Decided
from curate.steps.drop import Drop


def decided(*lines: Decision) -> Decided:
    return Decided(decisions=Decisions(file="d.csv", lines=lines))


def entering(*keys: str) -> Entering:
    records = pl.DataFrame({"key": keys}).with_row_index("rank")
    return Entering(records, pl.DataFrame(), {}, 0)


def line(key: str, decision: str, code: str = "", why: str = "") -> Decision:
    return Decision.model_validate({"key": key, "decision": decision, "code": code, "by": "Ann", "why": why})


def test_records_go_under_the_code_they_were_decided_for_or_one_of_the_step() -> None:
    outcome = decided(line("a", "drop", why="names a child"), line("c", "drop", "LEN001")).apply(
        entering("a", "b", "c")
    )
    assert outcome.kept["key"].to_list() == ["b"]
    assert outcome.dropped.select("rank", "code", "message").rows() == [
        (0, "DEC001", "drop by Ann: names a child"),
        (2, "LEN001", "drop by Ann"),
    ]


def test_a_record_that_is_decided_twice_goes_once() -> None:
    outcome = decided(line("a", "drop"), line("a", "drop", "LEN001")).apply(entering("a", "b"))
    assert outcome.dropped["rank"].to_list() == [0]


def test_what_is_to_be_kept_is_no_reason_to_drop() -> None:
    outcome = decided(line("a", "keep"), line("b", "keep", "LEN001")).apply(entering("a", "b"))
    assert outcome.dropped.is_empty()
    assert outcome.note == ""


def test_keys_of_no_record_are_counted() -> None:
    outcome = decided(line("x", "keep"), line("x", "drop"), line("a", "drop")).apply(entering("a"))
    assert outcome.note == "1 key is of no record of this set"


def test_no_decision_keeps_everything() -> None:
    assert decided().apply(entering("a", "b")).kept["key"].to_list() == ["a", "b"]


def test_the_ledger_shows_the_file_and_how_many_decisions_it_holds() -> None:
    assert decided(line("a", "drop"), line("b", "keep"), line("c", "keep")).setting() == "d.csv: 1 drop, 2 keep"


def test_what_people_decided_is_step_0_so_that_gates_on_steps_mean_what_they_say() -> None:
    step = Drop(on=("LEN001",))
    assert [number for number, _ in numbered((Decided(), step))] == [0, 1]
    assert [number for number, _ in numbered((step,))] == [1]
