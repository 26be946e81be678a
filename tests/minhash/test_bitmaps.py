"""Bits of sets."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.bitmaps import sketched
from tests.minhash.made import packed

VALUES = st.integers(0, 2**64 - 1)


@settings(deadline=None)
@given(st.lists(st.sets(VALUES, max_size=20), max_size=9), st.integers(1, 4))
def test_each_value_of_a_set_has_its_bit_and_no_other_is_set_whoever_writes_which(
    sets: list[set[int]], pieces: int
) -> None:
    values, starts, bitmaps = sketched(packed(*sets), pieces)
    assert len(bitmaps) == len(sets)
    for number, bits in enumerate(bitmaps):
        own = values[starts[number] : starts[number + 1]]
        expected = np.zeros(512, np.bool_)
        expected[own >> np.uint64(55)] = True
        assert np.unpackbits(bits.view(np.uint8), bitorder="little").tolist() == expected.tolist()
