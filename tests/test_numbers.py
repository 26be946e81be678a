"""A number of an account has one name, and where nobody knows it, says why."""

import pytest

from curate.checks import Check
from curate.checks.duplicates import NearDuplicate
from curate.checks.language import UnexpectedLanguage
from curate.checks.length import ShortResponse
from curate.checks.unreadable import InvalidJson
from curate.errors import UnknownName
from curate.ledger import Ledger
from curate.numbers import FORMS, NumberName, Numbers, Unknowable, must_be_known

FOUND: dict[type[Check], int | None] = {
    ShortResponse: 3,
    NearDuplicate: 2,
    InvalidJson: 1,
    UnexpectedLanguage: None,
}
ACCOUNT = Ledger.model_validate(
    {
        "schema": "curate/ledger/v1",
        "read": 10,
        "parsed": 9,
        "rejected": 1,
        "dropped": 3,
        "kept": 6,
        "steps": [
            {
                "step": 1,
                "use": "drop",
                "setting": "LEN001",
                "in": 9,
                "kept": 7,
                "dropped": 2,
                "by_code": {"LEN001": 2},
            },
            {
                "step": 2,
                "use": "mend",
                "setting": "TXT001",
                "in": 7,
                "kept": 6,
                "dropped": 1,
                "edited": 3,
                "by_code": {"LEN001": 1},
            },
        ],
        "inputs": [
            {"file": "may/a.jsonl", "format": "messages", "read": 6, "parsed": 6, "rejected": 0, "kept": 4},
            {"file": "june/b.csv", "format": "messages", "read": 4, "parsed": 3, "rejected": 1, "kept": 2},
            {"file": "july/b.csv", "format": "messages", "read": 0, "parsed": 0, "rejected": 0, "kept": 0},
        ],
        "gates": [],
    }
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("read", 10),
        ("parsed", 9),
        ("rejected", 1),
        ("kept", 6),
        ("dropped", 3),
        ("edited", 3),
        ("rejected_share", 1 / 10),
        ("kept_share", 6 / 9),
        ("dropped_share", 3 / 9),
        ("edited_share", 3 / 9),
        ("found.LEN001", 3),
        ("found.short-response", 3),
        ("found_share.LEN001", 3 / 9),
        ("found_share.FMT002", 1 / 10),
        ("dropped.LEN001", 3),
        ("dropped.DUP002", 0),
        ("step.1.in", 9),
        ("step.2.kept", 6),
        ("step.2.dropped", 1),
        ("step.2.edited", 3),
        ("input.may/a.jsonl.kept", 4),
        ("input.a.jsonl.kept", 4),
        ("input.june/b.csv.rejected", 1),
    ],
)
def test_a_number_is_what_the_account_says(name: str, value: float) -> None:
    assert Numbers(ACCOUNT, FOUND).tell(name) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("found.LNG001", "LNG001 did not run"),
        ("dropped.unexpected-language", "LNG001 did not run"),
        ("found.PII001", "there is no check called 'PII001'"),
        ("step.3.kept", "there is no step 3"),
        ("step.0.kept", "there is no step 0"),
        ("input.c.jsonl.kept", "no input is called 'c.jsonl'"),
        ("input.b.csv.kept", "2 inputs are called 'b.csv'"),
        ("input.jsonl.kept", "no input is called 'jsonl'"),
        ("kpet", "there is no number called 'kpet'. Did you mean 'kept'?"),
    ],
)
def test_a_number_that_nobody_knows_says_why(name: str, reason: str) -> None:
    with pytest.raises(Unknowable) as told:
        Numbers(ACCOUNT, FOUND).tell(name)
    assert str(told.value) == reason


@pytest.mark.parametrize(("name", "reason"), [("kept_share", "parsed"), ("rejected_share", "read")])
def test_a_share_of_nothing_is_unknown(name: str, reason: str) -> None:
    empty = dict.fromkeys(("read", "parsed", "rejected", "dropped", "kept"), 0)
    account = Ledger.model_validate(
        {"schema": "curate/ledger/v1", **empty, "steps": [], "inputs": [], "gates": []}
    )
    with pytest.raises(Unknowable, match=f"no record was {reason}"):
        Numbers(account, FOUND).tell(name)


def test_types_that_a_coverage_check_finds_have_a_number_where_somebody_looked() -> None:
    told = Numbers(ACCOUNT, FOUND, {"COV002": 3, "under-represented": 3, "COV007": "too few types are large"})
    assert told.tell("types.COV002") == told.tell("types.under-represented") == 3
    with pytest.raises(Unknowable, match="too few types are large"):
        told.tell("types.COV007")
    with pytest.raises(Unknowable, match="nobody looked at types of prompts"):
        Numbers(ACCOUNT, FOUND).tell("types.COV002")
    must_be_known(["types.COV002", "types.thin-type"], [], 0)
    with pytest.raises(UnknownName, match="LEN001"):
        must_be_known(["types.LEN001"], [], 0)


def test_every_form_of_a_name_can_be_taken_apart() -> None:
    for form in FORMS:
        parsed = NumberName.parse(form)
        assert form == ".".join(part for part in (parsed.group, parsed.of) if part) or form.endswith(parsed.number)
        assert parsed.is_share == ("share" in form)


@pytest.mark.parametrize(
    "name", ["", "found", "kept.", "step.1", "step.kept", "input.kept", "found_shares.LEN001"]
)
def test_a_name_that_no_number_can_have_is_refused(name: str) -> None:
    with pytest.raises(UnknownName, match="there is no number called"):
        NumberName.parse(name)


def test_what_a_step_drops_for_a_reason_of_its_own_has_a_number_too() -> None:
    must_be_known(["dropped.CAP001", "dropped.DEC001"], [], 0)
    assert Numbers(ACCOUNT, FOUND).tell("dropped.CAP001") == 0
    with pytest.raises(UnknownName):
        must_be_known(["found.CAP001"], [], 0)
