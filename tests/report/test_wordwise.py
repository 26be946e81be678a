"""Two texts, word by word."""

import time

from hypothesis import given
from hypothesis import strategies as st

from curate.report.wordwise import around_changes, every_run, runs, words_of

LOCK = "Close the lower gates, open the upper paddles, and wait until the water is level. " * 20


def test_words_that_take_each_others_place_are_runs() -> None:
    assert [tuple(run) for run in runs("wait until it is level now", "wait until it is still now")] == [
        (True, "wait until it is ", "wait until it is "),
        (False, "level ", "still "),
        (True, "now", "now"),
    ]


def test_what_is_long_and_the_same_is_told_without_its_middle() -> None:
    told = runs(f"{LOCK}level", f"{LOCK}still")
    assert "words] " in told[0].one
    assert len(told[0].one.split()) < 30


def test_all_of_it_is_there_where_that_is_asked_for() -> None:
    told = every_run(f"{LOCK}level", f"{LOCK}still")
    assert "".join(run.one for run in told) == f"{LOCK}level"
    assert [run.other for run in told if not run.same] == ["still"]


def test_around_a_change_only_what_stands_beside_it_is_told() -> None:
    first, change, last = around_changes(f"{LOCK}level {LOCK}", f"{LOCK}still {LOCK}")
    assert first.one.startswith("[")
    assert (change.one, change.other) == ("level ", "still ")
    assert last.one.endswith(" words]")


def test_scripts_without_spaces_are_compared_by_character() -> None:
    assert [tuple(run) for run in runs("今天潮水高", "今天潮水低")] == [
        (True, "今天潮水", "今天潮水"),
        (False, "高", "低"),
    ]


def test_white_space_is_no_difference() -> None:
    assert all(run.same for run in runs("a\u00a0b  c", "a b\nc"))


def test_long_texts_with_few_words_in_common_take_no_time() -> None:
    one = " ".join(f"the {number} of" for number in range(12_000))
    other = " ".join(f"the {number * 7} or" for number in range(12_000))
    begun = time.perf_counter()
    runs(one, other)
    assert time.perf_counter() - begun < 5


@given(st.text(alphabet="ab 高\n", max_size=40), st.text(alphabet="ab 高\n", max_size=40))
def test_both_texts_are_told_whole(one: str, other: str) -> None:
    told = runs(one, other)
    for text, side in ((one, "one"), (other, "other")):
        said = [word for run in told for word, _ in words_of(getattr(run, side))]
        assert "[" in "".join(said) or said == [word for word, _ in words_of(text)]
