"""Nothing is lost, order decides nothing, and cleaning twice is cleaning once: for every step."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate import Step
from curate.steps import BUILTIN, Cap, Drop, KeepOne, Redact, Relabel, Repair, Sample, Split
from tests.steps.laws import ROWS, Row, again, decided, run, shuffled

STEPS: dict[str, tuple[Step, ...]] = {
    "drop on": (Drop(on=("LEN001", "ACME001")),),
    "drop by score": (Drop(on=("ACME001", "LEN001"), min_score=1, max_score=1),),
    "drop named": (Drop(ids=("0-0", "2-4"), writers=("Ann",)),),
    "drop twins": (Drop(on=("ACME001", "DUP002")),),
    "keep-one by key": (KeepOne(of="DUP002"),),
    "keep-one longest": (KeepOne(of="DUP002", prefer="longest-response"),),
    "keep-one newest": (KeepOne(of="DUP002", prefer="newest", by="date"),),
    "keep-one highest": (KeepOne(of="DUP001", prefer="highest", by="score"),),
    "keep-one source-order": (KeepOne(of="DUP002", prefer="source-order", by="writer", sources=("Ben", "Ann")),),
    "repair": (Repair(on=("ACME001",)),),
    "redact": (Redact(on=("PII001",)),),
    "relabel": (Relabel(field="quality", to="gold", where="score > 1 or writer = 'Ann'"),),
    "cap per writer": (Cap(per="writer", most=2),),
    "cap per family": (Cap(of="DUP001", most=2),),
    "sample": (Sample(records=5),),
    "split": (Split(held_out=0.3),),
    "all together": (
        *(
            Repair(on=("ACME001",)),
            Redact(),
            Relabel(field="type", to="garden", where="score = 1"),
            Drop(on=("LEN001",)),
        ),
        *(KeepOne(of="DUP002", prefer="newest", by="date"), Cap(per="writer", most=3), Split(held_out=0.3)),
    ),
    "share": (Sample(share=0.4),),
}
ALWAYS = ("all together", "keep-one newest", "share")
"""Held in every run of the tests; the others take their time."""


def each(*but: str) -> pytest.MarkDecorator:
    slow = {name: () if name in ALWAYS else pytest.mark.slow for name in STEPS}
    cases = [pytest.param(STEPS[name], id=name, marks=slow[name]) for name in STEPS if name not in but]
    return pytest.mark.parametrize("steps", cases)


FEW = settings(max_examples=6, deadline=None)


def test_the_laws_are_held_to_every_step() -> None:
    assert {type(step) for steps in STEPS.values() for step in steps} == set(BUILTIN)


@each()
@FEW
@given(rows=ROWS, seed=st.integers(0, 9))
def test_every_record_is_kept_or_dropped_once_whatever_the_order_of_the_input(
    steps: tuple[Step, ...], rows: list[Row], seed: int
) -> None:
    result = run(rows, *steps, seed=seed)
    kept, dropped = [str(record["key"]) for record in result.kept], result.dropped["key"].to_list()
    assert sorted(kept + dropped) == sorted(result.records.frame["key"])
    for step in result.ledger.steps:
        assert step.entered == step.kept + step.dropped
    assert decided(run(shuffled(rows, seed), *steps, seed=seed)) == decided(result)


# A share of what a share left is smaller: `sample` with a share is the one step that does not come to rest.
@each("share")
@FEW
@given(rows=ROWS, seed=st.integers(0, 9))
def test_a_second_run_over_what_was_kept_drops_and_edits_nothing(
    steps: tuple[Step, ...], rows: list[Row], seed: int
) -> None:
    second = again(run(rows, *steps, seed=seed))
    assert second.ledger.dropped == 0
    assert second.edited.is_empty()


def test_a_share_is_taken_again_of_what_a_share_left() -> None:
    first = run([], *STEPS["share"])
    assert (first.ledger.kept, first.ledger.dropped) == (0, 1)


@pytest.mark.parametrize(
    "name", ["drop named", "drop by score", "cap per writer", "relabel", "keep-one newest", "keep-one highest"]
)
@FEW
@given(rows=ROWS)
def test_a_record_of_which_nothing_is_known_is_not_dropped_for_it(name: str, rows: list[Row]) -> None:
    """A record without writer, date, score and id, like no other, goes for none of them."""
    unknown = {"role": "user", "content": "Which bridge over the Limmat is the oldest one still standing?"}
    answer = {
        "role": "assistant",
        "content": "The Rathausbrücke stands on the oldest site, rebuilt many times since.",
    }
    rows = [{**row, "id": None, "messages": [unknown, answer]} if at == 0 else row for at, row in enumerate(rows)]
    rows = [
        dict.fromkeys(row, None) | {"messages": row["messages"]} if at == 0 else row for at, row in enumerate(rows)
    ]
    result = run(rows, *STEPS[name])
    told = [str(record["messages"]) for record in result.kept]
    assert not rows or any("Limmat" in each for each in told)
