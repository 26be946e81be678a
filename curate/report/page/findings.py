"""What was found, by code: how often, an example, what became of the records, and what to do."""

from collections.abc import Iterator
from typing import Any

from curate.checks import BUILTIN, Check
from curate.report.page.account import FATES, Found
from curate.report.page.drawing import DROPPED, FAINT, INK, KEPT, REJECTED, WIDE, Drawing, altair, drawn
from curate.report.page.quoted import plain
from curate.report.page.section import Material, Section
from curate.report.page.told import Quote

MOST_CODES = 80
"""Codes that are shown."""
BAR = 22
"""Pixels from one bar to the next."""
_COLOURS = {"kept": KEPT, "dropped": DROPPED, "rejected": REJECTED}
_KNOWN: dict[str, type[Check]] = {check.code: check for check in BUILTIN}


def findings(material: Material) -> Section:
    """A chart of all codes, then each of them."""
    found = [each for each in material.account.codes if each.records][:MOST_CODES]
    values = {
        "drawing": by_code(found) if found else None,
        "codes": [_code(material, each) for each in found],
        "total": sum(each.records for each in found),
        "set_aside": sum(each.set_aside for each in material.account.found.values()),
    }
    return Section("findings", "What was found", values)


def _code(material: Material, found: Found) -> dict[str, Any]:
    check = _KNOWN.get(found.code)
    return {
        "code": plain(found.code),
        "name": plain(found.name),
        "severity": found.severity,
        "records": found.records,
        "fates": [(fate, found.fates[fate]) for fate in FATES if found.fates[fate]],
        "set_aside": found.set_aside,
        "meaning": check.summary() if check else "",
        **_example(material, found),
        "unread": found.fates["rejected"] == found.records,
        "acts": list(acting(material, found)),
    }


def _example(material: Material, found: Found) -> dict[str, Any]:
    """One record that it was found in, and what the finding says."""
    row = found.example or {}
    who = row.get("key") or f"{row['file']}:{row['row']}"
    told = material.told.get(who)
    like = f": {material.name_of(row['related'])}" if row["related"] else ""
    quotes: list[Quote] = told.quotes if told else []
    return {
        "message": plain(row["message"]) + plain(like),
        "record": told.name if told else plain(who),
        "place": told.place if told else "",
        "quotes": quotes,
    }


def acting(material: Material, found: Found) -> Iterator[str]:
    """The steps of the pipeline that act on a code."""
    for number, codes in material.left.codes.items():
        if found.code in codes:
            yield f"step {number} ({plain(material.left.ledger[number]['use'])})"


def by_code(found: list[Found]) -> Drawing:
    """How many records have each code, and what became of them."""
    said = ", ".join(f"{each.code} {each.records:,}" for each in found)
    return drawn(lambda width: _chart(found, width), f"Records by code: {said}")


def _chart(found: list[Found], width: int) -> Any:  # noqa: ANN401  a chart of altair
    alt = altair()
    ordered = sorted(found, key=lambda each: (-each.records, each.code))
    left, right = (220, 64) if width == WIDE else (76, 52)
    order = [each.code for each in ordered]
    rows = alt.Scale(domain=order, paddingInner=0.32, paddingOuter=0.1)
    down = alt.Y("code:N", sort=order, scale=rows, axis=None)
    scale = alt.Scale(domain=[0, ordered[0].records], range=[left, width - right], nice=False)
    across = alt.X("from:Q", scale=scale, axis=None)
    parts = [part for each in ordered for part in _stacked(each)]
    bars = alt.Chart(alt.InlineData(values=parts)).mark_bar()
    words = alt.Chart(alt.InlineData(values=[_words(each, wide=width == WIDE) for each in ordered]))
    how = {"align": "left", "baseline": "middle", "fontSize": 12, "limit": 0}
    layers = (
        bars.encode(x=across, x2="to:Q", y=down, fill=alt.Fill("colour:N", scale=None)),
        words.mark_text(fill=INK, **how).encode(x=alt.value(0), y=down, text="name:N"),
        words.mark_text(fill=FAINT, dx=7, **how).encode(x=across, y=down, text="count:N"),
    )
    return alt.layer(*layers).properties(
        width=width, height=BAR * len(order), padding=0, autosize=alt.AutoSizeParams(type="none")
    )


def _words(found: Found, *, wide: bool) -> dict[str, Any]:
    code = plain(found.code, 10)
    name = f"{code}  {plain(found.name, 24)}" if wide else code
    return {"code": found.code, "name": name, "from": found.records, "count": f"{found.records:,}"}


def _stacked(found: Found) -> Iterator[dict[str, Any]]:
    """A part of a bar for each fate."""
    start = 0
    for fate in FATES:
        if count := found.fates[fate]:
            yield {"code": found.code, "from": start, "to": start + count, "colour": _COLOURS[fate]}
            start += count
