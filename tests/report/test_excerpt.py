"""What is shown of a long text."""

from hypothesis import given
from hypothesis import strategies as st

from curate.report.excerpt import MOST_MARKS, Piece, excerpt
from curate.report.marks import Mark

LONG = "The boats leave the basin an hour before the tide. " * 200


def told(text: str, *marks: Mark) -> str:
    def one(piece: Piece) -> str:
        if piece.left_out:
            return f"[{piece.left_out}]"
        signs = {
            "begins": f"<{'+'.join(piece.codes)}:",
            "ends": ">",
            "stands": f"<{'+'.join(piece.codes)}>",
            "": piece.text,
        }
        return signs[piece.sign]

    return "".join(map(one, excerpt(text, marks)))


def test_a_short_text_is_shown_whole_with_its_marks() -> None:
    assert told("A tall white tower.", Mark(2, 6, ("A",))) == "A <A:tall> white tower."
    assert told("ok.", Mark(0, 3, ("A", "B"))) == "<A+B:ok.>"
    assert told("{,}", Mark(1, 1, ("A",))) == "{<A>,}"
    assert told("") == ""


def test_marks_in_one_another_are_closed_from_within() -> None:
    assert told("A tall white tower.", Mark(2, 12, ("A",)), Mark(7, 12, ("B",))) == "A <A:tall <B:white>> tower."


def test_of_a_long_text_both_ends_and_every_mark_are_in_view() -> None:
    at = LONG.index("basin", 5000)
    shown = told(LONG, Mark(at, at + 5, ("A",)))
    assert "the <A:basin> an hour" in shown
    assert shown.startswith("The boats leave")
    assert shown.endswith("before the tide. ")
    assert len(shown) < 1200
    assert shown.count("[") == 2


def test_of_a_mark_over_a_long_text_both_ends_are_in_view() -> None:
    shown = told(LONG, Mark(0, len(LONG), ("A",)))
    assert shown.startswith("<A:The boats")
    assert shown.endswith("tide. >")
    assert len(shown) < 1000


def test_of_many_marks_the_first_are_shown() -> None:
    marks = [Mark(at, at + 3, ("A",)) for at in range(0, len(LONG) - 600, 600)]
    assert told(LONG, *marks).count("<A:") == MOST_MARKS


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    shown = told("潮" * 5000, Mark(2500, 2501, ("A",)))
    assert "<A:潮>" in shown
    assert len(shown) < 1200


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 50)), max_size=12))
def test_nothing_is_lost_or_said_twice(text: str, places: list[tuple[int, int]]) -> None:
    whole = (text + " ") * 50
    marks = [Mark(min(at, len(whole)), min(at + long, len(whole)), ("A",)) for at, long in sorted(places)]
    pieces = list(excerpt(whole, marks))
    assert sum(len(piece.text) + piece.left_out for piece in pieces) == len(whole)
    at = 0
    for piece in pieces:
        assert whole[at:].startswith(piece.text)
        at += len(piece.text) + piece.left_out
    signs = [piece.sign for piece in pieces]
    assert signs.count("begins") == signs.count("ends")
