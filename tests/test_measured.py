"""What a measurement came to, in Python."""

import pytest

from curate.measured import Measurement
from tests.report.measured.telling import CHANGE, measured


def test_the_change_is_what_is_told() -> None:
    told = Measurement(measured())
    assert (told.verdict, told.effect) == ("better", -0.024)
    assert told.interval == pytest.approx((-0.036, -0.012))
    assert repr(told).startswith(
        "Measurement(better: the whole pipeline: -0.024 nats/token (-0.036 to -0.012), better"
    )


def test_a_gate_holds_until_the_verdict_is_refused() -> None:
    report = measured(CHANGE.model_copy(update={"verdict": "worse"}))
    assert Measurement(report).holds
    refused = Measurement(report, "worse")
    assert not refused.holds
    assert refused.broken is not None
    assert refused.broken.startswith("the gate verdict_not = worse is broken: the whole pipeline is worse")


def test_what_a_change_that_is_too_small_to_tell_may_hide_is_told() -> None:
    untold = measured(CHANGE.model_copy(update={"verdict": "too_small_to_tell"}))
    assert Measurement(measured()).unseen == ""
    assert Measurement(untold).unseen.startswith("response loss that grew by less than 0.0")
