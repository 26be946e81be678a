"""What another model says of the same change."""

from pathlib import Path
from typing import Any

import pytest

from curate.measurement import another
from curate.measurement.another import planned_with, with_another
from curate.measurement.change import AFTER
from curate.measurement.reporting import report_of
from curate.measurement.study import PLANTED
from tests.measurement.invented import World, measured
from tests.report.measured.telling import planned

pytestmark = pytest.mark.torch

HARM = {PLANTED: (0.05, -0.05)}
BETTER, WORSE, SAME = (World({**HARM, **more}) for more in ({AFTER: (-0.05, 0.0)}, {AFTER: (0.05, 0.0)}, {}))


@pytest.mark.parametrize(
    ("first", "second", "opposite"),
    [
        (BETTER, WORSE, True),
        (WORSE, BETTER, True),
        (BETTER, BETTER, False),
        (WORSE, WORSE, False),
        (BETTER, SAME, False),
        (SAME, WORSE, False),
    ],
)
def test_a_verdict_hangs_on_the_proxy_where_another_model_says_the_opposite(
    first: World, second: World, *, opposite: bool
) -> None:
    own, other = measured(first), measured(second)
    told = with_another(report_of(own), other)
    beside = told.another
    assert beside is not None
    assert beside.proxy_dependent is opposite
    assert beside.verdict == report_of(other).contrasts[0].verdict
    assert beside.readings == report_of(other).contrasts[0].readings
    assert told.model_copy(update={"another": None}) == report_of(own)


def test_a_plan_tells_how_long_the_other_takes_and_changes_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    other = planned(model="proxy-wide", parameters=4_000_000, runs=6, seconds=300.0, least=200.0)
    monkeypatch.setattr(another, "plan_of", lambda *_: other)
    nothing: Any = None
    told = planned_with(planned(), nothing, Path(), 2)
    assert told.another is not None
    assert told.another.model_dump() == {
        "model": "proxy-wide", "parameters": 4_000_000, "runs": 6, "seconds": 300.0, "least": 200.0,
    }  # fmt: skip
    assert told.model_copy(update={"another": None}) == planned()
