"""Values and comments as TOML."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.report.toml_text import WIDTH, comment, counted, key, listed, percent, share, shown, string, value

HOSTILE = st.text() | st.sampled_from(
    [
        "\n[steps]",
        "a\r\nb",
        'x" # y',
        "\\",
        "'''",
        "\x00\x1b[31m",
        "\u2028# no",
        "\u202e",
        "\x85",
        "\ud800",
        "🦦" * 80,
    ]
)


@given(HOSTILE)
def test_a_string_says_the_text_on_one_line(text: str) -> None:
    written = string(text)
    assert written.isprintable()
    assert tomllib.loads(f"a = {written}")["a"] == text.encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    )


@given(st.recursive(HOSTILE.filter(lambda text: text.isprintable()) | st.booleans() | st.integers(), st.lists))
def test_a_value_is_read_back_as_it_was(given: object) -> None:
    assert tomllib.loads(f"a = {value({'b': given})}") == {"a": {"b": given}}


@given(HOSTILE)
def test_a_key_is_read_back_as_it_was(name: str) -> None:
    whole = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert tomllib.loads(f"{key(name)} = 1") == {whole: 1}


@given(HOSTILE, st.integers(0, 4))
def test_no_text_leaves_its_comment(text: str, hang: int) -> None:
    for line in comment(f"Beside the text: {text}, and {shown(text)}.", hang=hang):
        assert line.startswith("# ")
        assert line.isprintable()
    assert tomllib.loads("\n".join(comment(text, hang=hang))) == {}


def test_a_comment_is_as_wide_as_a_screen_and_keeps_a_number_with_its_unit() -> None:
    lines = comment("98.1 % of all. " * 40)
    assert max(map(len, lines)) <= WIDTH
    assert len(lines) > 2
    assert not any(line.startswith("# %") for line in lines)
    assert " ".join(line.removeprefix("# ") for line in lines) == ("98.1 % of all. " * 40).strip()


def test_a_long_name_is_cut_before_it_is_spelled_out() -> None:
    assert shown("a\nb") == "a\\u000ab"
    assert shown("x" * 500) == "x" * 57 + "..."


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 10, "0 %"), (10, 10, "100 %"), (1, 9000, "under 0.1 %"), (8999, 9000, "over 99.9 %"), (1, 3, "33.3 %")],
)
def test_a_share_is_never_rounded_to_none_or_all(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(0, 0) == "0 %"


def test_numbers_are_said_as_a_person_says_them() -> None:
    assert (counted(1, "record"), counted(1200, "record"), percent(0.05)) == ("1 record", "1,200 records", "5 %")
    assert listed("abcd", 2) == "a, b and 2 more"
    assert listed("ab", 2) == "a, b"


def test_what_is_no_text_is_written_as_toml_has_it() -> None:
    assert value({"a": True, "b": 0.8, "c": ("x",), "d": {}}) == '{ a = true, b = 0.8, c = ["x"], d = {} }'
