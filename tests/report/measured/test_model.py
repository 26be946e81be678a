"""The shape of a measurement."""

import json

import pytest
from pydantic import ValidationError

from curate.report.measured.model import BoundsModel, MeasureReport
from tests.report.measured.telling import measured


def test_what_is_written_is_read_as_it_was() -> None:
    report = measured()
    held = json.loads(json.dumps(report.model_dump(mode="json", by_alias=True)))
    assert held["schema"] == "curate/measure/v1"
    assert MeasureReport.model_validate(held) == report


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_can_not_be_told(value: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        BoundsModel(estimate=value, low=0.0, high=1.0)
