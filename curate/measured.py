"""What a measurement of a change came to."""

from dataclasses import dataclass

from curate.gates import VERDICT_NOT, VerdictLimit
from curate.report.measured.gate import broken, unseen
from curate.report.measured.model import MeasureReport, Verdict


@dataclass(frozen=True)
class Measurement:
    """What a change did to a model: an effect with its interval, and an honest verdict."""

    report: MeasureReport
    verdict_not: VerdictLimit | None = None
    """The verdict that the change may not have, nor a worse one, where the pipeline's gates name one."""

    @property
    def holds(self) -> bool:
        """Whether the change has none of the verdicts that it may not have."""
        return self.broken is None

    @property
    def broken(self) -> str | None:
        """Why the gate on the verdict is broken; None where it holds, or there is none."""
        why = broken(self.report, self.verdict_not) if self.verdict_not else None
        return why and f"the gate {VERDICT_NOT} = {self.verdict_not} is broken: {why}"

    @property
    def unseen(self) -> str:
        """How much harm may be there that was not seen, where the change is too small to tell; else empty."""
        return unseen(self.report)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole change."""
        return self.report.contrasts[0].verdict

    @property
    def effect(self) -> float:
        """By how many nats a response token the loss on held-out records changed; less is better."""
        return self.report.contrasts[0].readings[0].estimate

    @property
    def interval(self) -> tuple[float, float]:
        """Where that lies, at 95 %."""
        told = self.report.contrasts[0].readings[0]
        return told.low, told.high

    def __repr__(self) -> str:
        return f"Measurement({self.verdict}: {self.report.contrasts[0].sentence})"
