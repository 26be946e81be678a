"""How many more are needed."""

from hypothesis import given
from hypothesis import strategies as st

from curate.statistics.collecting import WANTED, needed, parted, spread

COUNTS = st.lists(st.integers(0, 300), min_size=2, max_size=8)


def test_one_short_kind_is_brought_to_its_share() -> None:
    assert needed([90, 10], [0.5, 0.5], wanted=1 - 1e-6).more == (0, 80)
    # Of 8,964 records 423 to an eighth: (1/8 * 8,964 - 423) / (1 - 1/8).
    assert needed([8541, 423], [0.0, 0.125], wanted=1).more == (0, 798)


def test_several_short_kinds_are_solved_for_at_once() -> None:
    found = needed([80, 10, 10], [0.4, 0.3, 0.3])
    end = 100 + sum(found.more)
    assert found.is_feasible
    assert all(count + more >= WANTED * 0.3 * end for count, more in zip((10, 10), found.more[1:], strict=True))
    assert found.more == (0, 27, 27)


def test_what_additions_can_not_reach_is_said_so() -> None:
    found = needed([100, 0, 0], [0.0, 0.5, 0.5], wanted=1.0)
    assert found == ((0, 0, 0), False)


@given(COUNTS, st.data())
def test_after_additions_no_kind_is_short_and_with_a_tenth_less_one_is(
    counts: list[int], data: st.DataObject
) -> None:
    weights = data.draw(st.lists(st.integers(0, 20), min_size=len(counts), max_size=len(counts)).filter(any))
    targets = [each / sum(weights) for each in weights]
    found = needed(counts, targets)
    assert found.is_feasible

    def short(more: tuple[int, ...]) -> bool:
        end = sum(counts) + sum(more)
        return any(
            count + own < WANTED * target * end - 1e-6
            for count, own, target in zip(counts, more, targets, strict=True)
        )

    assert not short(found.more)
    tenth = tuple(each * 9 // 10 for each in found.more)
    assert not any(found.more) or tenth == found.more or short(tenth)


@given(COUNTS, st.integers(0, 200))
def test_a_budget_raises_the_lowest_ratio_as_far_as_it_can(counts: list[int], budget: int) -> None:
    targets = [1 / len(counts)] * len(counts)
    given_to = spread(counts, targets, budget)
    assert sum(given_to) == budget
    ends = [count + more for count, more in zip(counts, given_to, strict=True)]
    lowest = min(ends)
    assert all(more == 0 or end <= lowest + 1 for more, end in zip(given_to, ends, strict=True))


def test_a_kind_that_is_to_have_none_gets_none() -> None:
    assert spread([0, 5], [0.0, 1.0], 3) == (0, 3)
    assert spread([1], [0.0], 3) == (0,)


def test_a_kind_that_repeats_itself_takes_more_and_nothing_is_spent_beyond_what_is_to_be_reached() -> None:
    assert spread([0, 0], [0.5, 0.5], 30, (1, 0.5)) == (10, 20)
    assert spread([40, 0], [0.5, 0.5], 100, reach=0.8) == (0, 27)
    assert spread([50, 50], [0.5, 0.5], 100, reach=0.8) == (0, 0)


@given(st.integers(0, 500), st.lists(st.floats(0, 100), max_size=9))
def test_whole_parts_add_up_and_are_as_near_as_can_be(number: int, weights: list[float]) -> None:
    parts = parted(number, weights)
    total = sum(weights)
    assert sum(parts) == (number if total > 0 else 0)
    assert all(
        abs(part - number * weight / total) < 1 for part, weight in zip(parts, weights, strict=True) if total > 0
    )


def test_shares_that_add_up_to_one_but_for_rounding_are_not_to_be_had_beside_what_has_none() -> None:
    targets = [each / 0.7 for each in (0.4, 0.2, 0.1)]
    assert not needed([10, 10, 10, 5], [*targets, 0.0], wanted=1).is_feasible
