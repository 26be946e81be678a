"""Which sets are worth comparing."""

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.bands import bands_for
from curate.minhash.proposals import Proposals, by_datasketch, by_minhash, by_prefix, datasketch_signatures
from curate.minhash.sets import Sets
from tests.minhash.made import FAMILIES, Changes, as_array, pairs_of, sets_of

SIMILARITIES = st.sampled_from([0.3, 0.5, 0.75, 0.8, 0.9, 1.0])


def proposed(proposals: Proposals) -> set[tuple[int, int]]:
    """Each pair that shares a bucket."""
    members = defaultdict[int, list[int]](list)
    for number in range(len(proposals.starts) - 1):
        for bucket in proposals.buckets[proposals.starts[number] : proposals.starts[number + 1]]:
            members[int(bucket)].append(number)
    assert set(members) == set(range(proposals.count))
    assert all(len(each) > 1 for each in members.values())
    return {pair for each in members.values() for pair in combinations(dict.fromkeys(each), 2)}


@settings(deadline=None, max_examples=60)
@given(FAMILIES, SIMILARITIES)
def test_no_pair_is_missed_by_its_rarest_values(changes: Changes, similarity: float) -> None:
    sets = [*sets_of(changes), as_array(set()), as_array(set())]
    assert pairs_of(sets, similarity) <= proposed(by_prefix(Sets.of(sets), similarity))


@settings(deadline=None, max_examples=20)
@given(FAMILIES, st.integers(2, 4))
def test_by_how_many_threads_changes_nothing(changes: Changes, threads: int) -> None:
    sets = Sets.of([as_array(set()), *sets_of(changes)])
    for propose in (by_minhash, by_prefix):
        alone, together = propose(sets, 0.8), propose(sets, 0.8, threads=threads)
        assert [each.tolist() for each in alone.arrays[:2]] == [each.tolist() for each in together.arrays[:2]]
        assert alone.count == together.count
        assert (alone.threads, together.threads) == (1, threads)


@settings(deadline=None, max_examples=30)
@given(FAMILIES)
def test_pairs_of_equal_sets_are_proposed_by_any_signature_and_empty_ones_by_none(changes: Changes) -> None:
    sets = [*sets_of(changes), as_array(set()), as_array(set())]
    for propose in (by_minhash, by_datasketch):
        pairs = proposed(propose(Sets.of(sets), 0.8))
        assert pairs_of(sets, 1.0) <= pairs
        assert all(len(sets[one]) and len(sets[other]) for one, other in pairs)


@pytest.mark.parametrize("propose", [by_minhash, by_datasketch])
def test_the_share_of_pairs_that_is_asked_for_is_proposed(propose: Callable[..., Proposals]) -> None:
    """Pairs at exactly 0.8, so that the share is that of the formula; within four standard deviations."""
    chance, pairs, asked = np.random.default_rng(5), 1500, 0.9
    sets = list[np.typing.NDArray[np.uint64]]()
    for _ in range(pairs):
        values = chance.integers(0, 1 << 63, 100).astype(np.uint64)
        sets += [np.sort(values[:90]), np.sort(np.concatenate([values[:80], values[90:]]))]
    found = proposed(propose(Sets.of(sets), 0.8, recall=asked))
    share = sum((at, at + 1) in found for at in range(0, 2 * pairs, 2)) / pairs
    expected = bands_for(0.8, asked).recall(0.8)
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / pairs)


def test_signatures_of_datasketch_are_its_own_and_its_index_knows_them() -> None:
    values = [set(range(start, start + 50)) for start in (0, 1, 500)]
    sets = Sets.of([as_array(each) for each in values])
    index = MinHashLSH(threshold=0.8, num_perm=128)
    for number, row in enumerate(datasketch_signatures(sets, 128, seed=1)):
        own = MinHash(num_perm=128, seed=1, hashfunc=int)
        own.update_batch(sets[number].astype(np.uint32))
        assert row.tolist() == own.hashvalues.tolist()
        index.insert(number, MinHash(num_perm=128, seed=1, hashvalues=row, scheme=own.scheme))
    assert sorted(index.query(own)) == [2]
    assert datasketch_signatures(Sets.of([]), 128, seed=1).shape == (0, 128)


def test_another_seed_gives_other_signatures() -> None:
    sets = Sets.of([as_array(set(range(start, start + 60))) for start in range(0, 400, 25)])
    assert proposed(by_minhash(sets, 0.4, recall=0.5)) != proposed(by_minhash(sets, 0.4, recall=0.5, seed=2))
