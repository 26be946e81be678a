"""What is left of those that a set lies with."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.bitmaps import sketched
from curate.minhash.kernels.crowds import CROWD, _write_common, lore_of, worth_it
from tests.minhash.made import packed

NUMBERS = st.sets(st.integers(0, 25), min_size=1, max_size=20)


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=8))
def test_no_value_of_a_set_that_is_in_another_is_left_out_of_the_count(given: list[set[int]]) -> None:
    told = np.full(len(given), -1, np.int64)
    _write_common(*packed(*given).arrays, told)
    for number, own in enumerate(given):
        others = set[int]().union(*given[:number], *given[number + 1 :])
        assert len(own & others) <= told[number] <= len(own)


def test_of_a_crowd_with_one_template_those_are_left_that_have_more_in_common_than_that() -> None:
    draw = np.random.default_rng(4)
    template = set(draw.integers(0, 2**64 - 1, 700, np.uint64).tolist())
    crowd = [template | set(draw.integers(0, 2**64 - 1, 130, np.uint64).tolist()) for _ in range(CROWD + 1)]
    lore = lore_of(sketched(packed(*crowd, crowd[0])))
    known, crowds = lore[3], lore[4]
    first = [worth_it(0, np.arange(len(crowd) + 1, dtype=np.int32), len(crowd) + 1, lore, 0.8) for _ in range(2)]
    assert (known == -1).all()
    assert first[0] == first[1] > len(crowd) / 2
    crowds[0] = len(lore[0])
    met = np.arange(len(crowd) + 1, dtype=np.int32)
    assert met[: worth_it(0, met, len(met), lore, 0.8)].tolist() == [0, len(crowd)]
