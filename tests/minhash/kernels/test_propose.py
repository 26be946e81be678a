"""Buckets of keys, and digests of sets."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.kernels.propose import digests, shared
from tests.minhash.made import packed

KEYS = st.lists(st.lists(st.integers(0, 6), max_size=5), max_size=12)


@settings(deadline=None)
@given(KEYS)
def test_a_key_that_stands_twice_is_a_bucket_and_another_is_none(keys: list[list[int]]) -> None:
    flat = np.array([(key * 0x9E3779B97F4A7C15) % 2**64 for own in keys for key in own], np.uint64)
    starts = np.cumsum([0, *map(len, keys)], dtype=np.int64)
    buckets, begins, found = shared(flat, starts)
    often = Counter(key for own in keys for key in own)
    meaning = dict[int, int]()
    for number, own in enumerate(keys):
        kept = [key for key in own if often[key] > 1]
        assert begins[number + 1] - begins[number] == len(kept)
        for bucket, key in zip(buckets[begins[number] :].tolist(), kept, strict=False):
            assert meaning.setdefault(bucket, key) == key
    assert len(meaning) == found == len({key for key in often if often[key] > 1})


@settings(deadline=None)
@given(st.lists(st.tuples(st.sets(st.integers(0, 3)), st.integers(0, 1)), max_size=10))
def test_equal_sets_of_a_side_have_one_digest_but_for_empty_ones(given: list[tuple[set[int], int]]) -> None:
    sets = packed(*(values for values, _ in given))
    made = digests(sets.values, sets.starts, np.array([side for _, side in given], np.int64)).tolist()
    told = [(frozenset(values), side) if values else number for number, (values, side) in enumerate(given)]
    assert len(set(made)) == len(set(told))
    assert [made.index(each) for each in made] == [told.index(each) for each in told]
