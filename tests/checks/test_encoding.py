"""Where the pattern stands."""

from collections.abc import Callable
from typing import Any

import curate
from curate.checks.encoding import EncodingDamage

TEXT = "The cafÃ© by the quay, `&amp;` and &amp;"


def test_each_place_is_pointed_at_but_none_in_code() -> None:
    assert [TEXT[start:end] for start, end in EncodingDamage().spans(TEXT)] == ["Ã©", "&amp;"]


def test_damage_is_found_in_a_response_that_was_not_chosen(records_of: Callable[..., Any]) -> None:
    records = records_of([{"prompt": "Where?", "chosen": "At the café.", "rejected": "At the cafÃ©."}])
    (row,) = curate.check(records)["TXT001"].frame.iter_rows(named=True)

    assert row["places"] == [{"path": "rejected", "start": 10, "end": 12}]
