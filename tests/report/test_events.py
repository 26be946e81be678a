"""The lines of `--log-format json`."""

import pytest
from pydantic import ValidationError

from curate.report.events import EVENT

PART = (
    '{"time": "2026-03-01T09:12:44.120Z", "event": "working", "part": "reading", "what": "reading a.jsonl", '
    '"done": 12000, "total": null, "rate": 40100.0, "remaining_s": null, "memory_mb": 512.0, "wall_s": 0.3}'
)


def test_a_line_is_told_by_its_event() -> None:
    assert type(EVENT.validate_json(PART)).__name__ == "PartEvent"


@pytest.mark.parametrize(
    "wrong", ["2026-03-01T09:12:44.120", "2026-03-01T09:12:44.120+01:00", "2026-03-01 09:12:44Z"]
)
def test_time_is_in_utc_and_to_the_thousandth(wrong: str) -> None:
    with pytest.raises(ValidationError, match="time"):
        EVENT.validate_json(PART.replace("2026-03-01T09:12:44.120Z", wrong))
