"""Places of findings in the text of a message."""

from hypothesis import given
from hypothesis import strategies as st

from curate.report.marks import Mark, marked, marks_in, shown_to_others
from curate.report.said import Said

MAIL = "t.oyelaran@lakeside-clinic.co.uk"


def found(code: str, *places: tuple[str, int, int], at: str = "read") -> dict[str, object]:
    return {
        "code": code,
        "at": at,
        "places": [{"path": path, "start": start, "end": end} for path, start, end in places],
    }


def test_places_in_joined_texts_are_moved_to_where_those_stand() -> None:
    said = Said("user", "", "Summarise this.\n\nThe mill dates from 1742.", "instruction+input", (17,))
    marks = marks_in(said, [found("TXT001", ("input", 4, 8)), found("CTX001", ("instruction", 0, 9))])
    assert [(said.text[mark.start : mark.end], mark.codes) for mark in marks] == [
        ("Summarise", ("CTX001",)),
        ("mill", ("TXT001",)),
    ]


def test_one_stretch_that_two_checks_found_is_one_mark() -> None:
    said = Said("assistant", "", "ok.", "output", ())
    findings = [found("LEN001", ("output", 0, 3)), found("REF001", ("output", 0, 3)), found("STR001", ("", 0, 0))]
    assert marks_in(said, findings) == [Mark(0, 3, ("LEN001", "REF001"))]


def test_only_what_was_found_as_the_input_stood_is_marked_in_what_was_read() -> None:
    said = Said("assistant", "", "ok.", "output", ())
    (message,) = marked([said], [found("LEN001", ("output", 0, 3), at="1")])
    assert message.marks == []


def test_marks_move_along_when_a_word_stands_for_what_is_private() -> None:
    text = f"Dr Oyelaran reads mail at {MAIL} on weekdays, and at no other time."
    start = text.index(MAIL)
    marks = [
        Mark(0, 11, ("A",)),
        Mark(start, start + len(MAIL), ("PII001",)),
        Mark(start + 5, len(text), ("B",)),
        Mark(text.index("weekdays"), text.index("weekdays") + 8, ("C",)),
    ]
    shown = shown_to_others(text, marks)
    assert MAIL not in shown.text
    assert [shown.text[mark.start : mark.end] for mark in shown.marks] == [
        "Dr Oyelaran",
        "[EMAIL]",
        "[EMAIL] on weekdays, and at no other time.",
        "weekdays",
    ]


@given(
    st.lists(st.sampled_from(["The boats leave. ", MAIL, " or ", "call 0151 496 0735", "\n"]), max_size=8),
    st.data(),
)
def test_no_mark_ever_leaves_the_text_or_shows_what_is_private(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    shown = shown_to_others(text, [Mark(ends[0], ends[1], ("A",))])
    assert MAIL not in shown.text or MAIL * 2 in text
    (mark,) = shown.marks
    assert 0 <= mark.start <= mark.end <= len(shown.text)
