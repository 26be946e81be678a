"""How far the work is, told from what it says of itself."""

import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.cli.telling.parts import LEAST_SEEN, Course, Part, part_of


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def course(watch: Watch) -> Course:
    return Course(watch)


def only(course: Course, now: float) -> Part:
    (part,) = course.look(now)
    return part


@pytest.mark.parametrize(
    ("what", "part"),
    [
        ("reading a.jsonl", "reading"),
        ("writing kept/a: b.jsonl", "writing"),
        ("writing", "writing"),
        ("looking at records", "looking at records"),
        ("step 3, keep-one DUP002: comparing", "step 3, keep-one DUP002"),
        ("step 4, acme.quality:Cap", "step 4, acme.quality:Cap"),
        ("comparing", "comparing"),
    ],
)
def test_all_reading_is_one_part_and_so_is_each_step(what: str, part: str) -> None:
    assert part_of(what) == part


def test_a_rate_is_told_after_a_second_and_what_remains_after_two(course: Course, watch: Watch) -> None:
    rates, remaining = list[float | None](), list[float | None]()
    for tenth in range(31):
        watch.now = 100 + tenth / 10
        course.tell("looking at records", tenth * 100, 10_000)
        part = only(course, watch.now)
        rates.append(part.rate(watch.now))
        remaining.append(part.remaining(watch.now))
    assert rates[:10] == [None] * 10
    assert rates[10:] == pytest.approx([1000] * 21)
    assert remaining[:19] == [None] * 19
    assert remaining[30] == pytest.approx(7)


def test_the_rate_is_that_of_late(course: Course, watch: Watch) -> None:
    done = 0
    for second in range(60):
        watch.now, done = 100 + second, done + (1000 if second < 30 else 10)
        course.tell("looking at records", done, 100_000)
        part = only(course, watch.now)
    assert part.rate(watch.now) == pytest.approx(10)


def test_what_moves_in_great_leaps_has_a_rate_and_what_stands_still_gets_slower(
    course: Course, watch: Watch
) -> None:
    for second in range(41):
        watch.now = 100 + second
        course.tell("looking at records", second // 20 * 8192, 100_000)
        part = only(course, watch.now)
    assert part.rate(watch.now) == pytest.approx(8192 / 20)
    assert len(part.seen) == LEAST_SEEN
    assert part.rate(watch.now + 20) == pytest.approx(8192 / 40)


def test_what_is_complete_was_as_fast_as_until_then(course: Course, watch: Watch) -> None:
    for second in (0, 4):
        watch.now = 100 + second
        course.tell("looking at records", second * 25, 100)
        part = only(course, watch.now)
    assert part.remaining(160) is None
    assert part.rate(160) == 25


def test_files_are_counted_together_in_any_order(course: Course) -> None:
    for what, done in (("a", 100), ("b", 50), ("a", 180), ("b", 70), ("c", 5)):
        course.tell(f"reading {what}.jsonl", done, None)
    part = only(course, 100)
    assert (part.count, part.there_are, part.things, part.what) == (255, None, 3, "reading c.jsonl")


def test_a_step_counts_what_it_does_now_and_in_the_end_its_longest_pass(course: Course, watch: Watch) -> None:
    course.tell("step 2, keep-one DUP002: comparing", 900, 1000)
    course.tell("step 2, keep-one DUP002: keeping", 30, 40)
    part = only(course, watch.now)
    assert (part.name, part.count, part.there_are) == ("step 2, keep-one DUP002", 30, 40)
    course.end()
    assert only(course, watch.now).count == 900


def test_the_same_may_be_done_once_more(course: Course) -> None:
    for done in (500, 1000, 200):
        course.tell("telling languages", done, 1000)
    part = only(course, 100)
    assert (part.count, part.there_are) == (200, 1000)
    assert part.remaining(103) is None, "how fast it was the time before says nothing"


def test_time_is_spent_on_one_part_at_a_time(course: Course, watch: Watch) -> None:
    for now, what in ((100, "reading a"), (103, "looking at records"), (104, "reading a"), (110, "writing b")):
        watch.now = now
        course.tell(what, 1, None)
    watch.now = 111
    course.end()
    spent = {part.name: part.seconds(500) for part in course.look(500)}
    assert spent == {"reading": 9, "looking at records": 1, "writing": 1}


def test_parts_that_take_turns_do_not_end_each_time(course: Course, watch: Watch) -> None:
    ends = 0
    for second in range(120):
        watch.now = 100 + second
        course.tell(("reading a", "looking at records")[second // 3 % 2], second, None)
        before = [part.ended for part in course.parts.values()]
        after = [part.ended for part in course.look(watch.now)]
        ends += sum(now and not then for then, now in zip(before, after, strict=True))
    assert ends <= 4
    assert not any(part.ended for part in course.parts.values())


def test_what_was_left_has_ended_after_a_moment(course: Course, watch: Watch) -> None:
    course.tell("reading a", 1, None)
    watch.now = 101
    course.tell("looking at records", 1, 5)
    assert [part.ended for part in course.look(101.5)] == [False, False]
    assert [part.ended for part in course.look(102.0)] == [True, False]
    watch.now = 102
    course.tell("reading a", 2, None)
    assert [part.ended for part in course.look(102.0)] == [False, False]


TOLD = st.lists(
    st.tuples(
        st.sampled_from(["reading a", "reading b", "looking at records", "step 1, drop", "step 1, drop: x"]),
        st.integers(0, 10**9),
        st.none() | st.integers(0, 10**9),
        st.floats(0, 100),
    ),
    min_size=1,
)


@given(TOLD)
def test_nothing_is_ever_less_than_nothing(told: list[tuple[str, int, int | None, float]]) -> None:
    watch = Watch()
    course = Course(watch)
    for what, done, total, later in told:
        course.tell(what, done, total)
        watch.now += later
        for part in course.look(watch.now):
            assert part.seconds(watch.now) >= 0
            assert (part.rate(watch.now) or 0) >= 0
            assert (part.remaining(watch.now) or 0) >= 0
            assert part.there_are is None or part.count <= part.there_are
    spent = sum(part.seconds(watch.now) for part in course.parts.values())
    assert spent == pytest.approx(watch.now - 100)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 50)), min_size=1))
def test_every_record_of_every_file_counts_once(read: list[tuple[str, int]]) -> None:
    course, done = Course(Watch()), dict.fromkeys("abc", 0)
    for file, more in read:
        done[file] += more
        course.tell(f"reading {file}", done[file], None)
    assert only(course, 100.0).count == sum(done.values())


def test_to_tell_costs_next_to_nothing(course: Course) -> None:
    """A millionth of a second where nothing is new, with room for a busy machine."""
    each = min(timeit.repeat(lambda: course.tell("looking at records", 1, 100), number=10_000, repeat=5)) / 10_000
    assert each < 5e-6
