"""Records that are like others: the largest families, and how similar their members are."""

from collections import Counter
from typing import Any

from curate.report.page.account import Family
from curate.report.page.drawing import FAINT, INK, KEPT, Drawing, altair, drawn
from curate.report.page.quoted import plain
from curate.report.page.section import Material, Section

ENOUGH = 30
"""Members from which on a picture of how similar they are says more than a list."""
MOST_OF_A_COUNT = 26
"""Pixels that the number above a bar takes at most; where bars are narrower they have none."""

_AXIS: dict[str, Any] = {
    "grid": False,
    "domainColor": FAINT,
    "tickColor": FAINT,
    "labelColor": INK,
    "labelFontSize": 12,
    "labelLimit": 0,
    "labelOverlap": False,
    "titleColor": FAINT,
    "titleFontSize": 12,
    "titleFontWeight": 400,
    "titleY": 34,
}


def families(material: Material) -> Section | None:
    """The families of each code; no section where no record is like another."""
    if not material.families:
        return None
    kinds = [_kind(material, code, shown) for code, shown in material.families.items()]
    return Section("families", "Records that are like others", {"kinds": kinds})


def _kind(material: Material, code: str, shown: list[Family]) -> dict[str, Any]:
    every = material.account.families[code]
    similarities = material.account.similarities.get(code, Counter())
    spread = len(similarities) > 1 and sum(similarities.values()) >= ENOUGH
    return {
        "code": plain(code),
        "name": plain(material.account.found[code].name),
        "settings": _settings(material, code),
        "families": len(every),
        "members": sum(each.members for each in every.values()),
        "drawing": similar(dict(similarities)) if spread else None,
        "shown": [_family(material, each) for each in shown],
        "more": len(every) - len(shown),
    }


def _settings(material: Material, code: str) -> str:
    settings = material.left.settings.get(code, {})
    told = [f"{name} {settings[name]}" for name in ("similarity", "view") if settings.get(name) is not None]
    return plain(", ".join(told))


def _family(material: Material, family: Family) -> dict[str, Any]:
    return {
        "leader": material.told.get(family.leader),
        "name": material.name_of(family.leader),
        "members": family.members,
        "shown": [(material.told[key], score) for key, score in family.shown if key in material.told],
        "more": family.members - len(family.shown),
    }


def similar(counts: dict[float, int]) -> Drawing:
    """How many members are how similar to their leader."""
    total, least = sum(counts.values()), min(counts)
    label = f"How similar {total:,} members are to their leaders: from {least:.2f} to {max(counts):.2f}"
    return drawn(lambda width: _chart(counts, width), label)


def _chart(counts: dict[float, int], width: int) -> Any:  # noqa: ANN401  a chart of altair
    alt = altair()
    least, height, below = min(counts), 120, 40
    rows = [
        {"from": at, "to": at + 0.01, "middle": at + 0.005, "count": count, "said": f"{count:,}"}
        for at, count in sorted(counts.items())
    ]
    ticks = [round(least + part * (1 - least) / 4, 2) for part in range(5)]
    axis = alt.Axis(values=ticks, format=".2f", title="similarity to the leader", **_AXIS)
    x = alt.Scale(domain=[least, 1.01], range=[14, width - 14], nice=False)
    y = alt.Scale(domain=[0, max(counts.values())], range=[height, 18], nice=False)
    data, up = alt.Chart(alt.InlineData(values=rows)), alt.Y("count:Q", scale=y, axis=None)
    layers = [
        data.mark_rect(fill=KEPT).encode(x=alt.X("from:Q", scale=x, axis=axis), x2="to:Q", y=up, y2=alt.datum(0))
    ]
    if len(rows) * MOST_OF_A_COUNT < width:
        named = data.mark_text(fontSize=11, fill=FAINT, baseline="bottom", dy=-3, limit=0)
        layers.append(named.encode(x=alt.X("middle:Q", scale=x, axis=axis), y=up, text="said:N"))
    return alt.layer(*layers).properties(
        width=width,
        height=height,
        padding={"left": 0, "right": 0, "top": 0, "bottom": below},
        autosize=alt.AutoSizeParams(type="none"),
    )
