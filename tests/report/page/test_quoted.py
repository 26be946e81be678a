"""Text of a record for a page."""

import pytest

from curate.report.marks import Mark
from curate.report.page.quoted import CUT, Piece, fitting, plain, quoted
from tests.report.page.runs import TOKEN, TURNED

TOLD = "The miller grinds rye on Mondays, and wheat on every other day that has wind. "


def text_of(pieces: list[Piece]) -> str:
    return "".join(each.text for each in pieces)


def test_a_short_text_is_quoted_whole() -> None:
    assert quoted("Rye on Mondays.") == [Piece("Rye on Mondays.", marked=False)]


def test_a_long_text_is_cut_and_says_so() -> None:
    said = text_of(quoted(TOLD * 40))
    assert said.endswith(CUT)
    assert len(said) == 201


def test_a_quote_stands_around_the_first_mark() -> None:
    text = TOLD * 30 + "Then the sails broke. " + TOLD * 30
    start = text.index("sails")
    pieces = quoted(text, [Mark(start, start + 5, ("X",))], 60)
    assert [each.text for each in pieces if each.marked] == ["sails"]
    assert pieces[0].text == CUT
    assert pieces[-1].text == CUT
    assert "Then the " in text_of(pieces)


def test_marks_that_overlap_are_not_said_twice() -> None:
    pieces = quoted("abcdefgh", [Mark(1, 5, ("X",)), Mark(3, 7, ("Y",))])
    assert text_of(pieces) == "abcdefgh"
    assert [each.text for each in pieces if each.marked] == ["bcde", "fg"]


@pytest.mark.parametrize("before", [0, 150, 9_990, 12_000])
def test_no_part_of_a_secret_is_quoted_wherever_the_cut_falls(before: int) -> None:
    text = "x " * (before // 2) + f"export GITLAB_TOKEN={TOKEN} and so on. " + TOLD * 200
    for start in range(max(0, before - 30), before + 60, 7):
        said = text_of(quoted(text, [Mark(start, start + 3, ("X",))], 40))
        assert TOKEN[-8:] not in said
        assert TOKEN[6:14] not in said


def test_a_mark_moves_along_when_something_private_before_it_gets_another_word() -> None:
    text = f"export GITLAB_TOKEN={TOKEN} fails with an error"
    start = text.index("fails")
    assert [each.text for each in quoted(text, [Mark(start, start + 5, ("X",))]) if each.marked] == ["fails"]


def test_signs_that_turn_the_direction_are_spelled_out() -> None:
    said = text_of(quoted(TURNED))
    assert said.startswith("\\u202egnitirw\\u202c \\u2066inside")
    assert not set("\u202e\u202c\u2066\u2069\u200f") & set(said)


def test_blanks_and_lines_become_one_blank() -> None:
    assert text_of(quoted("one\n\n\t two\r\nthree")) == "one two three"


def test_what_is_spelled_out_counts_as_it_stands() -> None:
    said = text_of(quoted("\u202e" * 300))
    assert len(said) == 201
    assert said.endswith(CUT)


def test_a_name_is_plain_and_short() -> None:
    assert plain("s-0091") == "s-0091"
    assert plain("a\u202eb") == "a\\u202eb"
    assert plain("long " * 100, 20) == "long long long long…"
    assert plain("two  blanks and a text that is cut", 20) == "two blanks and a te…"


def test_pieces_that_fit_stay_as_they_are() -> None:
    pieces = [Piece("rye", marked=True), Piece(" and wheat", marked=False)]
    assert fitting(pieces, 40) == pieces
    assert fitting(pieces, 5) == [Piece("rye", marked=True), Piece(" a", marked=False), Piece(CUT, marked=False)]
