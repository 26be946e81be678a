"""Regular expressions that a file brings."""

import re
import time
from contextlib import suppress

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.errors import UsageError
from curate.taxonomy.regex import must_be_linear, quick


@pytest.mark.parametrize(
    ("regex", "said"),
    [
        ("(a", "unclosed group"),
        ("(?=a)b", r"look-around, .* is not supported\.\nLook-around and back-references"),
        (r"(a)\1", "backreferences are not supported"),
        (r"(\w{900}){900}", "too large.\nIt repeats too much"),
        ("(" * 400, r"'\(+\.\.\.' is no regular expression"),
        ("a*", "found in every text"),
    ],
)
def test_what_can_not_be_searched_for_is_refused_with_its_place(regex: str, said: str) -> None:
    with pytest.raises(UsageError, match=f"mine.toml, line 3: .*{said}"):
        must_be_linear(regex, "mine.toml, line 3")


@given(st.text())
def test_whatever_is_written_is_taken_or_refused(regex: str) -> None:
    with suppress(UsageError):
        must_be_linear(regex, "mine.toml")


def test_what_makes_others_go_back_and_forth_takes_no_time() -> None:
    must_be_linear("(a+)+$", "mine.toml")
    began = time.monotonic()
    assert pl.Series(["a" * 100_000 + "b"]).str.contains("^(a+)+$").to_list() == [False]
    assert time.monotonic() - began < 5


def test_edges_of_words_are_those_of_ascii_where_all_of_it_is() -> None:
    assert quick(r"\bword\b") == r"(?-u:\b)word(?-u:\b)"
    assert quick(r"\\b \\\b") == r"\\b \\(?-u:\b)"
    assert quick(r"\bübel") == r"\bübel"


@given(st.text(alphabet="ab é\\", max_size=12))
def test_a_quick_pattern_finds_the_same_in_ascii(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    found = pl.Series([plain]).str.contains(quick(r"\bab\b"))[0]
    assert found == bool(re.search(r"\bab\b", plain))
