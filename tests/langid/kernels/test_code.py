"""Signs of code, and what of them prose has too."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.langid.kernels.code import signs_of_code


def signs(*texts: str) -> list[int]:
    """How many signs of code stand in texts."""
    parts = [text.encode() for text in texts]
    joined = np.frombuffer(b"".join(parts), np.uint8).copy()
    counted: list[int] = signs_of_code(joined, np.cumsum([0, *map(len, parts)], dtype=np.int64)).tolist()
    return counted


@pytest.mark.parametrize(
    "prose",
    [
        "It rained (as it did in June) all day.",
        "雪(snow)と氷(ice)",
        "The mill was sold; nobody knew to whom.",
        "48 clips / 2 = 24 clips",
        "She paid $ 12.50 * 3 = $37.50, or (12.50 + 12.50) + 12.50.",
        "We need <<100-50-30-15=5>>5 more.\n#### 5",
        "* flour\n  * of rye\n+ salt\n# Baking\n> as she wrote",
        "This is **very** important, and this is a gap: ____.",
        "*Now I wash and you dry,*\n*as we did.*",
        "soups, and/or stews; bread & butter",
        "| Month | Rain |",
        "",
    ],
)
def test_what_prose_is_written_with_is_no_code(prose: str) -> None:
    assert signs(prose) == [0]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print(total)", 1),
        ("rows[0](x)", 3),
        ("let width = height;", 2),
        ("if (ready && !done) {", 3),
        ("ok || fail", 2),
        ("SELECT name\nFROM mills;\n", 1),
        ("self.name = name", 1),
        ("</b>", 3),
        ("cd ../mill | sort", 1),
        ("a ^ b", 1),
    ],
)
def test_what_code_is_written_with_counts(code: str, expected: int) -> None:
    assert signs(code) == [expected]


def test_a_sign_far_from_a_number_is_in_no_sum() -> None:
    assert signs("total =          5") == [1]
    assert signs("total = 5") == [0]


@given(st.lists(st.text(alphabet="a1 (){};=*#|&/\n雪", max_size=20), max_size=5))
def test_what_stands_beside_a_text_changes_nothing(texts: list[str]) -> None:
    assert signs(*texts) == [count for text in texts for count in signs(text)]
