"""Which findings held of a record before a step, from what is left of the run."""

from collections.abc import Iterable, Sequence

from curate.checks import SetCheck
from curate.report.left import Left, Row

READ = "read"


def is_of_set(left: Left, finding: Row) -> bool:
    """Whether a finding judges the record beside others."""
    check = left.checks.get(finding["code"])
    return isinstance(check, SetCheck) if check else finding["related"] is not None


def standing(left: Left, findings: Iterable[Row], edits: Sequence[Row], before: int) -> dict[str, Row]:
    """By code, the findings of the record alone that counted before a step: those made after its last change."""
    alone = [each for each in findings if not is_of_set(left, each)]
    steps = {int(each["at"]) for each in alone if each["at"] != READ} | {edit["step"] for edit in edits}
    last = max((step for step in steps if step < before), default=None)
    at = READ if last is None else str(last)
    return {each["code"]: each for each in alone if each["at"] == at and not each.get("ignored")}


def of_set_as_read(left: Left, findings: Iterable[Row]) -> dict[str, Row]:
    """By code, what was found of the record beside others as the input stands."""
    return {
        each["code"]: each
        for each in findings
        if each["at"] == READ and is_of_set(left, each) and not each.get("ignored")
    }
