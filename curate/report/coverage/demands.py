"""What a gate demands of coverage: that nothing of a kind is found, and that somebody can tell."""

from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any, NamedTuple

import polars as pl

from curate.checks.type_check import TypeCheck
from curate.report.coverage.cells import FACET, VALUE
from curate.report.coverage.flags import CHECK, FOUND, TypeStatus
from curate.report.coverage.result import Coverage
from curate.report.coverage.verdicts import UNTOLD, is_open, verdicts

LABEL_SOME = "label some first: curate label"


class Failing(NamedTuple):
    """Why a demand is not met."""

    check: TypeCheck
    of: str
    """The type, or the cell; empty where it is the whole set."""
    why: str
    is_known: bool
    """Whether it is found; else nobody can tell."""

    def sentence(self) -> str:
        """What is found of what, or why nobody can tell."""
        of = f"{self.of}: " if self.of else ""
        doubt = "" if self.is_known else "nobody can tell: "
        return f"{self.check.severity} {self.check.code} {self.check.name}  {of}{doubt}{self.why}"


def failing(found: Coverage, severities: Collection[str]) -> list[Failing]:
    """What checks of these severities find, and then of what nobody can tell whether they would.

    Where none of these checks could look at anything, nobody can tell either. Of a type it is told once why.
    """
    asked = [each for each in found.statuses if each.check.severity in severities]
    known = [each for status in asked for each in _found(found, status.check)]
    if asked and all(each.status == "not-applicable" for each in asked):
        return [Failing(asked[0].check, "", asked[0].reason, is_known=False)]
    told = (status.check for status in asked if status.status != "not-applicable")
    first = dict[str, Failing]()
    for each in chain.from_iterable(_open(found, check) for check in told):
        first.setdefault(each.of or each.check.code, each)
    return [*known, *first.values()]


def numbers_of(found: Coverage) -> dict[str, int | str]:
    """By code and by name, how many types or cells each check finds; or why nobody can tell that."""
    told = {each.check: _number(found, each) for each in found.statuses}
    return {name: count for check, count in told.items() for name in (check.code, check.name)}


def _number(found: Coverage, of: TypeStatus) -> int | str:
    if of.status == "not-applicable":
        return of.reason
    reasons = list(_open(found, of.check))
    if not reasons:
        return of.number
    first, *others = reasons
    more = f"; nor can it be told of {', '.join(each.of for each in others)}" if others else ""
    return f"{first.of}: {first.why}{more}" if first.of else first.why


def _found(found: Coverage, check: TypeCheck) -> Iterator[Failing]:
    for row in _flags(found, check, FOUND):
        cell = "" if row[FACET] is None else f", {row[FACET]} {row[VALUE]}"
        yield Failing(check, f"{row['type']}{cell}", row["message"], is_known=True)


def _open(found: Coverage, check: TypeCheck) -> Iterator[Failing]:
    """Of what nobody can tell whether the check finds it: its types are a guess, or what is seen may be chance."""
    if not check.of_shares:
        return
    if not found.is_judged:
        yield Failing(check, "", f"{found.unjudged}; {LABEL_SOME}", is_known=False)
        return
    words = verdicts(found)
    for row in _flags(found, check, CHECK):
        why = f"{row['message']}, which is to be checked; {LABEL_SOME}"
        yield Failing(check, row["type"], why, is_known=False)
    for row in found.undecided.filter(pl.col("code") == check.code).iter_rows(named=True):
        word = words.get(row["type"], UNTOLD)
        remedy = f"; {word}" if is_open(word) and word != UNTOLD else ""
        yield Failing(check, row["type"], f"{row['message']}, {check.open_since}{remedy}", is_known=False)


def _flags(found: Coverage, check: TypeCheck, status: str) -> Iterator[dict[str, Any]]:
    return found.flags.filter((pl.col("code") == check.code) & (pl.col("status") == status)).iter_rows(named=True)
