import pytest

from curate.pipeline import default_checks
from curate.steps import Cap, Drop, KeepOne, Relabel, Repair, Sample, Split, Step
from curate.steps.sense import doubts

DROP, KEEP, CAP, SAMPLE, SPLIT = (
    Drop(on=("LEN",)), KeepOne(of="DUP002"), Cap(per="writer", most=9), Sample(records=9), Split(),
)  # fmt: skip
LABEL = Relabel(field="type", to="chat")


def told(*steps: Step) -> list[str]:
    return list(doubts(steps, default_checks()))


def test_an_order_that_makes_sense_is_not_doubted() -> None:
    assert told(LABEL, DROP, KEEP, CAP, SAMPLE, SPLIT, LABEL) == []
    assert told() == told(SPLIT) == told(KEEP, KEEP, DROP, DROP) == []


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (SPLIT, KEEP, "may be others now"),
        (SPLIT, DROP, "may be others now"),
        (SAMPLE, DROP, "fewer stay"),
        (SAMPLE, CAP, "fewer stay"),
        (CAP, KEEP, "left of a group"),
    ],
)
def test_a_step_that_undoes_another_is_told_with_both_places(first: Step, second: Step, why: str) -> None:
    (doubt,) = told(LABEL, first, second)
    assert doubt.startswith(f"step 3, {second.use}, comes behind step 2, {first.use}: ")
    assert why in doubt


def test_nothing_is_left_to_mend_where_all_of_it_was_dropped() -> None:
    (doubt,) = told(Drop(on=("TXT",)), Repair(on=("TXT001",)))
    assert doubt == "step 2, repair, acts on TXT001, which step 1, drop, has left out: put repair first."
    assert told(Repair(on=("TXT001",)), Drop(on=("TXT",))) == []
    assert told(Drop(on=("LEN",)), Repair(on=("TXT001",))) == []
