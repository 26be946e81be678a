"""How varied types are, as a picture: the openings that samples of each would show, by how much they cover."""

from collections.abc import Iterator
from math import sqrt
from typing import Any, NamedTuple

from curate.report.coverage.as_json import TypeModel
from curate.report.page.drawing import DROPPED, FAINT, KEPT, WIDE, Drawing, altair, drawn
from curate.report.page.quoted import plain

LEAST_FAMILIES = 20
"""Families that a type must have for a curve to say anything."""
TALL, APART = 300, 15
"""Pixels of the picture, and between two names at the ends of curves."""
TOP, BOTTOM, LEFT = 24, 30, 36
"""Pixels around the curves."""
_TICKS = (1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000)
_WORDS: dict[str, Any] = {"baseline": "middle", "fontSize": 12, "limit": 0}


def curves(types: list[TypeModel], narrow: set[str]) -> Drawing | None:
    """How varied smaller samples of each type would be, by how much they cover; None where no type has enough.

    Of two curves the lower one is of the narrower type, wherever they can be compared: at the same coverage.
    """
    told = [each for each in types if each.effective >= LEAST_FAMILIES and len(each.rarefaction) > 1]
    if not told:
        return None
    said = ", ".join(f"{each.type} {each.hill_1 or 0:.0f} at {each.covered or 0:.2f}" for each in told)
    return drawn(lambda width: _curves(told, narrow, width), f"Openings by sample coverage: {said}")


class _Plane(NamedTuple):
    """Where coverages and numbers of openings lie, in pixels; numbers go up by their roots."""

    width: int
    end: int
    farthest: float
    most: float

    def x(self, covered: float) -> float:
        return LEFT + (self.end - LEFT) * covered / (self.farthest or 1)

    def y(self, openings: float) -> float:
        return TALL - BOTTOM - (TALL - BOTTOM - TOP) * sqrt(openings / self.most)

    def at(self, covered: float, openings: float) -> dict[str, float]:
        return {"x": self.x(covered), "y": self.y(openings)}

    def ticks(self) -> list[dict[str, Any]]:
        """Round numbers, none too near to the one below it."""
        told = list[dict[str, Any]]()
        for number in _TICKS:
            place = self.y(number) if number <= self.most else 0
            if number <= self.most and (not told or told[-1]["y"] - place >= APART):
                told.append({"y": place, "said": f"{number:,}", "x": LEFT, "x2": self.end})
        return told


def _curves(types: list[TypeModel], narrow: set[str], width: int) -> Any:  # noqa: ANN401  a chart of altair
    alt = altair()
    right, fits = (190, 24) if width == WIDE else (130, 15)
    every = [(each, point) for each in types for point in each.rarefaction]
    farthest, most = (max(getattr(point, name) for _, point in every) for name in ("covered", "hill_1"))
    plane = _Plane(width, width - right, farthest, most)
    ends = _ends(types, narrow, plane, fits)
    points = [
        {"type": each.type, "colour": _colour(each, narrow)} | plane.at(point.covered, point.hill_1)
        for each, point in every
    ]
    stroke = alt.Stroke("colour:N", scale=None)
    names = _marked(ends, plane, x="name", y="place").mark_text(align="left", **_WORDS)
    layers = (
        *_axes(plane),
        _marked(ends, plane, x2="to", y2="place").mark_rule(strokeWidth=0.5).encode(stroke=stroke),
        _marked(points, plane).mark_line(strokeWidth=1.5, opacity=0.8).encode(detail="type:N", stroke=stroke),
        names.encode(text="said:N", fill=alt.Fill("colour:N", scale=None)),
    )
    return alt.layer(*layers).properties(
        width=width, height=TALL, padding=0, autosize=alt.AutoSizeParams(type="none")
    )


def _axes(plane: _Plane) -> Iterator[Any]:
    """Round numbers with a line each, and what both directions mean."""
    ticks = plane.ticks()
    yield _marked(ticks, plane, x2="x2").mark_rule(stroke=FAINT, strokeWidth=0.5, opacity=0.5)
    upward = [tick | {"x": 0} for tick in ticks] + [{"x": 0, "y": 8, "said": "openings, as varied as"}]
    onward = [{"x": plane.end, "y": TALL - 8, "said": f"sample coverage, to {plane.farthest:.2f}"}]
    for rows, align in ((upward, "left"), (onward, "right")):
        yield _marked(rows, plane).mark_text(align=align, fill=FAINT, **_WORDS).encode(text="said:N")


def _marked(rows: list[dict[str, Any]], plane: _Plane, x: str = "x", y: str = "y", **ends: str) -> Any:  # noqa: ANN401
    """Rows at the places that these fields name, in pixels."""
    alt = altair()
    across = alt.Scale(domain=[0, plane.width], range=[0, plane.width], nice=False)
    down = alt.Scale(domain=[0, TALL], range=[0, TALL], nice=False)
    return alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(f"{x}:Q", scale=across, axis=None),
        y=alt.Y(f"{y}:Q", scale=down, axis=None),
        **{name: f"{field}:Q" for name, field in ends.items()},
    )


def _colour(told: TypeModel, narrow: set[str]) -> str:
    return DROPPED if told.type in narrow else KEPT


def _ends(types: list[TypeModel], narrow: set[str], plane: _Plane, fits: int) -> list[dict[str, Any]]:
    """The name of each type beside the end of its curve, or below the one above it where there is no room.

    From the end a line goes to the name, since curves end at different coverages.
    """
    rows, free = list[dict[str, Any]](), 0.0
    for each in sorted(types, key=lambda each: -each.rarefaction[-1].hill_1):
        last = each.rarefaction[-1]
        place = max(plane.y(last.hill_1), free)
        free = place + APART
        said = f"{plain(each.title, fits)} {last.hill_1:,.0f}"
        rows.append(
            {
                **plane.at(last.covered, last.hill_1),
                "to": plane.end + 20,
                "name": plane.end + 24,
                "place": place,
                "said": said,
                "colour": _colour(each, narrow),
            }
        )
    over = max(0.0, free - APART - (TALL - 24))
    return [row | {"place": max(8.0, row["place"] - over)} for row in rows]
