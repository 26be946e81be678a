"""How training went on: loss on held-out records against that on records it saw, by epoch."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from curate.report.measured.model import CurveModel, MeasureReport
from curate.report.page.axis import round_step
from curate.report.page.bounds import WORDS, Mark, at_pixels, layered, over
from curate.report.page.drawing import DROPPED, FAINT, KEPT, PAPER, Drawing, altair, drawn

TALL, FOOT, TOP = 260, 24, 12
APART = 15
"""Pixels between two names at the ends of curves."""
SCALE, NAMES = 40, 128
"""Pixels on the left for numbers, and on the right for names."""
MOST_TICKS = 4


class _Line(NamedTuple):
    """One curve."""

    name: str
    colour: str
    dashed: bool
    points: list[tuple[float, float]]
    """Epoch and loss."""
    turn: float | None


def epoch_curves(report: MeasureReport) -> Drawing | None:
    """Both losses of the sets before and after; None where nobody looked after each epoch."""
    kinds = {each.id: each.kind for each in report.arms}
    told = [
        line
        for each in report.curves
        if each.epochs and (kind := kinds.get(each.arm)) in ("before", "after")
        for line in _lines(each, str(kind))
    ]
    if not told:
        return None
    said = "; ".join(f"{each.name} {', '.join(f'{loss:.3f}' for _, loss in each.points)}" for each in told)
    return drawn(lambda width: _chart(told, width), f"Loss by epoch: {said}")


def _lines(curve: CurveModel, kind: str) -> Iterator[_Line]:
    colour = KEPT if kind == "after" else DROPPED
    held = [(0.0, curve.base), *((each.epoch, each.held_out) for each in curve.epochs)]
    yield _Line(f"{kind}, held out", colour, dashed=False, points=held, turn=curve.turns)
    seen = [(each.epoch, each.seen) for each in curve.epochs]
    yield _Line(f"{kind}, seen", colour, dashed=True, points=seen, turn=None)


class _Ground(NamedTuple):
    """Where epochs and losses stand, in pixels."""

    width: int
    last: float
    low: float
    high: float

    def x(self, epoch: float) -> float:
        return SCALE + epoch / self.last * (self.width - SCALE - NAMES)

    def y(self, loss: float) -> float:
        return TOP + (self.high - loss) / (self.high - self.low) * (TALL - FOOT - 2 * TOP)


def _chart(told: list[_Line], width: int) -> Any:  # noqa: ANN401  a chart of altair
    alt = altair()
    points = list(chain.from_iterable(each.points for each in told))
    losses = [loss for _, loss in points]
    spread = max(losses) - min(losses) or 1.0
    ground = _Ground(width, max(epoch for epoch, _ in points) or 1.0, min(losses), min(losses) + spread)
    at, colour = at_pixels(alt), {"stroke": alt.Stroke("colour:N", scale=None)}
    layers = [*_scales(alt, ground)]
    for dashed in (False, True):
        marks = [mark for each in told if each.dashed is dashed for mark in _along(each, ground)]
        strokes: dict[str, Any] = {"strokeDash": [5, 4]} if dashed else {}
        line = over(alt, marks).mark_line(strokeWidth=2, **strokes)
        layers.append(line.encode(detail="name:N", order="x:Q", **colour, **at))
    if turns := [mark for each in told for mark in _turn(each, ground)]:
        layers.append(over(alt, turns).mark_point(size=90, opacity=1, fill=PAPER).encode(**colour, **at))
    names = over(alt, _names(told, ground)).mark_text(align="left", **WORDS)
    layers.append(names.encode(text="said:N", fill=alt.Fill("colour:N", scale=None), **at))
    return layered(alt, layers, width, TALL)


def _along(line: _Line, ground: _Ground) -> list[Mark]:
    return [
        {"name": line.name, "colour": line.colour, "x": ground.x(epoch), "y": ground.y(loss)}
        for epoch, loss in line.points
    ]


def _turn(line: _Line, ground: _Ground) -> list[Mark]:
    """A ring where held-out loss is least, if it rises later."""
    return [
        {"colour": line.colour, "x": ground.x(epoch), "y": ground.y(loss)}
        for epoch, loss in line.points
        if epoch == line.turn
    ]


def _scales(alt: Any, ground: _Ground) -> Iterator[Any]:  # noqa: ANN401  as altair has it
    """A few losses as faint lines, and the epochs below."""
    step = round_step((ground.high - ground.low) / MOST_TICKS)
    first, last = int(ground.low / step) + 1, int(ground.high / step)
    digits = 2 if step >= 0.01 else 3  # noqa: PLR2004
    ticks = [{"y": ground.y(n * step), "x": SCALE, "x2": ground.x(ground.last)} for n in range(first, last + 1)]
    said = [
        {"y": tick["y"], "x": SCALE - 6, "said": f"{n * step:.{digits}f}"} for n, tick in enumerate(ticks, first)
    ]
    at = at_pixels(alt)
    yield over(alt, ticks).mark_rule(stroke=FAINT, strokeWidth=1, opacity=0.25).encode(x2="x2:Q", **at)
    yield over(alt, said).mark_text(align="right", fill=FAINT, **WORDS).encode(text="said:N", **at)
    whole = max(1, round(ground.last / 8))
    epochs = [
        {"x": ground.x(n), "y": TALL - 8, "said": f"{n:,}{' epochs' if n + whole > ground.last else ''}"}
        for n in range(0, int(ground.last) + 1, whole)
    ]
    yield over(alt, epochs).mark_text(align="center", fill=FAINT, **WORDS).encode(text="said:N", **at)


def _names(told: list[_Line], ground: _Ground) -> list[Mark]:
    """What each curve is, at its end, or below the one above it where there is no room."""
    made, free = list[Mark](), 0.0
    for each in sorted(told, key=lambda each: -each.points[-1][1]):
        place = max(ground.y(each.points[-1][1]), free)
        free = place + APART
        x = ground.x(ground.last) + 8
        made.append({"x": x, "y": place, "said": f"{each.name} {each.points[-1][1]:.2f}", "colour": each.colour})
    return made
