"""Checks whose findings make families."""

from collections.abc import Iterable

from curate.checks import Check, SetCheck, check_called
from curate.errors import UsageError


def family_code(name: str, checks: Iterable[Check], use: str) -> str:
    """The code of a check of duplicates.

    Raises:
        UnknownName: there is no such check.
        UsageError: it judges records one by one.
    """
    check = check_called(name, {type(check) for check in checks})
    if not issubclass(check, SetCheck):
        raise UsageError(
            f"{use} of {name}: {check.code} {check.name} judges records one by one and has no families.",
            hint='Use a check of duplicates, such as of = "DUP002".',
        )
    if not check.twins:
        raise UsageError(
            f"{use} of {name}: {check.code} {check.name} names no other record that could stay.",
            hint='Use a check of duplicates, such as of = "DUP002".',
        )
    return check.code
