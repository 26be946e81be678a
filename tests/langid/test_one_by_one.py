"""Backends that are asked for one text at a time."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from curate.langid.characters import NO_SCRIPT, SCRIPTS
from curate.langid.identify import bytes_of
from curate.langid.one_by_one import PART, one_by_one, parts_of

SENTENCE = "we left the harbour before dawn because the wind was turning and nobody wanted to row"
LATIN = list(SCRIPTS).index("Latn")


def test_each_text_is_asked_for_alone_with_its_script() -> None:
    asked = []

    def one(prose: str, script: int) -> tuple[int, float]:
        asked.append((prose, script))
        return len(prose), 0.5

    texts = ["", f" {SENTENCE}\n\n", "Walter Skinner, Melvin Frohike, Darius Michaud, Peter Watts", SENTENCE]
    scripts = np.array([NO_SCRIPT, LATIN, LATIN, NO_SCRIPT])
    best, sure = one_by_one(one)(bytes_of(pl.Series(texts)), scripts)
    assert asked == [(SENTENCE, LATIN)]
    assert best[1] == len(SENTENCE)
    assert sure.tolist() == [0.0, 0.5, 0.0, 0.0]


def test_of_a_long_text_the_first_the_middle_and_the_last_part_are_read() -> None:
    text = "a" * 20_000 + "m" * 10_000 + "z" * 20_000
    assert parts_of(text) == f"{'a' * PART} {'m' * PART} {'z' * PART}"


@given(st.text(alphabet="ab é\n\t中", max_size=60), st.integers(1, 1_000))
def test_no_more_is_read_than_langdetect_reads(text: str, times: int) -> None:
    whole = " ".join((text * times).split())
    read = parts_of(text * times)
    assert len(read) < 10_000
    assert read == whole if len(whole) <= 3 * PART else len(read) == 3 * PART + 2
