"""Effects with their intervals, one below the other: a forest plot."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from curate.report.page.axis import Axis
from curate.report.page.drawing import FAINT, INK, PAPER, WIDE, Drawing, altair, drawn
from curate.report.page.quoted import plain

ROW, NARROW_ROW = 26, 40
"""Pixels from one effect to the next; on a narrow page its name stands above it."""
NAMES, NUMBERS = 236, 262
"""Pixels on a wide page for names, and for numbers with verdicts."""
FOOT = 22
BESIDE = 14
"""Pixels by which what belongs to the row above stands aside."""
FITS = 36
"""Letters of a name."""
WORDS: dict[str, Any] = {"baseline": "middle", "fontSize": 12, "limit": 0}
Mark = dict[str, Any]


class Effect(NamedTuple):
    """A row: what it is called, where it lies, and what is said of it."""

    name: str
    estimate: float
    low: float
    high: float
    said: str
    colour: str = INK
    hollow: bool = False
    """Whether it is too small to tell."""
    inside: bool = False
    """Whether it belongs to the row above."""
    far: bool = False
    """Whether the line need not reach as far as this."""
    short: str = ""
    """What is said on a narrow page, where less fits."""


def effects_drawing(effects: Sequence[Effect], margin: float | None, label: str) -> Drawing:
    """Each effect as a square on its interval, a band in which none matters, an arrow where one is cut off."""
    return drawn(lambda width: _chart(effects, margin, width), label)


def _chart(effects: Sequence[Effect], margin: float | None, width: int) -> Any:  # noqa: ANN401  a chart of altair
    alt, wide = altair(), width == WIDE
    left, right = (NAMES, width - NUMBERS) if wide else (6, width - 6)
    axis = Axis.over(
        [end for each in effects if not each.far for end in (each.low, each.high, *_band(margin))],
        [end for each in effects if each.far for end in (each.low, each.high)],
        left,
        right,
    )
    height = (ROW if wide else NARROW_ROW) * len(effects) + FOOT
    layers = [*ground(alt, axis, margin, spans(len(effects), wide=wide)), *_marks(alt, axis, effects, wide=wide)]
    layers += _words(alt, effects, width)
    return layered(alt, layers, width, height)


def layered(alt: Any, layers: Sequence[Any], width: int, height: int) -> Any:  # noqa: ANN401  a chart of altair
    """Charts on top of each other, on a ground of so many pixels and none around it."""
    return alt.layer(*layers).properties(
        width=width, height=height, padding=0, autosize=alt.AutoSizeParams(type="none")
    )


def _band(margin: float | None) -> tuple[float, ...]:
    return () if margin is None else (-margin, margin)


def over(alt: Any, rows: Sequence[Mark]) -> Any:  # noqa: ANN401  as altair has it
    """A chart of marks that know their places."""
    return alt.Chart(alt.InlineData(values=list(rows)))


def at_pixels(alt: Any) -> dict[str, Any]:  # noqa: ANN401  as altair has it
    """Where a mark stands, in pixels from the left and the top."""
    scale = alt.Scale(domain=[0, WIDE], range=[0, WIDE], nice=False)
    return {"x": alt.X("x:Q", axis=None, scale=scale), "y": alt.Y("y:Q", axis=None, scale=scale)}


def spans(rows: int, *, wide: bool) -> list[tuple[float, float]]:
    """From where to where the ground of marks goes: from top to bottom, or on a narrow page beside no words."""
    if wide:
        return [(0, ROW * rows)]
    return [(middle(at, wide=False) - 9, middle(at, wide=False) + 9) for at in range(rows)]


def ground(
    alt: Any,  # noqa: ANN401  as altair has it
    axis: Axis,
    margin: float | None,
    down: Sequence[tuple[float, float]],
) -> Iterator[Any]:
    """The band, the line of no effect, and the numbers below."""
    zero, at = axis.place(0), at_pixels(alt)
    if margin is not None:
        ends = {"x": axis.place(-margin), "x2": axis.place(margin)}
        band = over(alt, [{**ends, "y": top, "y2": bottom} for top, bottom in down])
        yield band.mark_rect(fill=FAINT, fillOpacity=0.18).encode(x2="x2:Q", y2="y2:Q", **at)
    line = over(alt, [{"x": zero, "x2": zero, "y": top, "y2": bottom} for top, bottom in down])
    yield line.mark_rule(stroke=FAINT, strokeWidth=1).encode(x2="x2:Q", y2="y2:Q", **at)
    ticks = [{**each, "y": down[-1][1] + 13} for each in axis.ticks()]
    yield over(alt, ticks).mark_text(align="center", fill=FAINT, **WORDS).encode(text="said:N", **at)


def _marks(alt: Any, axis: Axis, effects: Sequence[Effect], *, wide: bool) -> Iterator[Any]:  # noqa: ANN401
    at, rows = at_pixels(alt), [_mark(axis, each, middle(n, wide=wide)) for n, each in enumerate(effects)]
    stroke, fill = alt.Stroke("colour:N", scale=None), alt.Fill("fill:N", scale=None)
    yield over(alt, rows).mark_rule(strokeWidth=2).encode(x2="x2:Q", stroke=stroke, **at)
    for end, side in (("x", "left"), ("x2", "right")):
        if cut := [{**row, "x": row[end], "fill": row["colour"]} for row in rows if row[side]]:
            arrow = over(alt, cut).mark_point(shape=f"triangle-{side}", size=60, opacity=1)
            yield arrow.encode(fill=fill, stroke=stroke, **at)
    shown = [{**row, "x": row["at"]} for row in rows if row["is_there"]]
    for size, inside in ((90, False), (40, True)):
        if own := [row for row in shown if row["inside"] is inside]:
            square = over(alt, own).mark_point(shape="square", size=size, strokeWidth=1.5, opacity=1)
            yield square.encode(fill=fill, stroke=stroke, **at)


def middle(number: int, *, wide: bool) -> float:
    """How far below the top a row stands."""
    return ROW * (number + 0.5) if wide else NARROW_ROW * number + 28


def _mark(axis: Axis, effect: Effect, y: float) -> Mark:
    return {
        "x": axis.place(effect.low),
        "x2": axis.place(effect.high),
        "at": axis.place(effect.estimate),
        "is_there": axis.holds(effect.estimate),
        "left": effect.low < axis.low,
        "right": effect.high > axis.high,
        "y": y,
        "colour": effect.colour,
        "fill": PAPER if effect.hollow else effect.colour,
        "inside": effect.inside,
    }


def _words(alt: Any, effects: Sequence[Effect], width: int) -> Iterator[Any]:  # noqa: ANN401
    """What each row is called, on the left, and what is said of it."""
    wide, at = width == WIDE, at_pixels(alt)
    names, said = list[Mark](), list[Mark]()
    for number, each in enumerate(effects):
        y = middle(number, wide=wide) if wide else NARROW_ROW * number + 11
        told = each.said if wide else each.short or each.said
        fits = FITS if wide else 52 - len(told)
        names.append({"x": BESIDE if each.inside else 0, "y": y, "said": plain(each.name, fits)})
        said.append({"x": width - NUMBERS + 14 if wide else width, "y": y, "said": told})
    text = {"text": "said:N", **at}
    yield over(alt, names).mark_text(align="left", fill=INK, **WORDS).encode(**text)
    align = "left" if wide else "right"
    yield over(alt, said).mark_text(align=align, fill=FAINT, **WORDS).encode(**text)
