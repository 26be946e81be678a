"""Texts as bytes, one behind the other."""

from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from curate.utf8 import one_behind_the_other


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]))))
def test_each_text_is_found_where_it_begins_and_null_has_no_bytes(texts: list[str | None]) -> None:
    text, starts = one_behind_the_other(pl.Series(texts, dtype=pl.String))
    found = [text[begin:end].tobytes().decode() for begin, end in pairwise(starts)]
    assert found == [each or "" for each in texts]


def test_the_bytes_can_not_be_written_whether_there_are_any_or_not() -> None:
    for texts in ([], [""], ["Moorings are let by the week."]):
        text, _ = one_behind_the_other(pl.Series(texts, dtype=pl.String))
        assert not text.flags.writeable


def test_texts_in_several_chunks_are_read_as_in_one() -> None:
    texts = pl.concat([pl.Series(["low tide"]), pl.Series(["", "高潮"])], rechunk=False)
    text, starts = one_behind_the_other(texts)
    assert (text.tobytes().decode(), starts.tolist()) == ("low tide高潮", [0, 8, 8, 14])
