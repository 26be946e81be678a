"""What was read, what was kept, and whether the gates hold: the answer first."""

from typing import Any

from curate.ledger import GateEntry, Ledger
from curate.report.page.quoted import plain
from curate.report.page.section import Material, Section

MOST_INPUTS = 30
"""Inputs that are told one by one."""


def summary(material: Material) -> Section:
    """The account in five numbers, the gates, and the inputs."""
    ledger = material.ledger
    inputs = [
        {
            "file": plain(each.file),
            "format": plain(each.format),
            "numbers": (each.read, each.rejected, each.parsed - each.kept, each.kept),
        }
        for each in ledger.inputs[:MOST_INPUTS]
    ]
    values = {
        "numbers": list(_numbers(ledger, len(material.account.edited))),
        "gates": [_gate(each) for each in ledger.gates],
        "broken": len(ledger.broken),
        "unjudged": sum(each.holds is None for each in ledger.gates),
        "inputs": inputs,
        "more_inputs": len(ledger.inputs) - len(inputs),
    }
    return Section("summary", "In short", values)


def _numbers(ledger: Ledger, edited: int) -> list[dict[str, Any]]:
    """Each with the share of all that was read."""
    told = [("read", ledger.read, "")]
    told += [("rejected", ledger.rejected, "unreadable")] if ledger.rejected else []
    told += [("dropped", ledger.dropped, "by a step"), ("kept", ledger.kept, ""), ("edited", edited, "and kept")]
    return [
        {"name": name, "count": count, "note": note, "share": share(count, ledger.read) if name != "read" else ""}
        for name, count, note in told
    ]


def share(count: int, total: int) -> str:
    """A part of a whole for a person: no part that is there is called none, and none that lacks is called all."""
    if not total or count in (0, total):
        return f"{100 if count else 0} %"
    percent = 100 * count / total
    if percent < 0.1:  # noqa: PLR2004  below what one digit tells
        return "< 0.1 %"
    return f"{min(percent, 99.9):.1f} %"


def figure(value: float) -> str:
    """A number as a person writes it: 10,852 or 0.1587."""
    return f"{value:,.4f}".rstrip("0").removesuffix(".")


def _gate(gate: GateEntry) -> dict[str, Any]:
    unknown = "" if gate.holds is None else "can not be told"
    return {
        "name": plain(gate.gate),
        "value": unknown if gate.value is None else figure(gate.value),
        "limit": plain(gate.limit) if isinstance(gate.limit, str) else figure(gate.limit),
        "holds": gate.holds,
        "reason": plain(gate.reason),
    }
