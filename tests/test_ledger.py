from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from curate.ledger import DoesNotAddUp, GateEntry, Ledger, StepEntry

Row = dict[str, Any]
DROPS = st.lists(
    st.dictionaries(st.sampled_from(["LEN001", "DUP002", "TXT001"]), st.integers(1, 40), max_size=3), max_size=4
)


COUNTS = st.sampled_from(["read", "parsed", "rejected", "dropped", "kept"])


def account(drops: list[dict[str, int]], *, kept: int = 300, rejected: int = 2) -> Row:
    """The values of a ledger in which every record has its place."""
    dropped = sum(sum(codes.values()) for codes in drops)
    left = kept + dropped
    steps: list[Row] = []
    for number, codes in enumerate(drops, 1):
        gone = sum(codes.values())
        entry = {"step": number, "use": "drop", "setting": " ".join(codes), "by_code": codes}
        steps.append({**entry, "in": left, "kept": left - gone, "dropped": gone})
        left -= gone
    parsed = kept + dropped
    counts = {"read": parsed + rejected, "parsed": parsed, "rejected": rejected, "dropped": dropped, "kept": kept}
    return {**counts, "steps": steps, "inputs": [], "gates": []}


@given(drops=DROPS, kept=st.integers(0, 500), rejected=st.integers(0, 9))
def test_an_account_in_which_every_record_has_its_place_is_accepted(
    drops: list[dict[str, int]], kept: int, rejected: int
) -> None:
    ledger = Ledger(**account(drops, kept=kept, rejected=rejected))
    assert ledger.read == ledger.rejected + ledger.dropped + ledger.kept


@given(drops=DROPS, off=st.integers(-3, 3).filter(bool), count=COUNTS)
def test_an_account_that_is_short_of_a_record_is_refused(
    drops: list[dict[str, int]], off: int, count: str
) -> None:
    values = account(drops)
    with pytest.raises(DoesNotAddUp):
        Ledger(**{**values, count: values[count] + off})


@pytest.mark.parametrize("which", ["in", "kept", "dropped"])
@pytest.mark.parametrize("off", [-1, 1])
def test_a_step_that_is_short_of_a_record_is_refused(which: str, off: int) -> None:
    step = account([{"LEN001": 3, "DUP002": 1}])["steps"][0]
    assert StepEntry(**step).dropped == 4
    with pytest.raises(DoesNotAddUp, match="step 1: "):
        StepEntry(**{**step, which: step[which] + off})


def test_a_step_that_drops_a_record_without_a_code_is_refused() -> None:
    step = account([{"LEN001": 3}])["steps"][0]
    with pytest.raises(DoesNotAddUp):
        StepEntry(**{**step, "by_code": {"LEN001": 2}})


def test_a_step_that_gets_fewer_than_the_one_before_kept_is_refused() -> None:
    values = account([{"LEN001": 3}, {"DUP002": 2}])
    values["steps"][1].update({"in": 301, "kept": 299})
    with pytest.raises(DoesNotAddUp, match="step 2 got 301 records of 302"):
        Ledger(**values)


def test_the_whole_account_is_one_sentence() -> None:
    ledger = Ledger(**account([{"LEN001": 1200}, {"DUP002": 34}], kept=9000))
    assert ledger.sentence() == "10,236 read = 2 rejected + 1,234 dropped + 9,000 kept"


def gate(*, holds: bool) -> GateEntry:
    return GateEntry(gate="min_records", limit=1, value=3, holds=holds)


@pytest.mark.parametrize(
    ("gates", "holds"),
    [([], True), ([gate(holds=True)], True), ([gate(holds=True), gate(holds=False)], False)],
    ids=["no gate", "one that holds", "one of two is broken"],
)
def test_a_run_holds_if_every_gate_does(gates: list[GateEntry], *, holds: bool) -> None:
    ledger = Ledger(**{**account([]), "gates": gates})
    assert ledger.holds is holds


def test_the_written_ledger_uses_the_promised_names() -> None:
    written = Ledger(**account([{"LEN001": 3}])).model_dump(mode="json", by_alias=True)
    assert written["schema"] == "curate/ledger/v1"
    assert set(written["steps"][0]) == {
        "step", "use", "setting", "in", "kept", "dropped", "edited", "by_code", "parts", "note",
    }  # fmt: skip
    assert Ledger(**written).steps[0].entered == 303


def test_an_entry_that_nobody_promised_is_refused() -> None:
    with pytest.raises(ValidationError, match="seconds"):
        Ledger.model_validate({**account([]), "seconds": 3})
