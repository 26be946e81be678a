from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pydantic import ValidationError

import curate
from curate.errors import UnknownName, UsageError
from curate.pipeline import Pipeline, default_checks
from curate.records.records import Records
from curate.steps.drop import Drop
from curate.steps.keep_one import KeepOne, Preference

Row = dict[str, Any]
Chat = Callable[..., Row]
Read = Callable[[Sequence[Row]], Records]

PROMPT = "My cheese scones come out flat and hard. What am I doing wrong, and what should I change first?"
SCONES = (
    "Most likely the dough was worked too long. Rub the butter in quickly, stir in the milk with a knife, and "
    "stop as soon as it holds together. Cut straight down without twisting, and bake at once in a hot oven"
)


def family(chat: Chat) -> list[Row]:
    """Three retouched copies of one demonstration, and one that shares its subject only."""
    return [
        chat(PROMPT, f"{SCONES}.", id="plain"),
        chat(PROMPT, f"{SCONES}, on the upper shelf, with the fan off.", id="longest"),
        chat(PROMPT, f"{SCONES} indeed.", id="indeed"),
        chat(PROMPT, "Old baking powder. Buy a new tin and try the same recipe again.", id="other"),
    ]


def keeping(of: str, prefer: Preference = "key") -> Pipeline:
    return Pipeline(name="one-each", steps=(KeepOne(of=of, prefer=prefer),), select=("DUP",))


def ids(records: Records) -> list[str]:
    return [record["id"] for record in records]


def test_one_of_each_family_stays_with_all_that_is_like_no_other(records_of: Read, chat: Chat) -> None:
    result = curate.run(keeping("DUP002"), records_of(family(chat)))
    assert "other" in ids(result.kept)
    assert len(result.kept) == 2
    assert set(result.dropped["code"]) == {"DUP002"}


@pytest.mark.parametrize(
    ("prefer", "stays"), [("first", "plain"), ("longest-response", "longest")], ids=["first", "longest"]
)
def test_the_preferred_record_stays(records_of: Read, chat: Chat, prefer: Preference, stays: str) -> None:
    result = curate.run(keeping("DUP002", prefer), records_of(family(chat)))
    assert ids(result.kept) == [stays, "other"]


def test_the_first_is_the_first_of_the_input_in_whatever_order_it_comes(records_of: Read, chat: Chat) -> None:
    result = curate.run(keeping("DUP002", "first"), records_of(family(chat)[::-1]))
    assert ids(result.kept) == ["other", "indeed"]


def test_by_default_the_smallest_key_stays_in_any_order(records_of: Read, chat: Chat) -> None:
    records = records_of(family(chat))
    smallest = min((r for r in records if r["id"] != "other"), key=lambda r: str(r["key"]))
    for rows in (family(chat), family(chat)[::-1]):
        assert sorted(ids(curate.run(keeping("near-duplicate"), records_of(rows)).kept)) == sorted(
            [smallest["id"], "other"]
        )


def test_equally_preferred_records_go_by_key(records_of: Read, chat: Chat) -> None:
    rows = [chat("name a bird of prey", "The osprey."), chat("Name a bird of prey", "the osprey.")]
    for given in (rows, rows[::-1]):
        records = records_of(given)
        result = curate.run(keeping("DUP001", "longest-response"), records)
        assert [r["key"] for r in result.kept] == [min(str(r["key"]) for r in records)]


@pytest.mark.parametrize("prefer", ["key", "first", "longest-response"])
def test_each_dropped_record_names_one_that_stays_and_how_alike_they_are(
    records_of: Read, chat: Chat, prefer: Preference
) -> None:
    result = curate.run(keeping("DUP002", prefer), records_of(family(chat)))
    kept = {record["key"] for record in result.kept}
    assert len(result.dropped) == 2
    assert set(result.dropped["related"]) <= kept
    assert all(0.8 <= score < 1 for score in result.dropped["score"])


def test_a_family_whose_leader_left_in_an_earlier_step_keeps_another(records_of: Read, chat: Chat) -> None:
    """Findings made before the leader left would drop the whole family."""
    rows = [chat(PROMPT, f"{SCONES}, my dear cafÃ© owner.", id="damaged"), *family(chat)]
    steps = (Drop(on=("TXT001",)), KeepOne(of="DUP002", prefer="first"))
    result = curate.run(Pipeline(name="two-steps", steps=steps), records_of(rows))
    assert ids(result.kept) == ["plain", "other"]


def test_the_threshold_of_the_check_makes_the_family(records_of: Read, chat: Chat) -> None:
    checks = default_checks({"near-duplicate": {"similarity": 1.0}})
    pipeline = keeping("DUP002").model_copy(update={"checks": checks})
    assert len(curate.run(pipeline, records_of(family(chat))).kept) == 4


@pytest.mark.parametrize("of", ["LEN001", "short-response", "FMT002"])
def test_a_check_without_families_is_refused(of: str) -> None:
    with pytest.raises(UsageError, match="judges records one by one"):
        KeepOne(of=of).codes(default_checks())


def test_a_check_that_names_no_other_record_is_refused() -> None:
    with pytest.raises(UsageError, match="LEN004 unusual-length names no other record"):
        KeepOne(of="LEN004").codes(default_checks())


def test_an_unknown_check_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'DUP002'"):
        KeepOne(of="DUP02").codes(default_checks())


def test_an_unknown_preference_is_refused() -> None:
    with pytest.raises(ValidationError, match="go by a field"):
        KeepOne.model_validate({"of": "DUP002", "prefer": "newest"})


def test_the_ledger_shows_check_and_preference() -> None:
    assert KeepOne(of="DUP002", prefer="first").setting() == "DUP002, prefer first"


DATED: list[Row] = [
    {"created_at": "2024-11-30", "score": 3, "source": "web"},
    {"created_at": "2025-01-15", "score": 1, "source": "desk"},
    {"created_at": None, "score": None, "source": None},
    {"created_at": "2024-03-01", "score": 2.5, "source": "print"},
]
ENDINGS = (".", " indeed.", ", on the upper shelf.", ", with the fan off.")


@pytest.mark.parametrize(
    ("step", "stays"),
    [
        (KeepOne(of="DUP002", prefer="newest", by="created_at"), "1"),
        (KeepOne(of="DUP002", prefer="highest", by="score"), "0"),
        (KeepOne(of="DUP002", prefer="source-order", by="source", sources=("desk", "web")), "1"),
        (KeepOne(of="DUP002", prefer="source-order", by="source", sources=("print", "desk")), "3"),
    ],
)
@pytest.mark.parametrize("turn", range(4))
def test_the_record_stays_that_a_field_prefers_in_any_order(
    records_of: Read, chat: Chat, step: KeepOne, stays: str, turn: int
) -> None:
    rows = [chat(PROMPT, SCONES + end, id=str(at), **DATED[at]) for at, end in enumerate(ENDINGS)]
    result = curate.run(
        Pipeline(name="best", steps=(step,), select=("DUP",)), records_of([*rows[turn:], *rows[:turn]])
    )
    assert ids(result.kept) == [stays]


@pytest.mark.parametrize("prefer", ["newest", "highest", "source-order"])
def test_a_record_of_which_the_field_is_not_known_is_the_last_to_stay(
    records_of: Read, chat: Chat, prefer: Preference
) -> None:
    """A source that is not on the list is no better than none."""
    field = {"newest": "created_at", "highest": "score", "source-order": "source"}[prefer]
    rows = [chat(PROMPT, SCONES + end, id=str(at), **DATED[at + 2]) for at, end in enumerate(ENDINGS[:2])]
    step = KeepOne(of="DUP002", prefer=prefer, by=field, sources=("print",) if prefer == "source-order" else ())
    for given in (rows, rows[::-1]):
        assert ids(curate.run(Pipeline(name="best", steps=(step,), select=("DUP",)), records_of(given)).kept) == [
            "1"
        ]


def test_where_all_are_preferred_alike_the_smallest_key_stays(records_of: Read, chat: Chat) -> None:
    rows = [chat(PROMPT, SCONES + end, score=2) for end in ENDINGS]
    step = KeepOne(of="DUP002", prefer="highest", by="score")
    for given in (rows, rows[::-1]):
        result = curate.run(Pipeline(name="best", steps=(step,), select=("DUP",)), records_of(given))
        assert [r["key"] for r in result.kept] == [min(result.records.frame["key"])]


@pytest.mark.parametrize(
    "given",
    [
        {"prefer": "newest"},
        {"prefer": "key", "by": "score"},
        {"prefer": "source-order", "by": "source"},
        {"prefer": "highest", "by": "score", "sources": ["web"]},
    ],
)
def test_a_preference_takes_what_it_needs_and_nothing_else(given: Row) -> None:
    with pytest.raises(ValidationError, match=r"others (take|by) none"):
        KeepOne.model_validate({"of": "DUP002", **given})


def test_a_field_to_go_by_that_no_record_has_is_told(records_of: Read, chat: Chat) -> None:
    step = KeepOne(of="DUP002", prefer="newest", by="create_at")
    with pytest.raises(UnknownName, match="Did you mean 'created_at'"):
        curate.run(
            Pipeline(name="best", steps=(step,), select=("DUP",)),
            records_of([chat(PROMPT, SCONES, created_at="2024")]),
        )
    assert step.setting() == "DUP002, prefer newest by create_at"
