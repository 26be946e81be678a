"""What another model says of the change."""

import pytest

from curate.report.measured.another import another_line
from curate.report.measured.model import Verdict
from tests.report.measured.telling import CHANGE, HELPS, another, measured

LARGER = "proxy-wide, trained 6 times by its usual recipe: -0.020 nats/token (-0.030 to -0.010)"


@pytest.mark.parametrize(
    ("first", "second", "beside"),
    [
        ("better", "better_small", ": as proxy says"),
        ("worse", "worse", ": as proxy says"),
        ("better", "too_small_to_tell", ": what proxy says is not borne out"),
        ("too_small_to_tell", "worse_small", ": more than proxy can tell"),
        ("equivalent", "better", ": more than proxy can tell"),
        ("too_small_to_tell", "too_small_to_tell", ""),
        ("invalid", "better", ""),
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
