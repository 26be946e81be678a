"""The prose of texts, and what is counted in it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.langid.characters import SCRIPTS
from curate.langid.kernels.read import DATA, MASKED, OTHER_FORM, QUOTED, SOLID, read
from curate.langid.profiles import profiles

AROUND = "these are more than forty letters that stand around what is left out of the text"


def taken(*texts: str) -> tuple[np.ndarray, list[str]]:
    """What is counted in texts, and their prose."""
    parts = [text.encode() for text in texts]
    starts = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    joined = np.frombuffer(b"".join(parts), np.uint8).copy()
    counts = read(joined, starts, profiles().signs)
    ends = pairwise(starts)
    return counts, [joined[begin:end].tobytes().decode() for begin, end in ends]


def prose(text: str) -> str:
    (left,) = taken(text)[1]
    return left


@pytest.mark.parametrize(
    "left_out",
    [
        "```python\nx = 1\n```",
        "```\nnever closed",
        "`x = 1`",
        "https://example.org/a?b=c",
        "http://a",
        "first.last@example.org",
        "$x^2 + y$",
        "$$\nx^2\n$$",
        r"\(x\)",
        "\\[x\ny\\]",
        "<b>",
        "</div>",
        '<a href="b">',
        "('x, y')",
        '("x, y")',
        "“quoted”",
        '"quoted"',
        "«quoted»",
        "„quoted“",
        "„quoted”",
    ],
)
def test_what_is_not_prose_is_left_out(left_out: str) -> None:
    assert prose(f"{AROUND} {left_out}") == AROUND + " " * (1 + len(left_out.encode()))


@pytest.mark.parametrize(
    "left",
    [
        "`never closed",
        "`not in\none line`",
        "it costs $5 and then $10 more",
        "$ 5 $",
        "US$ 5 and US$ 6",
        "a < b and b > c",
        "<3 hearts>",
        "<never closed",
        "me@home",
        "@someone.",
        "http:/nowhere",
        "ftp://a",
        "(a, 'b')",
        "('a', b)",
        r"\(never closed",
        r"\[a \[b",
        "$$never closed",
        "“never closed",
        '"not in\none line',
        "…’–© nothing opens",
    ],
)
def test_what_only_looks_like_it_is_left(left: str) -> None:
    assert prose(f"{AROUND} {left}") == f"{AROUND} {left}"


def test_a_quotation_is_read_where_little_stands_around_it() -> None:
    counts, (few, many) = taken('He says "we are late" `x`.', f'{AROUND} "we are late" `x`.')
    assert few == 'He says "we are late"    .'
    assert "late" not in many
    assert counts[:, MASKED].tolist() == [3, 3]
    assert counts[:, QUOTED].tolist() == [0, 13]


def test_a_special_token_is_left_out_and_makes_no_code() -> None:
    counts, (left,) = taken("Joe<|endoftext|>")
    assert left.strip() == "Joe"
    assert counts[:, MASKED].tolist() == [0]


def test_letters_are_counted_by_script_and_others_by_kind() -> None:
    counts, _ = taken("Ж ab 中かン한 5 e\u0301 ＝ {}", "", "ab")
    own = {script: int(count) for script, count in zip(SCRIPTS, counts[0], strict=False) if count}
    assert own == {"Cyrl": 1, "Latn": 3, "Hani": 1, "Jpan": 2, "Kore": 1}
    assert counts[:, SOLID].tolist() == [13, 0, 2]
    assert counts[:, OTHER_FORM].tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("text", "is_data"),
    [
        ('{"a": 1}', True),
        ('  [\n {"a": 1} ] ', True),
        ('["a", "b"]', True),
        ("[[1, 2], [3]]", True),
        ("{}", True),
        ("[1] a note [2]", False),
        ("{a, b}", False),
        ("[", False),
        ("{", False),
        ("", False),
        ('{"a": 1} is JSON', False),
    ],
)
def test_what_is_written_as_json_is_data(*, text: str, is_data: bool) -> None:
    assert taken(text)[0][0, DATA] == is_data


MARKS = st.text(st.sampled_from(list("ab `$\\()[]<>/@.:'\"“”„«»\nhtps中é1{}")), max_size=60)


@settings(deadline=None, max_examples=300)
@given(st.lists(MARKS, max_size=4))
def test_a_text_keeps_its_length_and_stands_for_itself(texts: list[str]) -> None:
    counts, left = taken(*texts)
    for number, text in enumerate(texts):
        alone, (own,) = taken(text)
        assert own == left[number]
        assert alone[0].tolist() == counts[number].tolist()
        assert len(own.encode()) == len(text.encode())
        kept = zip(own.encode(), text.encode(), strict=True)
        assert all(after in (before, ord(" ")) for after, before in kept)
        assert counts[number, : len(SCRIPTS)].sum() == sum(map(str.isalpha, own))


@pytest.mark.parametrize(
    "opener", ["`", "$", "$$", "\\(", "\\[", "<a", "('", '("', "“", "«", "„", '"', "a@a.a", "http"]
)
def test_openers_that_nothing_closes_take_no_long_time(opener: str) -> None:
    """If each looked to the end of the text this would take hours."""
    assert len(prose((opener + " ") * 300_000)) == (len(opener) + 1) * 300_000
