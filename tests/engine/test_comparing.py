"""What a check of the set finds in some records, of which most were compared before."""

import random
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import curate
from curate.checks import SetCheck
from curate.checks.base import Comparison
from curate.checks.duplicates import ExactDuplicate, NearDuplicate
from curate.engine import comparing
from curate.engine.comparing import Compared, Earlier, compare
from curate.engine.finder import Finder
from curate.engine.looked import Layer, Looked
from curate.facts.view import View
from curate.files.shelf import InMemory
from curate.findings import RANK
from curate.records.records import Records

TALE = (
    "the ferry leaves at seven from the old pier and comes back before dark when the wind allows it so take a "
    "coat and some bread for the gulls are bold and the crossing is long in autumn as all children here know"
)
WORDS = TALE.split(" ")
LONG = 24
ALIKE = [
    NearDuplicate(similarity=0.6),
    NearDuplicate(similarity=0.6, min_response_similarity=0),
    NearDuplicate(similarity=0.6, method="datasketch"),
    NearDuplicate(similarity=0.6, method="exact"),
    NearDuplicate(similarity=0.6, ignore_openings=0.2),
    NearDuplicate(similarity=0.5, view="response"),
]


class InUpperCase(NearDuplicate, code="ACME001"):
    """A check of one's own, which finds something else."""

    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        return super().decide(keys).head(1)


Said = tuple[int, int]
SAID = st.tuples(st.integers(0, 2), st.integers(0, LONG - 1))
"""Which text, and the word in which it differs from others of its kind; most are alike, some are the same."""


def records_of(said: Sequence[Said]) -> Records:
    texts = []
    for kind, at in said:
        words = WORDS[kind * 8 :][:LONG]
        texts.append(" ".join([*words[:at], "tide", *words[at + 1 :]]))
    prompts = [f"Tell of crossing {kind}, please." for kind, _ in said]
    return curate.read(pl.DataFrame({"prompt": prompts, "completion": texts}))


def looked_at(finder: Finder, records: Records) -> Looked:
    shelf = InMemory()
    shelf.put("look", finder.look(View.of(records.frame)))
    return Looked(shelf, ((Layer("look", records.index[RANK]),),))


def compared(
    check: SetCheck, said: Sequence[Said], before: Sequence[int], now: Sequence[int], *, keyed: bool = True
) -> list[Compared]:
    """Records compared without and with what a comparison of some of these tells."""
    finder = Finder([check])
    looked = looked_at(finder, records_of(said))
    first, ordered = (pl.Series(RANK, each, dtype=pl.UInt32) for each in (sorted(before), now))
    found = compare(finder, check, looked, first, None)
    earlier = None if found.near is None else Earlier(first, found.near, found.keys if keyed else None)
    return [compare(finder, check, looked, ordered, each) for each in (None, earlier)]


@pytest.mark.parametrize("check", ALIKE)
@given(said=st.lists(SAID, min_size=2, max_size=12), seed=st.integers(0, 999), keyed=st.booleans())
@settings(max_examples=25, deadline=None)
def test_what_is_found_is_the_same_whatever_was_compared_before(
    check: NearDuplicate, said: list[Said], seed: int, *, keyed: bool
) -> None:
    """Records that are new, that are gone, and others in another order; one that changes is gone, and new."""
    drawn, every = random.Random(seed), range(len(said))
    before, now = (drawn.sample(every, drawn.randint(1, len(every))) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "_FEW", 0)
        whole, again = compared(check, said, before, now, keyed=keyed)
    assert again.found.equals(whole.found)
    if whole.near is not None and again.near is not None:
        assert set(again.near) == set(whole.near)


def test_only_what_is_like_any_other_is_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [(0, 1), (0, 5), *((kind, 3) for kind in (1, 2))]
    sizes, real = list[int](), Finder.compare

    def noted(self: Finder, check: SetCheck, keys: pl.DataFrame) -> Comparison:
        sizes.append(keys.height)
        return real(self, check, keys)

    monkeypatch.setattr(Finder, "compare", noted)
    check = NearDuplicate(similarity=0.6)
    whole, again = compared(check, said, range(4), [3, 2, 1, 0])
    assert sizes == [4, 4, 2]
    assert again.found.equals(whole.found)
    assert again.found.height == 1
    assert again.near is not None
    sizes.clear()
    monkeypatch.setattr(comparing, "_FEW", 2)
    apart = [at for at in range(4) if at not in again.near]
    compared(check, said, range(4), apart)
    assert sizes == [4, 2]


def test_where_many_are_new_all_are_compared() -> None:
    check, said = NearDuplicate(similarity=0.6), [(0, at) for at in range(6)]
    finder = Finder([check])
    looked = looked_at(finder, records_of(said))
    ordered = pl.Series(RANK, range(6), dtype=pl.UInt32)
    nothing = ordered.clear()
    assert compare(finder, check, looked, ordered, Earlier(nothing, nothing)).found.height == 5


@pytest.mark.parametrize("check", [ExactDuplicate(), InUpperCase(similarity=0.6), ALIKE[4]])
def test_of_a_check_that_does_not_tell_nothing_is_spared(check: SetCheck) -> None:
    whole, again = compared(check, [(0, 1), (0, 1), (0, 2)], range(3), [2, 1, 0])
    assert whole.near is None
    assert again.found.equals(whole.found)


def test_what_has_changed_since_is_neither_the_same_nor_near() -> None:
    every, some = (pl.Series(RANK, each, dtype=pl.UInt32) for each in ([0, 1, 2], [1]))
    left = Earlier(every, every, every.to_frame()).but(some)
    assert (left.same.to_list(), left.near.to_list()) == ([0, 2], [0, 2])
    assert left.keys is not None
    assert left.keys[RANK].to_list() == [0, 2]
