"""What hangs together by alike prompts or responses, by any chain of them."""

from collections.abc import Sequence

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from curate.measurement.demonstrations import PROMPT, RESPONSE
from curate.measurement.kin import clusters, nearness
from tests.measurement.talks import TALKS

LONG = (
    "The ferry leaves the north quay every morning at seven, calls at both islands before noon, and is back by "
    "four unless the wind is strong, in which case the harbour office puts a yellow flag on its roof."
)
PLAIN = [(prompt, response) for _, prompt, response in TALKS[:6]]


def together(pairs: Sequence[tuple[str, str]]) -> list[int]:
    return list(map(int, clusters(pl.DataFrame(pairs, schema=[PROMPT, RESPONSE], orient="row"))))


def test_different_demonstrations_hang_together_with_nothing() -> None:
    pairs = [(prompt, response) for _, prompt, response in TALKS]
    assert together(pairs) == list(range(len(TALKS)))


def test_the_same_prompt_holds_two_responses_together() -> None:
    asked = "Why does bread rise in the oven?"
    assert together([*PLAIN, (asked, "Because of steam and of yeast.")]) == [0, 1, 2, 3, 4, 5, 0]
    assert together([*PLAIN, (asked.upper() + " ", "Because of steam.")])[-1] == 0


def test_a_long_response_holds_two_prompts_together_and_a_short_one_does_not() -> None:
    pairs = [("When does the ferry go?", LONG), ("Tell me of the islands.", LONG.replace("seven", "eight"))]
    assert together([*PLAIN, *pairs]) == [0, 1, 2, 3, 4, 5, 6, 6]
    assert together([("Is the quay open?", "Yes."), ("Does the ferry run today?", "Yes.")]) == [0, 1]


def test_prompts_and_responses_make_one_chain() -> None:
    pairs = [
        ("When does the ferry go?", "Every morning at seven."),
        ("Which flag means wind?", LONG),
        ("When does the ferry go?", LONG),
        ("Which flag means wind?", "A yellow one."),
    ]
    assert together([PLAIN[0], *pairs, PLAIN[1]]) == [0, 1, 1, 1, 1, 5]


def test_prompts_of_marks_alone_hang_together_where_they_are_the_same() -> None:
    pairs = [("???", "What would you like to know?"), ("!!!", "Good news?"), ("???", "Please say more.")]
    assert together(pairs) == [0, 1, 0]


@given(st.permutations([*PLAIN, ("Is a tomato a fruit?", LONG), ("What do earthworms eat?", LONG)]))
def test_who_hangs_together_does_not_depend_on_the_order(pairs: list[tuple[str, str]]) -> None:
    found = together(pairs)
    groups = [{pair for pair, own in zip(pairs, found, strict=True) if own == root} for root in set(found)]
    assert sorted(map(len, groups)) == [1, 1, 1, 1, 1, 3]
    assert {prompt for prompt, _ in max(groups, key=len)} == {"Is a tomato a fruit?", "What do earthworms eat?"}


def test_the_nearest_prompt_is_told_with_how_like_it_is() -> None:
    others = pl.Series(["Which planet has the longest year?", "Which planet has the shortest year of all?"])
    found = nearness(pl.Series(["Which planet has the shortest year?", "Speak as an old violin."]), others)
    assert found.which.tolist() == [1, -1]
    assert 0.5 < found.similarity[0] < 1
    assert found.similarity[1] == 0
