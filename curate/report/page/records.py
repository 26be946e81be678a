"""A table of the records that something happened to, which can be searched and sorted."""

import json
from collections.abc import Iterator
from typing import Any

from curate.findings import worst_first
from curate.report.left import Row
from curate.report.page.quoted import plain
from curate.report.page.section import Material, Section
from curate.report.page.told import Quote, Told
from curate.report.standing import READ

MOST_BYTES = 2_900_000
"""What the table may take of the page."""


def records(material: Material) -> Section:
    """As many records as fit, the worst first; the rest is counted."""
    rows, names = list[str](), list[str]()
    left_over = MOST_BYTES
    for who in material.listed:
        told = material.told.get(who)
        if told is None:
            continue
        row = as_data(_row(material, told))
        left_over -= len(row.encode()) + 1
        if left_over < 0:
            break
        rows.append(row)
        names.append(who)
    happened, read = len(material.account.ranks), material.ledger.read
    values = {
        "rows": f"[{','.join(rows)}]",
        "shown": len(rows),
        "not_shown": happened - len(rows),
        "untouched": max(0, read - happened),
        "codes": sorted(material.account.found),
    }
    return Section("records", "Records", values)


def as_data(value: object) -> str:
    """JSON that can stand inside a page: nothing in it ends the element that it stands in, or begins another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _row(material: Material, told: Told) -> dict[str, Any]:
    counted = list(_counted(told.findings))
    family = next((row["related"] for row in counted if row["code"].startswith("DUP") and row["related"]), None)
    worst = min((worst_first(row["severity"]) for row in counted), default=3)
    made: dict[str, Any] = {
        "name": told.name,
        "place": told.place,
        "fate": told.fate,
        "findings": [[row["code"], row["severity"], plain(row["message"], 140)] for row in counted],
        "worst": worst,
        "quotes": [_said(each) for each in told.quotes],
    }
    if told.who != told.name and told.fate != "rejected":
        made["key"] = told.who
    if told.step or told.fate == "dropped":
        made["why"] = f"step {told.step}, {told.code}"
    if family:
        made["family"] = material.name_of(family)
    if told.who in material.account.edited:
        made["edited"] = 1
    return made


def _counted(findings: list[Row]) -> Iterator[Row]:
    """Findings that count, one of each code: as the record was read, else as it stood before a step."""
    seen = set[str]()
    for row in sorted(findings, key=lambda each: each["at"] != READ):
        if row["code"] not in seen and not row.get("ignored"):
            seen.add(row["code"])
            yield row


def _said(quote: Quote) -> list[str | list[str]]:
    """Who says it, then its pieces; a marked one in a list."""
    return [quote.role, *([each.text] if each.marked else each.text for each in quote.pieces)]
