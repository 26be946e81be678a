"""Records that say what another says."""

import random
from collections.abc import Callable
from typing import Any, Literal

import pytest

import curate
from curate.checks.duplicates import NearDuplicate
from curate.engine.compared import compared
from curate.progress import silent

Row = dict[str, Any]
TALE = (
    "The ferryman counted the lamps on the far shore, one by one, till the fog took them and he counted by heart"
)


@pytest.fixture
def rows(chat: Callable[..., Row]) -> list[Row]:
    endings = ("", " again.", " instead.", " until dawn.", "")
    tales = [chat("Write the first line of a tale about a ferry.", TALE + ending) for ending in endings]
    return [*tales, chat("Name a bird of prey.", "The osprey."), chat("name a bird of prey.", "the osprey.")]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_input_changes_no_finding(
    records_of: Callable[..., Any], rows: list[Row], seed: int
) -> None:
    def found(order: list[Row]) -> set[tuple[object, ...]]:
        frame = curate.check(records_of(order), select=["DUP"]).findings.frame
        return set(frame.select("code", "key", "related", "score").iter_rows())

    assert found(random.Random(seed).sample(rows, len(rows))) == found(rows) != set()


def test_no_leader_is_itself_a_member(records_of: Callable[..., Any], rows: list[Row]) -> None:
    families = curate.check(records_of(rows))["DUP002"].families()
    assert not set(families["leader"]) & set(families["member"])
    assert families["similarity"].min() >= 0.8  # type: ignore[operator]


PASSAGE = " ".join(f"The {n}th lamp on the quay is lit at {n} minutes past the hour." for n in range(60))
QUESTIONS = {
    "Which lamp is first?": "The one at the steps of the ferry",
    "Which lamp is last?": "Number fifty-nine, beyond the crane",
    "How many lamps are there?": "Sixty of them, counting from nought",
    "Who lights the lamps?": "That is not said anywhere",
}


@pytest.mark.parametrize("seed", range(3))
def test_many_questions_on_one_passage_stay_and_each_is_found_when_it_is_asked_twice(
    records_of: Callable[..., Any], chat: Callable[..., Row], seed: int
) -> None:
    asked = [
        chat(f"{PASSAGE} {please}{question}", f"{said}, {please}")
        for question, said in QUESTIONS.items()
        for please in ("", "Please: ")
    ]
    order = random.Random(seed).sample(asked, len(asked))
    checked = curate.check(records_of(order), select=["DUP002"])
    families = checked["DUP002"].families()
    said = {record["key"]: record["messages"][1]["content"][:20] for record in checked.records}
    assert families.height == len(QUESTIONS)
    assert all(said[row["leader"]] == said[row["member"]] for row in families.iter_rows(named=True))


@pytest.mark.parametrize("method", ["minhash", "datasketch"])
def test_marks_hang_on_the_record_alone_and_spare_their_making(
    records_of: Callable[..., Any], rows: list[Row], method: Literal["minhash", "datasketch"]
) -> None:
    check = NearDuplicate(method=method)
    keys = compared(records_of(rows), check, silent)
    marks = check.marks(keys)
    assert marks is not None
    alone = [check.marks(keys[[at]]) for at in range(keys.height)]
    assert [each.to_list()[0] for each in alone if each is not None] == marks.to_list()
    found, near = check.compare(keys.with_columns(marks.alias("marks")))
    assert found.equals(check.decide(keys))
    assert near is not None
    assert set(found["rank"]) | set(found["related"]) <= set(near)


def test_where_other_records_have_a_say_there_are_no_marks(
    records_of: Callable[..., Any], rows: list[Row]
) -> None:
    for check in (NearDuplicate(method="exact"), NearDuplicate(ignore_openings=0.5)):
        keys = compared(records_of(rows), check, silent)
        assert check.marks(keys) is None
        assert check.compare(keys).found.equals(check.decide(keys))
