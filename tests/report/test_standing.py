"""Which findings held of a record before a step."""

from pathlib import Path

import pytest

import curate
from curate.report.left import Left
from curate.report.standing import of_set_as_read, standing


@pytest.fixture
def left(sample_run: tuple[curate.Result, Path]) -> Left:
    return Left(sample_run[1])


def found(
    code: str, at: str = "read", *, related: str | None = None, ignored: str | None = None
) -> dict[str, object]:
    return {"code": code, "at": at, "related": related, "ignored": ignored}


def test_a_finding_holds_until_the_record_is_changed_and_only_if_it_is_made_again(left: Left) -> None:
    findings = [found("LEN001"), found("TXT001"), found("LEN001", "1")]
    assert standing(left, findings, [], 1).keys() == {"LEN001", "TXT001"}
    assert standing(left, findings, [], 2).keys() == {"LEN001"}


def test_where_a_change_mended_all_nothing_holds(left: Left) -> None:
    assert standing(left, [found("TXT001")], [{"step": 1}], 2) == {}


def test_what_is_set_aside_does_not_hold(left: Left) -> None:
    assert standing(left, [found("LEN001", ignored="keep by ann")], [], 2) == {}


def test_what_is_found_of_a_record_beside_others_is_told_apart(left: Left) -> None:
    findings = [
        found("DUP002", related="aa"),
        found("DUP002", "4", related="bb"),
        found("LEN001"),
        found("LEN004"),
    ]
    assert standing(left, findings, [], 4).keys() == {"LEN001"}
    assert of_set_as_read(left, findings) == {"DUP002": findings[0], "LEN004": findings[3]}


def test_of_a_check_that_is_not_known_the_twin_tells(left: Left) -> None:
    assert of_set_as_read(left, [found("ACME01", related="aa"), found("ACME02")]).keys() == {"ACME01"}
