"""What the shape of a prompt shows."""

from typing import get_args

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.taxonomy.model import Sign
from curate.taxonomy.read import taxonomy
from curate.taxonomy.signs import sign_column, with_signs
from curate.taxonomy.window import window

EVERY: set[Sign] = set(get_args(Sign))
LETTER = "The working group met four times. It looked at all playgrounds and spoke with parents. " * 3


def shown(text: str) -> set[str]:
    told = with_signs(window(pl.Series([text]), taxonomy()), EVERY).row(0, named=True)
    return {name for name in EVERY if told[sign_column(name)]}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Why?\n\ndef add(a, b):\n    return a + b\n\nprint(add(1, 2))", "code"),
        ("What is wrong?\n```\nlet x = 1\n```", "code"),
        ("int main() { std::cout << 1; return 0; }", "code"),
        (r"Show that $\frac{a}{b} = c$ has a solution.", "maths"),
        ("Solve 3x + 7 = 22", "maths"),
        ("What is 12 * 4 + 3?", "maths"),
        ("Which gas?\nA) oxygen\nB) helium", "options"),
        ("name | age\nTom | 4\nAnn | 5", "table"),
        ("姓名,年龄,性别,城市\n张三,28,男,北京\n李四,33,女,上海", "table"),
        (f"Sum this up.\n\n{LETTER}", "supplied"),
        ('Rewrite this: "The early bird catches the worm."', "supplied"),
        ("总结：今年夏天，我们小区开展了垃圾分类活动，志愿者们每天早晚在楼下值班，告诉大家怎样投放。", "supplied"),
        ("Classify: carrot, plum, leek, quince", "items"),
        ("Is it late?", "asks"),
        ("Look at this.\nIs it late?", "ends-asking"),
        ("Add 3, 4 and 5.", "numbers"),
        ("Hello there", "short"),
        (LETTER * 3, "long"),
        (LETTER, "opens-with-text"),
    ],
)  # fmt: skip
def test_a_sign_is_seen(text: str, sign: Sign) -> None:
    assert sign in shown(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("What does it mean to import wine from Chile (a country in South America)?", "code"),
        ("Please return the letter; it is not for you. See page [3].", "code"),
        ("The score was 3-1 in 1999.", "maths"),
        ("a) Why is the sky blue?", "options"),
        ("Either this | or that", "table"),
        ("Write a story about a fox.", "supplied"),
        ("Remember: be kind, and smile. Nobody knows why.", "items"),
        ("Tell me the time.", "asks"),
    ],
)
def test_what_only_looks_alike_is_none(text: str, sign: Sign) -> None:
    assert sign not in shown(text)


def test_only_the_signs_that_are_asked_for_are_looked_at() -> None:
    read = window(pl.Series(["Is it late?"]), taxonomy())
    assert with_signs(read, {"table", "code"}).columns == [*read.columns, "sign:code", "sign:table"]


@given(st.text(max_size=200))
def test_any_text_shows_each_sign_or_does_not(text: str) -> None:
    told = with_signs(window(pl.Series([text]), taxonomy()), EVERY).select(map(sign_column, EVERY))
    assert told.null_count().row(0) == (0,) * len(EVERY)
