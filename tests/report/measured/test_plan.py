"""The shape of what would be trained."""

import json

from curate.report.measured.plan import PlanReport
from tests.report.measured.telling import planned


def test_what_is_written_is_read_as_it_was() -> None:
    plan = planned()
    held = json.loads(json.dumps(plan.model_dump(mode="json", by_alias=True)))
    assert held["schema"] == "curate/measure-plan/v1"
    assert PlanReport.model_validate(held) == plan
