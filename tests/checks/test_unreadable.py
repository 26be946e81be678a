"""Records that can not be read."""

from curate.checks import BUILTIN
from curate.checks.base import ReadCheck
from curate.records import rejects


def test_every_reason_to_reject_has_its_check() -> None:
    reasons = {value for name, value in vars(rejects).items() if name.isupper() and str(value).startswith("FMT")}
    assert {check.code for check in BUILTIN if issubclass(check, ReadCheck)} == reasons
