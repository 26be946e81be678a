"""Buckets of keys."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.buckets import Keys, buckets_of

KEYS = st.lists(st.lists(st.integers(0, 6), max_size=5), max_size=12)


def packed(keys: list[list[int]]) -> Keys:
    """Keys spread over all of 64 bits, the same for the same number."""
    flat = [(key * 0x9E3779B97F4A7C15) % 2**64 for own in keys for key in own]
    return np.array(flat, np.uint64), np.cumsum([0, *map(len, keys)], dtype=np.int64)


@settings(deadline=None)
@given(KEYS, st.data())
def test_a_key_that_stands_twice_is_a_bucket_and_another_none(keys: list[list[int]], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(keys)), max_size=2)))
    pieces = [keys[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(keys)], strict=True)]
    buckets, starts, count = buckets_of([packed(piece) for piece in pieces])
    often = Counter(key for own in keys for key in own)
    kept = [sorted(key for key in own if often[key] > 1) for own in keys]
    told = [sorted(buckets[starts[at] : starts[at + 1]].tolist()) for at in range(len(keys))]
    assert [len(each) for each in told] == [len(each) for each in kept]
    assert set().union(*told) == set(range(count))
    lie_in = {bucket: [own.count(bucket) for own in told] for bucket in range(count)}
    has = {key: [own.count(key) for own in kept] for key in often if often[key] > 1}
    assert sorted(lie_in.values()) == sorted(has.values())


@settings(deadline=None)
@given(KEYS)
def test_buckets_are_numbered_as_sets_come_to_lie_in_them(keys: list[list[int]]) -> None:
    buckets, _, count = buckets_of([packed(keys)])
    assert list(dict.fromkeys(buckets.tolist())) == list(range(count))


def test_keys_that_differ_in_one_bit_are_two() -> None:
    keys = np.array([1 << bit for bit in range(8, 64)] * 2, np.uint64)
    _, _, count = buckets_of([(keys, np.arange(len(keys) + 1))])
    assert count == len(keys) / 2
