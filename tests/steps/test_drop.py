from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

import curate
from curate.checks import RowCheck
from curate.errors import UnknownName, UsageError
from curate.pipeline import Pipeline, default_checks
from curate.records.records import Records
from curate.steps.drop import Drop

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]

FAMILIES = ("DUP", "LEN", "LNG", "REF", "STR", "TPL", "TXT")
"""Of what is found here, by whatever name it is dropped."""
RICE = (
    "Rinse the rice until the water runs clear, simmer it under a lid for twelve minutes, take it off the heat "
    "and let it rest for five more before you lift the lid."
)


def dropping(*on: str) -> Pipeline:
    return Pipeline(name="leave-out", steps=(Drop(on=on),), select=FAMILIES)


def test_a_record_found_by_a_named_check_is_left_out(records_of: Read, chat: Callable[..., Row]) -> None:
    records = records_of([chat("How long does rice take?", "ok."), chat("How long does rice take?", RICE)])
    result = curate.run(dropping("short-response"), records)
    assert result.dropped.select("row", "step", "code", "name", "score").rows() == [
        (1, 1, "LEN001", "short-response", 1.0)
    ]
    assert [record["messages"][1]["content"] for record in result.kept] == [RICE]


def test_findings_of_other_checks_drop_nothing(records_of: Read, chat: Callable[..., Row]) -> None:
    records = records_of([chat("How long does rice take?", "ok."), chat("How long does rice take?", RICE)])
    assert len(curate.run(dropping("TXT001", "REF"), records).kept) == 2


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        (("LEN001", "TPL001"), "LEN001"),
        (("TPL001", "LEN001"), "TPL001"),
        (("TPL", "LEN"), "TPL001"),
        (("template-leftover", "short-response"), "TPL001"),
    ],
)
def test_a_record_found_by_several_is_counted_under_the_first_named(
    records_of: Read, chat: Callable[..., Row], on: tuple[str, ...], counted: str
) -> None:
    result = curate.run(dropping(*on), records_of([chat("Tell me about canals.", "Sure.<|im_end|>")]))
    assert result.ledger.steps[0].by_code == {counted: 1}


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (("STR",), tuple(f"STR00{number}" for number in range(1, 7))),
        (("LEN002", "LEN"), ("LEN002", "LEN001", "LEN003", "LEN004")),
        (("near-duplicate", "LEN001"), ("DUP002", "LEN001")),
        (("LEN001", "LEN001"), ("LEN001",)),
    ],
)
def test_families_stand_for_their_codes_in_the_order_named(on: tuple[str, ...], codes: tuple[str, ...]) -> None:
    assert tuple(Drop(on=on).codes(default_checks())) == codes


def test_a_name_that_no_check_has_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"no check called 'short-replay'\. Did you mean 'short-response'"):
        Drop(on=("short-replay",)).codes(default_checks())


def test_a_step_that_drops_on_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="name what to drop"):
        Drop(on=())


def test_the_ledger_shows_what_was_named() -> None:
    assert Drop(on=("STR", "short-response")).setting() == "STR short-response"


def test_a_record_that_could_not_be_judged_is_kept(records_of: Read) -> None:
    """A call of a tool has no text, so most checks can not tell anything of it."""
    call = {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "clock", "arguments": "{}"}}]}
    turns = [
        {"role": "user", "content": "How late is it in Lima?"},
        call,
        {"role": "tool", "tool_call_id": "1", "content": "16:30"},
        {"role": "assistant", "content": "It is half past four in the afternoon there."},
    ]
    result = curate.run(dropping("STR", "LEN", "REF", "TPL", "TXT", "LNG"), records_of([{"messages": turns}]))
    assert len(result.kept) == 1


@pytest.mark.parametrize("on", [("TXT001", "DUP002"), ("DUP002", "TXT001")])
def test_the_twin_of_a_dropped_duplicate_is_kept(
    records_of: Read, chat: Callable[..., Row], on: tuple[str, ...]
) -> None:
    """Of a family whose leader goes for another reason, a member has to stay."""
    for damaged in range(4):
        endings = ["Enjoy!", "Enjoy!", "Yum!", "Serve it with butter."]
        endings[damaged] += " The cafÃ© way."
        rows = [chat("How do I cook rice?", f"{RICE} {ending}") for ending in endings]
        result = curate.run(dropping(*on), records_of(rows))
        kept = {record["key"] for record in result.kept}
        assert set(result.dropped["related"].drop_nulls()) <= kept


@pytest.mark.parametrize("on", [("DUP",), ("DUP001", "DUP002"), ("STR", "near-duplicate", "exact-duplicate")])
def test_two_checks_of_duplicates_in_one_step_are_refused(on: tuple[str, ...]) -> None:
    """The twin that one of them keeps could be a member for the other."""
    with pytest.raises(UsageError, match="DUP001 and DUP002"):
        Drop(on=on).codes(default_checks())


def kept(result: curate.Result) -> list[str]:
    return [record["id"] for record in result.kept]


def named(records_of: Read, chat: Callable[..., Row], *rows: Row) -> Records:
    return records_of([chat(f"How long does rice take, cook {at}?", RICE, **row) for at, row in enumerate(rows)])


def test_records_go_by_key_by_their_own_name_and_by_writer(records_of: Read, chat: Callable[..., Row]) -> None:
    records = named(records_of, chat, *({"id": name, "writer": f"cook {name}"} for name in "abcd"))
    key = records.frame.filter(row=1)["key"].item()
    step = Drop(keys=(key, "0000"), ids=("b", "z"), writers=("cook c",))
    result = curate.run(Pipeline(name="withdrawn", steps=(step,), select=FAMILIES), records)
    assert kept(result) == ["d"]
    assert set(result.dropped.select("code", "name", "message").rows()) == {
        ("DRP001", "named-by-the-pipeline", "named by the pipeline")
    }
    assert step.setting() == "2 keys 2 ids 1 writer"


def test_a_record_that_is_named_and_found_goes_as_named(records_of: Read, chat: Callable[..., Row]) -> None:
    records = records_of(
        [chat("Explain how rice is cooked.", "ok.", id="a"), chat("Explain rice.", "ok.", id="b")]
    )
    step = Drop(on=("LEN001",), ids=("a",))
    result = curate.run(Pipeline(name="both", steps=(step,), select=FAMILIES), records)
    assert result.ledger.steps[0].by_code == {"DRP001": 1, "LEN001": 1}


def test_writers_stand_where_the_field_says_as_text_or_number(records_of: Read, chat: Callable[..., Row]) -> None:
    rows: list[Row] = [{"id": str(at), "meta": {"by": by}} for at, by in enumerate((7, 17, None))]
    step = Drop(writers=("17",), writer_field="meta.by")
    result = curate.run(Pipeline(name="w", steps=(step,), select=FAMILIES), named(records_of, chat, *rows))
    assert kept(result) == ["0", "2"]


@pytest.mark.parametrize(
    ("least", "most", "stays"), [(2, None, "ab"), (None, 1, "bcd"), (1, 1, "bcd"), (2, 2, "ab"), (None, None, "b")]
)
def test_only_findings_with_such_a_score_count(
    records_of: Read, chat: Callable[..., Row], least: float | None, most: float | None, stays: str
) -> None:
    """`b` is long enough; the others have one, two and two words."""
    said = {"a": "Slowly.", "b": RICE, "c": "Very slowly.", "d": "Rather slowly."}
    records = records_of(
        [chat(f"Explain how rice is cooked, cook {name}.", text, id=name) for name, text in said.items()]
    )
    step = Drop(on=("LEN001",), min_score=least, max_score=most)
    assert "".join(kept(curate.run(Pipeline(name="s", steps=(step,), select=FAMILIES), records))) == stays


def test_a_finding_without_a_score_has_none_that_counts(records_of: Read, chat: Callable[..., Row]) -> None:
    class Unscored(RowCheck, code="ACME004"):
        """Every message is found."""

        def flag(self) -> pl.Expr:
            return pl.lit(value=True)

    records = records_of([chat("Tell me about canals.", RICE, id="a")])
    for step, stays in ((Drop(on=("ACME004",)), []), (Drop(on=("ACME004",), min_score=0), ["a"])):
        pipeline = Pipeline(name="s", steps=(step,), checks=(Unscored(),))
        assert kept(curate.run(pipeline, records)) == stays


@pytest.mark.parametrize("named", [{"keys": ("9f2c",)}, {"ids": ("r-1",)}, {"writers": ("Ann",)}])
def test_the_twin_of_a_duplicate_can_not_be_named_in_the_same_step(named: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(UsageError, match="could be named itself"):
        Drop(on=("DUP001",), **named).codes(default_checks())
    assert Drop(on=("LEN001",), **named).codes(default_checks()) == ("LEN001",)
