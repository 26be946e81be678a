"""How like each set is to the earlier one most like it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.leaders import NOTHING, Also
from curate.minhash.nearest import nearest
from curate.minhash.sets import Sets, Shingles
from tests.minhash.made import FAMILIES, Changes, alike, as_array, sets_of


@settings(deadline=None, max_examples=60)
@given(FAMILIES, FAMILIES, st.sampled_from([0.3, 0.6, 0.8, 1.0]), st.sampled_from([0.0, 0.5, 1.0]))
def test_it_is_that_of_a_comparison_with_every_earlier_set(
    changes: Changes, others: Changes, least: float, also_least: float
) -> None:
    sets = [*sets_of(changes), as_array(set()), as_array(set())]
    beside = [as_array(set()), *sets_of(others), *[as_array(set())] * len(sets)][: len(sets)]
    for also in (None, beside):
        told = nearest(Sets.of(sets), least, Also(Sets.of(also), also_least) if also else NOTHING)
        for position, own in enumerate(sets):
            every = [
                alike(own, sets[at])
                for at in range(position)
                if also is None or agree(also[position], also[at], also_least)
            ]
            best = max(every, default=0.0)
            assert told[position] == (best if best >= least else 0.0)


def agree(one: Shingles, other: Shingles, least: float) -> bool:
    """Whether two responses are alike enough; two empty ones are."""
    if not len(one) and not len(other):
        return True
    return alike(one, other) >= least
