"""Conditions on the result of a run."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, ValidationError, WithJsonSchema, field_validator

from curate.checks import Check
from curate.ledger import GateEntry, Ledger
from curate.numbers import (
    DROPPED,
    FOUND,
    FOUND_SHARE,
    INPUT,
    SHARES,
    STEP,
    TOTALS,
    TYPES,
    NumberName,
    Numbers,
    Unknowable,
    must_be_known,
)
from curate.params import Params


def _flat(given: object, before: str = "") -> Any:  # noqa: ANN401  whatever was given, for pydantic to judge
    """`found.LEN001 = 0`, which TOML reads as a table in a table, under one name."""
    if not isinstance(given, Mapping):
        return given
    flat: dict[str, object] = {}
    for name, value in given.items():
        flat |= _flat(value, f"{before}{name}.") if isinstance(value, Mapping) else {f"{before}{name}": value}
    return flat


def _limits_schema() -> dict[str, Any]:
    count = {"type": "number", "minimum": 0}
    share = {**count, "maximum": 1}
    totals = {**dict.fromkeys(TOTALS, count), **dict.fromkeys(SHARES, share)}
    by_code = {FOUND: count, FOUND_SHARE: share, DROPPED: count, TYPES: count}
    tables = {group: {"type": "object", "additionalProperties": limit} for group, limit in by_code.items()}
    either = {"anyOf": [count, tables.pop(DROPPED)]}
    return {
        "type": "object",
        "properties": {**totals, **tables, DROPPED: either, STEP: {"type": "object"}, INPUT: {"type": "object"}},
        "patternProperties": {
            rf"^({FOUND}|{DROPPED}|{TYPES})\..": count,
            rf"^{FOUND_SHARE}\..": share,
            rf"^({STEP}|{INPUT})\..+\..": count,
        },
        "additionalProperties": False,
    }


VerdictLimit = Literal["invalid", "worse", "worse_small", "too_small_to_tell", "equivalent", "better_small"]
"""From the worst: a change that may not be `worse_small` may not be `worse` either, nor `invalid`."""
VERDICT_NOT = "verdict_not"
BY_MEASURE = "curate measure --pipeline judges it"
"""Of a condition on a verdict, that a run can not know."""
Limit = Annotated[float, Field(ge=0)]
Limits = Annotated[dict[str, Limit], BeforeValidator(_flat), WithJsonSchema(_limits_schema())]


class Gates(Params):
    """Conditions on the result; a broken one ends the run with exit code 1. Its files are written all the same."""

    max_dropped_share: float | None = Field(None, ge=0, le=1)
    """The largest share of the readable records that may be dropped."""
    min_records: int | None = Field(None, ge=0)
    """The least number of records that must be kept."""
    max_count: dict[str, int] = Field(default_factory=dict)
    """By code: the largest number of records that may be found, as the input stands."""
    max_share: dict[str, float] = Field(default_factory=dict)
    """By code: the largest share of the readable records that may be found, as the input stands; what can not be
    read is a share of all records."""
    max: Limits = Field(default_factory=dict)
    """By the name of a number, such as `dropped.LEN001` or `step.2.dropped`: the largest that it may be."""
    min: Limits = Field(default_factory=dict)
    """By the name of a number, such as `kept_share` or `input.a.jsonl.kept`: the least that it must be."""
    verdict_not: VerdictLimit | None = None
    """The verdict that the whole pipeline may not have, nor a worse one, such as `worse`: `curate measure
    --pipeline` judges it, and a run tells that it did not."""

    @field_validator("max", "min")
    @classmethod
    def _are_numbers(cls, limits: dict[str, float]) -> dict[str, float]:
        """Refuse a name that no number can have, and a share above 1."""
        wrong = [name for name, limit in limits.items() if NumberName.parse(name).is_share and limit > 1]
        if wrong:
            errors: list[Any] = [
                {"type": "less_than_equal", "loc": (name,), "input": limits[name], "ctx": {"le": 1}}
                for name in wrong
            ]
            raise ValidationError.from_exception_data(cls.__name__, errors)
        return limits

    def must_fit(self, checks: Iterable[Check], steps: int) -> None:
        """Refuse a condition on a check or a step that does not exist.

        Raises:
            UnknownName: there is none.
        """
        by_code = (f"{FOUND}.{code}" for code in (*self.max_count, *self.max_share))
        must_be_known([*by_code, *self.max, *self.min], checks, steps)

    def judge(
        self,
        ledger: Ledger,
        found: Mapping[type[Check], int | None],
        types: Mapping[str, int | str] | None = None,
    ) -> list[GateEntry]:
        """Each condition with what it met; a check that did not run can not satisfy a gate."""
        numbers = Numbers(ledger, found, types or {})
        return [*(_judged(condition, numbers) for condition in self._conditions()), *self._of_verdicts()]

    def _of_verdicts(self) -> Iterator[GateEntry]:
        """What no run can judge, which counts neither as held nor as broken."""
        if self.verdict_not is not None:
            yield GateEntry(gate=VERDICT_NOT, limit=self.verdict_not, value=None, holds=None, reason=BY_MEASURE)

    def _conditions(self) -> Iterator["Condition"]:
        if self.max_dropped_share is not None:
            yield Condition("max_dropped_share", "dropped_share", self.max_dropped_share)
        if self.min_records is not None:
            yield Condition("min_records", "kept", self.min_records, at_most=False)
        for code, count in self.max_count.items():
            yield Condition(f"max_count.{code}", f"{FOUND}.{code}", count)
        for code, share in self.max_share.items():
            yield Condition(f"max_share.{code}", f"{FOUND_SHARE}.{code}", share)
        for name, limit in self.max.items():
            yield Condition(f"max.{name}", name, limit)
        for name, limit in self.min.items():
            yield Condition(f"min.{name}", name, limit, at_most=False)


class Condition(NamedTuple):
    """One number and its limit."""

    gate: str
    number: str
    limit: float
    at_most: bool = True
    """Whether the limit is the largest value, not the least."""


def _judged(condition: Condition, numbers: Numbers) -> GateEntry:
    gate, name, limit, at_most = condition
    try:
        value = numbers.tell(name)
    except Unknowable as unknowable:
        return GateEntry(gate=gate, limit=limit, value=None, holds=False, reason=str(unknowable))
    return GateEntry(gate=gate, limit=limit, value=value, holds=value <= limit if at_most else value >= limit)
