"""The account of a run: where every record went. It always adds up."""

from pydantic import Field, model_validator

from curate.errors import CurateError
from curate.findings import Exact


class DoesNotAddUp(CurateError):
    """The account is short of a record: an error in this program, never in the data."""


class StepEntry(Exact):
    """What one step did."""

    step: int
    use: str
    setting: str
    """What it acted on."""
    entered: int = Field(alias="in")
    kept: int
    dropped: int
    edited: int = 0
    """Kept records of which it changed a text or a field."""
    by_code: dict[str, int]
    """Dropped records by code, each under one code."""
    parts: dict[str, int] = Field(default_factory=dict)
    """After a split: how many records each part has."""
    note: str = ""
    """What else there is to tell."""

    @model_validator(mode="after")
    def _adds_up(self) -> "StepEntry":
        if self.entered != self.kept + self.dropped or self.dropped != sum(self.by_code.values()):
            raise DoesNotAddUp(f"step {self.step}: {self.entered} in, {self.kept} kept, {self.by_code} dropped")
        if self.parts and self.kept != sum(self.parts.values()):
            raise DoesNotAddUp(f"step {self.step}: {self.kept} kept, {self.parts} divided")
        return self


class InputEntry(Exact):
    """What one input gave."""

    file: str
    format: str
    read: int
    parsed: int
    rejected: int
    kept: int


class GateEntry(Exact):
    """A condition on the result, and whether it held."""

    gate: str
    limit: float | str
    """A number; of `verdict_not`, a verdict."""
    value: float | None
    """Null where it could not be told; then the gate does not hold."""
    holds: bool | None
    """Null where a run can not judge it, but another command does."""
    reason: str = ""
    """Why it could not be told, or who judges it."""

    def sentence(self) -> str:
        """What it met, and its limit."""
        if self.holds is None:
            return f"{self.gate} = {self.limit}: {self.reason}"
        because = f" ({self.reason})" if self.reason else ""
        met = f"could not be told{because}" if self.value is None else f"is {self.value:g}"
        return f"{self.gate} {met}, the limit is {self.limit:g}"


class Ledger(Exact):
    """Where every record of a run went."""

    schema_: str = Field("curate/ledger/v1", alias="schema")
    read: int
    parsed: int
    rejected: int
    steps: list[StepEntry]
    dropped: int
    kept: int
    inputs: list[InputEntry]
    gates: list[GateEntry]

    @model_validator(mode="after")
    def _adds_up(self) -> "Ledger":
        entered = self.parsed
        for step in self.steps:
            if step.entered != entered:
                raise DoesNotAddUp(f"step {step.step} got {step.entered} records of {entered}")
            entered = step.kept
        if (
            self.read != self.parsed + self.rejected
            or entered != self.kept
            or self.parsed != self.kept + self.dropped
        ):
            raise DoesNotAddUp(
                f"{self.read} read, {self.rejected} rejected, {self.dropped} dropped, {self.kept} kept"
            )
        return self

    @property
    def holds(self) -> bool:
        """Whether no gate is broken."""
        return not self.broken

    @property
    def broken(self) -> list[GateEntry]:
        """The gates that did not hold."""
        return [gate for gate in self.gates if gate.holds is False]

    def sentence(self) -> str:
        """The whole account in one line."""
        return f"{self.read:,} read = {self.rejected:,} rejected + {self.dropped:,} dropped + {self.kept:,} kept"
