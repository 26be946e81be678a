"""The pairs that threads find ahead of the walk."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.bitmaps import sketched
from curate.minhash.kernels.alike import _MANY, Pairs, pairs
from curate.minhash.kernels.crowds import CROWD
from curate.minhash.kernels.index import all_entered
from curate.minhash.proposals import by_prefix
from curate.minhash.sets import Sets
from tests.minhash.made import FAMILIES, Changes, alike, as_array, packed, sets_of


def found(sets: Sets, numbers: tuple[int, int], staying: int = 0) -> Pairs:
    asked = (0.8, staying, *packed().arrays, 0.0)
    return pairs(sketched(sets), all_entered(by_prefix(sets, 0.8).arrays), asked, numbers)


@settings(deadline=None)
@given(FAMILIES, st.integers(0, 40), st.integers(0, 20))
def test_each_set_has_all_earlier_ones_that_it_is_like_or_is_left_out_for_their_number(
    changes: Changes, begin: int, staying: int
) -> None:
    sets = sets_of(changes)
    begin = min(begin, len(sets))
    others, scores, ends, left = found(Sets.of(sets), (begin, len(sets)), staying)
    for at, number in enumerate(range(begin, len(sets))):
        told = dict(zip(others[ends[at] : ends[at + 1]].tolist(), scores[ends[at] : ends[at + 1]], strict=True))
        like = {other: alike(sets[number], sets[other]) for other in range(number if number >= staying else 0)}
        wanted = {other: score for other, score in like.items() if score >= 0.8}
        assert left[at] == (len(wanted) > _MANY)
        assert told == ({} if left[at] else wanted)


def test_of_many_pairs_none_is_lost_where_room_for_them_grows() -> None:
    base = set(range(60))
    copies = Sets.of([as_array(base)] * (_MANY + 1))
    others, _, ends, left = found(copies, (1, _MANY + 1))
    assert not left.any()
    assert [others[a:b].tolist() for a, b in pairwise(ends)] == [
        list(range(number)) for number in range(1, _MANY + 1)
    ]


def test_of_a_crowd_nothing_is_told_ahead() -> None:
    crowd = Sets.of([as_array(set(range(60)))] * (CROWD + 1))
    others, _, _, left = found(crowd, (0, 3))
    assert left.tolist() == [True] * 3
    assert not len(others)
