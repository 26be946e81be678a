"""What another model says of the change."""

import pytest

from curate.report.measured.another import another_line
from curate.report.measured.model import Verdict
from tests.report.measured.telling import CHANGE, HELPS, another, measured

LARGER = "proxy-wide, 6 times with 3 seeds by its usual recipe: -0.020 nats/token (-0.030 to -0.010)"


@pytest.mark.parametrize(
    ("first", "second", "beside"),
    [
        ("better", "better_small", ": as proxy says"),
        ("worse", "worse", ": as proxy says"),
        ("better", "too_small_to_tell", ": it can not tell whether what proxy says holds"),
        ("too_small_to_tell", "worse_small", ": which proxy can not tell"),
        ("equivalent", "better", ": proxy sees no effect that matters"),
        ("too_small_to_tell", "too_small_to_tell", ": proxy can not tell, either"),
        ("invalid", "better", ": no controls vouch for it, either"),
        ("invalid", "too_small_to_tell", ""),
    ],
)
def test_its_verdict_stands_beside_that_of_the_first(first: Verdict, second: Verdict, beside: str) -> None:
    words = {
        "better": "better",
        "better_small": "better, but little",
        "worse": "worse",
        "worse_small": "worse, but little",
        "too_small_to_tell": "too small to tell",
    }
    report = measured(CHANGE.model_copy(update={"verdict": first}), another=another(second))
    assert another_line(report) == f"{LARGER}, {words[second]}{beside}"


def test_a_verdict_that_hangs_on_the_model_is_told_to() -> None:
    report = measured(another=another("worse", (0.03, 0.01), proxy_dependent=True))
    opposite = "the opposite of what proxy says, so that it hangs on the model"
    assert another_line(report).endswith(f": +0.030 nats/token (+0.020 to +0.040), worse: {opposite}")


def test_the_reading_that_decided_is_told() -> None:
    report = measured(another=another("better", by="dependence"))
    assert ": prompt dependence +0.020 nats/token (+0.011 to +0.029), better" in another_line(report)


def test_nothing_is_said_where_no_other_was_asked_or_nothing_to_compare_is_told() -> None:
    assert another_line(measured()) == ""
    assert another_line(measured(HELPS, another=another("better"))) == ""
