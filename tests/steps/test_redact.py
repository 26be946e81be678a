import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import UsageError
from curate.pipeline import Pipeline, default_checks
from curate.records.records import Records
from curate.steps.redact import Redact

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]
MAIL = "t.oyelaran@lakeside-clinic.co.uk"
OTHER = "b.lindqvist@lakeside-clinic.co.uk"


def redacted(records: Records, **where: Any) -> curate.Result:  # noqa: ANN401
    return curate.run(Pipeline(name="private", checks=default_checks(), steps=(Redact(),)), records, **where)


def test_the_same_value_gets_the_same_number_in_every_message(records_of: Read, chat: Callable[..., Row]) -> None:
    records = records_of([chat(f"Does {MAIL} work?", f"Yes. So does {OTHER}. But {MAIL} is read daily.")])
    (record,) = redacted(records).kept
    assert [message["content"] for message in record["messages"]] == [
        "Does [EMAIL_1] work?",
        "Yes. So does [EMAIL_2]. But [EMAIL_1] is read daily.",
    ]


def test_each_record_counts_by_itself_and_others_are_left_alone(
    records_of: Read, chat: Callable[..., Row]
) -> None:
    records = records_of([chat("Who reads this?", OTHER), chat("Who?", MAIL), chat("Who?", "jane@example.com")])
    result = redacted(records)
    assert [record["messages"][1]["content"] for record in result.kept] == [
        "[EMAIL_1]",
        "[EMAIL_1]",
        "jane@example.com",
    ]
    assert (result.ledger.steps[0].edited, result.ledger.steps[0].kept) == (2, 3)


def test_nothing_of_the_value_is_left_in_what_was_kept_and_all_of_it_in_the_account(
    records_of: Read, chat: Callable[..., Row], tmp_path: Path
) -> None:
    redacted(records_of([chat("Who reads this?", f"{MAIL} does.")]), out=tmp_path / "out")
    assert "oyelaran" not in (tmp_path / "out" / "kept.jsonl").read_text()
    (edit,) = map(json.loads, (tmp_path / "out" / "edited.jsonl").read_text().splitlines())
    assert (edit["before"], edit["after"]) == (f"{MAIL} does.", "[EMAIL_1] does.")


def test_what_is_not_private_can_not_be_redacted() -> None:
    with pytest.raises(UsageError, match="not how to change it") as refused:
        Redact(on=("LEN001",)).codes(default_checks())
    assert "PII001, PII002" in refused.value.hint
