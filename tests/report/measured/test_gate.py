"""Which verdict a change may not have."""

from typing import get_args

import pytest

from curate.gates import VerdictLimit
from curate.report.measured.gate import broken, unseen
from curate.report.measured.model import Verdict
from tests.report.measured.telling import CHANGE, HELPS, measured

FROM_THE_WORST: tuple[Verdict, ...] = (
    "invalid", "worse", "worse_small", "too_small_to_tell", "equivalent", "better_small", "better",
)  # fmt: skip


@pytest.mark.parametrize("limit", get_args(VerdictLimit))
@pytest.mark.parametrize("verdict", FROM_THE_WORST)
def test_a_verdict_breaks_it_where_it_is_refused_or_worse(limit: VerdictLimit, verdict: Verdict) -> None:
    report = measured(CHANGE.model_copy(update={"verdict": verdict}))
    is_broken = FROM_THE_WORST.index(verdict) <= FROM_THE_WORST.index(limit)
    assert (broken(report, limit) is not None) is is_broken


def test_it_says_what_broke_it() -> None:
    report = measured(CHANGE.model_copy(update={"verdict": "worse_small"}))
    assert broken(report, "worse_small") == (
        "the whole pipeline is worse, but little: response loss -0.024 nats/token (-0.036 to -0.012)"
    )
    by_dependence = measured(CHANGE.model_copy(update={"verdict": "worse", "by": "dependence"}))
    assert "is worse: prompt dependence " in str(broken(by_dependence, "worse"))


def test_what_was_not_compared_can_not_satisfy_it() -> None:
    assert broken(measured(HELPS), "worse") == "the measurement does not compare after with before"


def test_what_may_have_gone_unseen_is_told_where_nothing_is_seen() -> None:
    untold = CHANGE.model_copy(update={"verdict": "too_small_to_tell", "by": "dependence"})
    least = next(each.detectable for each in CHANGE.readings if each.reading == "loss")
    assert unseen(measured(untold)) == (
        f"response loss that grew by less than {least:.3f} nats/token may not have been seen"
    )
    assert unseen(measured(untold).model_copy(update={"seeds": [0]})) == ""
    assert unseen(measured()) == unseen(measured(HELPS)) == ""
