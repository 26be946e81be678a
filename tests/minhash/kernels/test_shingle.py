"""From bytes to shingles, beside the same in plain Python."""

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.minhash.kernels.shingle import _sort, shingle, shingle_both
from curate.minhash.shingles import Texts, Tokens

TEXTS = st.text(st.sampled_from("abcAB1 .,?\n\x1e中文é\U0001f994"), max_size=25)
TABLE = Tokens(between=b"\n .\x1e", alone=b",?", any_case=True).table()


def packed(texts: list[str]) -> Texts:
    """Texts one behind the other."""
    encoded = [text.encode() for text in texts]
    return np.frombuffer(b"".join(encoded), np.uint8), np.cumsum([0, *map(len, encoded)], dtype=np.int64)


def runs_of(text: str, size: int, *, by_character: bool) -> set[tuple[str, ...]]:
    """The runs of tokens of one text."""
    lower = re.sub("[A-Z]", lambda found: found[0].lower(), text)
    words = re.split("[\n .\x1e]|([,?])", lower)
    tokens = [each for word in words for each in (word or "" if by_character else [word]) if each]
    size = min(size, len(tokens))
    return {tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1)} if tokens else set()


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, st.booleans()), max_size=8), st.integers(1, 4), st.integers(1, 6))
def test_texts_share_as_many_values_as_they_share_runs(
    given: list[tuple[str, bool]], words: int, characters: int
) -> None:
    by_character = np.array([each for _, each in given], np.bool_)
    values, begins = shingle(packed([text for text, _ in given]), by_character, TABLE, (words, characters))
    texts_of = dict[int, tuple[str, ...]]()
    for number, (said, each) in enumerate(given):
        own = values[begins[number] : begins[number + 1]].tolist()
        runs = runs_of(said, characters if each else words, by_character=each)
        assert own == sorted(set(own))
        assert len(own) == len(runs)
        for value, run in zip(own, runs, strict=True) if len(runs) == 1 else ():
            assert texts_of.setdefault(value, run) == run


@settings(deadline=None)
@given(
    st.lists(st.tuples(TEXTS, TEXTS, st.booleans(), st.booleans()), max_size=8),
    st.integers(1, 4),
    st.integers(1, 6),
)
def test_both_parts_together_and_the_second_are_cut_as_each_is_alone(
    given: list[tuple[str, str, bool, bool]], words: int, characters: int
) -> None:
    def alone(texts: list[str], by_character: list[bool]) -> list[list[int]]:
        values, begins = shingle(packed(texts), np.array(by_character, np.bool_), TABLE, (words, characters))
        return [values[begins[at] : begins[at + 1]].tolist() for at in range(len(texts))]

    firsts, seconds, whole_by, by = (
        (list(each) for each in zip(*given, strict=True)) if given else ([], [], [], [])
    )
    both_by = np.array(whole_by, np.bool_), np.array(by, np.bool_)
    both = shingle_both(packed([*firsts, *seconds]), both_by, TABLE, (words, characters))
    told = [[values[begins[at] : begins[at + 1]].tolist() for at in range(len(given))] for values, begins in both]
    joined = [f"{one}\x1e{other}" for one, other in zip(firsts, seconds, strict=True)]
    assert told == [alone(joined, whole_by), alone(seconds, by)]


LOW, HIGH = st.integers(0, 50), st.integers(2**64 - 50, 2**64 - 1)
ANY = st.integers(0, 2**64 - 1)


@settings(deadline=None)
@given(st.lists(LOW | HIGH | ANY, max_size=200))
def test_values_come_out_sorted_however_they_are_spread(given_values: list[int]) -> None:
    values = np.array(given_values, np.uint64)
    room = np.empty_like(values)
    _sort(values, room, np.empty(2 * len(values) + 2, np.int64))
    assert room.tolist() == sorted(given_values)


def test_one_value_that_stands_many_times_beside_its_neighbour_takes_no_long_time() -> None:
    values = np.array([2**63, 2**63 + 1] * 500_000, np.uint64)
    room = np.empty_like(values)
    _sort(values, room, np.empty((1 << 16) + 2, np.int64))
    assert (room == np.repeat(np.array([2**63, 2**63 + 1], np.uint64), 500_000)).all()
