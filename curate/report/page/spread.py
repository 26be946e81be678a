"""How prompts spread, as pictures: shares against a target, and types by the values of a facet."""

from typing import Any

from curate.report.coverage.as_json import CellModel, TypeModel
from curate.report.page.drawing import DROPPED, FAINT, INK, KEPT, WIDE, Drawing, altair, drawn
from curate.report.page.quoted import plain

ROW, CELL = 24, 24
"""Pixels from one type to the next."""
LETTER, LONGEST = 5.2, 18
"""Pixels that a letter of a value's name, which stands aslant, takes up and aside; and how many there may be."""
STRONGEST, FAR = 0.45, 4.0
"""How strong a colour is at most, so that a number in it can be read, and from which residual on."""
LEAST_CELL = 22
"""Pixels that a number needs; in narrower cells there is only the colour."""
_WORDS: dict[str, Any] = {"baseline": "middle", "fontSize": 12, "limit": 0}


def shares(types: list[TypeModel]) -> Drawing:
    """Each type with its share as a bar, its bounds as a line, and its target as a stroke."""
    said = ", ".join(f"{each.type} {100 * (each.share or 0):.1f} %" for each in types)
    return drawn(lambda width: _shares(types, width), f"Shares of prompt types: {said}")


def _shares(types: list[TypeModel], width: int) -> Any:  # noqa: ANN401  a chart of altair
    alt = altair()
    left, right, fits = (170, 150, 24) if width == WIDE else (116, 60, 15)
    rows = [_share(each, fits, wide=width == WIDE) for each in types]
    most = max(max(row["share"], row["high"], row["target"] or 0) for row in rows) or 1
    order = [row["type"] for row in rows]
    down = alt.Y("type:N", sort=order, scale=alt.Scale(domain=order, paddingInner=0.4), axis=None)
    scale = alt.Scale(domain=[0, most], range=[left, width - right], nice=False)

    def across(name: str) -> Any:  # noqa: ANN401  as altair has it
        return alt.X(f"{name}:Q", scale=scale, axis=None)

    every = alt.Chart(alt.InlineData(values=rows))
    doubt = alt.Chart(alt.InlineData(values=[row for row in rows if row["high"] > row["low"]]))
    meant = alt.Chart(alt.InlineData(values=[row for row in rows if row["target"] is not None]))
    layers = (
        every.mark_bar(fill=KEPT, fillOpacity=0.6).encode(x=across("share"), x2=alt.datum(0), y=down),
        doubt.mark_rule(stroke=INK, strokeWidth=2).encode(x=across("low"), x2="high:Q", y=down),
        meant.mark_tick(fill=DROPPED, thickness=3, height=ROW - 4, opacity=1).encode(x=across("target"), y=down),
        every.mark_text(align="left", fill=INK, **_WORDS).encode(x=alt.value(0), y=down, text="title:N"),
        every.mark_text(align="right", fill=FAINT, **_WORDS).encode(x=alt.value(width), y=down, text="said:N"),
    )
    return alt.layer(*layers).properties(
        width=width, height=ROW * len(rows), padding=0, autosize=alt.AutoSizeParams(type="none")
    )


def _share(told: TypeModel, fits: int, *, wide: bool) -> dict[str, Any]:
    own, target = told.share or 0, told.target
    of = "" if target is None or not wide else f", to be {100 * target:.1f} %"
    return {
        "type": told.type,
        "title": plain(told.title, fits),
        "share": own,
        "low": told.share_low or own,
        "high": told.share_high or own,
        "target": target,
        "said": f"{100 * own:.1f} %{of}",
    }


def heat(cells: list[CellModel]) -> Drawing:
    """Types by the values of one facet: how many families, and how far that is from what is expected."""
    found = [f"{each.type} {each.value}" for each in cells if each.discovered]
    said = plain(", ".join(found), 300) if found else "none differs from what is expected by more than chance"
    return drawn(lambda width: _heat(cells, width), f"Families of prompts by type and {cells[0].facet}: {said}")


def _heat(cells: list[CellModel], width: int) -> Any:  # noqa: ANN401  a chart of altair
    alt = altair()
    types, values = ([*dict.fromkeys(getattr(each, name) for each in cells)] for name in ("type", "value"))
    left, fits = (170, 24) if width == WIDE else (116, 15)
    aslant = LETTER * min(LONGEST, max(map(len, values)))
    column = min(72, (width - left - aslant) / len(values))
    top = 22 + aslant
    height = top + CELL * len(types)
    across = alt.X("value:N", axis=None, scale=alt.Scale(domain=values, range=[left, left + column * len(values)]))
    down = alt.Y("type:N", axis=None, scale=alt.Scale(domain=types, range=[top, height]))
    data = alt.Chart(alt.InlineData(values=[_cell(each) for each in cells]))
    found = alt.Chart(alt.InlineData(values=[_cell(each) for each in cells if each.discovered]))
    names = alt.Chart(alt.InlineData(values=[{"type": each, "name": plain(each, fits)} for each in types]))
    heads = alt.Chart(alt.InlineData(values=[{"value": each, "name": plain(each, LONGEST)} for each in values]))
    colours = {"fill": alt.Fill("colour:N", scale=None), "fillOpacity": alt.FillOpacity("strength:Q", scale=None)}
    layers = [
        data.mark_rect().encode(x=across, y=down, **colours),
        found.mark_rect(fill=None, stroke=INK, strokeWidth=1.5).encode(x=across, y=down),
        names.mark_text(align="left", fill=INK, **_WORDS).encode(x=alt.value(0), y=down, text="name:N"),
        heads.mark_text(align="left", fill=FAINT, angle=315, **_WORDS).encode(
            x=across, y=alt.value(top - 10), text="name:N"
        ),
    ]
    if column >= LEAST_CELL:
        layers.append(data.mark_text(fill=INK, **_WORDS).encode(x=across, y=down, text="families:N"))
    return alt.layer(*layers).properties(
        width=width, height=height, padding=0, autosize=alt.AutoSizeParams(type="none")
    )


def _cell(told: CellModel) -> dict[str, Any]:
    residual = told.residual or 0.0
    return {
        "type": told.type,
        "value": told.value,
        "families": f"{told.effective:,.0f}",
        "colour": KEPT if residual > 0 else DROPPED,
        "strength": round(STRONGEST * min(1.0, abs(residual) / FAR), 3),
    }
