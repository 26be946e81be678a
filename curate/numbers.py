"""The numbers of an account, each by a name: `kept`, `found.LEN001`, `step.2.dropped`, `input.a.jsonl.kept`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from curate.checks import Check, ReadCheck, check_called
from curate.checks.coverage import COVERAGE
from curate.errors import UnknownName
from curate.ledger import Ledger
from curate.steps.base import REASONS

TOTALS = ("read", "parsed", "rejected", "kept", "dropped", "edited")
SHARES = {
    "rejected_share": "read",
    "kept_share": "parsed",
    "dropped_share": "parsed",
    "edited_share": "parsed",
}
"""Each with the total that it is a share of."""
OF_STEP = ("in", "kept", "dropped", "edited")
OF_INPUT = ("read", "parsed", "rejected", "kept")

FOUND, FOUND_SHARE, DROPPED, STEP, INPUT = "found", "found_share", "dropped", "step", "input"
TYPES = "types"
"""Types of prompts that a coverage check finds, of which that holds: `types.COV002`."""
FORMS = (
    *TOTALS,
    *SHARES,
    *(f"{group}.CODE" for group in (FOUND, FOUND_SHARE, DROPPED, TYPES)),
    *(f"{STEP}.N.{each}" for each in OF_STEP),
    *(f"{INPUT}.NAME.{each}" for each in OF_INPUT),
)
"""Every form that a name may have."""


class NumberName(NamedTuple):
    """A name in its parts."""

    number: str
    group: str = ""
    of: str = ""
    """The code, the step or the input."""

    @classmethod
    def parse(cls, name: str) -> "NumberName":
        """Take a name apart.

        Raises:
            UnknownName: no number is called so, whatever the checks, steps and inputs are.
        """
        group, dot, rest = name.partition(".")
        if not dot and name in (*TOTALS, *SHARES):
            return cls(name)
        if rest and group in (FOUND, FOUND_SHARE, DROPPED, TYPES):
            return cls(group, group, rest)
        of, _, number = rest.rpartition(".")
        numbers = {STEP: OF_STEP, INPUT: OF_INPUT}.get(group, ())
        if of and number in numbers:
            return cls(number, group, of)
        near = (f"{group}.{of}.{each}" for each in numbers) if of and numbers else FORMS
        raise UnknownName.among(list(near), kind="number", name=name)

    @property
    def is_share(self) -> bool:
        """Whether it goes from 0 to 1."""
        return self.number in (*SHARES, FOUND_SHARE)


def must_be_known(names: Iterable[str], checks: Iterable[Check], steps: int) -> None:
    """Refuse the name of a number that these checks and steps can not have.

    Raises:
        UnknownName: there is no such check or step.
    """
    kinds = [type(check) for check in checks]
    for name in names:
        given = NumberName.parse(name)
        if given.group in (FOUND, FOUND_SHARE, DROPPED):
            if not (given.group == DROPPED and given.of in REASONS):
                check_called(given.of, kinds)
        elif given.group == TYPES:
            check_called(given.of, COVERAGE)
        elif given.group == STEP and given.of not in map(str, range(1, steps + 1)):
            last = f"the last is step {steps}" if steps else "there are no steps"
            missing = UnknownName(f"{name}: there is no step {given.of}; {last}.")
            missing.name = name
            raise missing


class Unknowable(Exception):
    """Why a number can not be told."""


@dataclass(frozen=True)
class Numbers:
    """What an account and the checks say, by name."""

    ledger: Ledger
    found: Mapping[type[Check], int | None]
    """Records found by each check as the input stands; null where it did not run."""
    types: Mapping[str, int | str] = field(default_factory=dict)
    """By code and name, types that each coverage check finds; or why that can not be told."""

    def tell(self, name: str) -> float:
        """The number with a name.

        Raises:
            Unknowable: nobody knows it; says why.
        """
        try:
            given = NumberName.parse(name)
        except UnknownName as error:
            raise Unknowable(error.message.rstrip(".")) from None
        if given.group == STEP:
            return self._of_step(given.of, given.number)
        if given.group == TYPES:
            return self._of_types(given.of)
        if given.group == INPUT:
            return self._of_input(given.of, given.number)
        return self._of_code(given) if given.group else self._of_all(given.number)

    def _of_all(self, number: str) -> float:
        if number in SHARES:
            return self._share(self._of_all(number.removesuffix("_share")), SHARES[number])
        if number == "edited":
            return sum(step.edited for step in self.ledger.steps)
        value: int = getattr(self.ledger, number)
        return value

    def _share(self, count: float, total: str) -> float:
        whole = self._of_all(total)
        if not whole:
            raise Unknowable(f"no record was {total}")
        return count / whole

    def _of_code(self, given: NumberName) -> float:
        check = next((kind for kind in self.found if given.of in (kind.code, kind.name)), None)
        if check is None and given.of in REASONS:
            return sum(step.by_code.get(given.of, 0) for step in self.ledger.steps)
        if check is None:
            raise Unknowable(f"there is no check called {given.of!r}")
        count = self.found[check]
        if count is None:
            raise Unknowable(f"{check.code} did not run")
        if given.number == DROPPED:
            return sum(step.by_code.get(check.code, 0) for step in self.ledger.steps)
        if given.number == FOUND_SHARE:
            # What can not be read is no part of what could.
            return self._share(count, "read" if issubclass(check, ReadCheck) else "parsed")
        return count

    def _of_types(self, check: str) -> float:
        if not self.types:
            raise Unknowable("nobody looked at types of prompts; the pipeline has no table [coverage]")
        count = self.types.get(check, f"{check} could not be told")
        if isinstance(count, str):
            raise Unknowable(count)
        return count

    def _of_step(self, number: str, what: str) -> float:
        for step in self.ledger.steps:
            if str(step.step) == number:
                value: int = step.entered if what == "in" else getattr(step, what)
                return value
        raise Unknowable(f"there is no step {number}")

    def _of_input(self, name: str, what: str) -> float:
        inputs = self.ledger.inputs
        called = [each for each in inputs if each.file == name]
        called = called or [each for each in inputs if each.file.replace("\\", "/").endswith(f"/{name}")]
        if len(called) != 1:
            raise Unknowable(f"{len(called) or 'no'} input{'s are' if called else ' is'} called {name!r}")
        value: int = getattr(called[0], what)
        return value
