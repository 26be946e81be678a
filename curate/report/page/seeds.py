"""Each effect by seed: how much of it is the luck of one training."""

from typing import Any

from curate.report.measured.model import ContrastModel, MeasureReport
from curate.report.measured.words import reading_of, role_of, signed
from curate.report.page.axis import Axis
from curate.report.page.bounds import (
    FITS,
    FOOT,
    NAMES,
    NARROW_ROW,
    ROW,
    WORDS,
    Mark,
    at_pixels,
    ground,
    layered,
    middle,
    over,
    spans,
)
from curate.report.page.drawing import FAINT, INK, KEPT, WIDE, Drawing, altair, drawn
from curate.report.page.forest import in_order
from curate.report.page.quoted import plain

SAID = 110
"""Pixels for the mean, on a wide page."""


def seed_strip(report: MeasureReport) -> Drawing | None:
    """A dot for each seed and a stroke for the mean of all; None where there is one seed at most."""
    told = [each for each in in_order(report) if (loss := reading_of(each, "loss")) and len(loss.seeds) > 1]
    if not told:
        return None
    label = f"Response loss by seed, in nats a token: {'; '.join(map(_said, told))}"
    return drawn(lambda width: _chart(report, told, width), label)


def _said(contrast: ContrastModel) -> str:
    loss = reading_of(contrast, "loss")
    return f"{plain(contrast.title, 60)} {', '.join(map(signed, loss.seeds if loss else ()))}"


def _chart(report: MeasureReport, told: list[ContrastModel], width: int) -> Any:  # noqa: ANN401  of altair
    alt, wide = altair(), width == WIDE
    seeds: dict[bool, list[float]] = {True: [], False: []}
    for each in told:
        loss = reading_of(each, "loss")
        seeds[role_of(each, report) == "planted"] += loss.seeds if loss else []
    left, right = (NAMES, width - SAID) if wide else (6, width - 6)
    axis = Axis.over(seeds[False], seeds[True], left, right)
    height = (ROW if wide else NARROW_ROW) * len(told) + FOOT
    at, (dots, means, names, numbers) = at_pixels(alt), _marks(axis, told, width)
    layers = (
        *ground(alt, axis, None, spans(len(told), wide=wide)),
        over(alt, dots).mark_circle(fill=KEPT, size=60, opacity=0.7).encode(**at),
        over(alt, means).mark_tick(orient="vertical", fill=INK, thickness=2, height=16, opacity=1).encode(**at),
        over(alt, names).mark_text(align="left", fill=INK, **WORDS).encode(text="said:N", **at),
        over(alt, numbers).mark_text(align="right", fill=FAINT, **WORDS).encode(text="said:N", **at),
    )
    return layered(alt, layers, width, height)


def _marks(axis: Axis, told: list[ContrastModel], width: int) -> tuple[list[Mark], ...]:
    """Dots, strokes, names and numbers; what lies beyond the line is left to the numbers."""
    dots, means, names, numbers = list[Mark](), list[Mark](), list[Mark](), list[Mark]()
    wide = width == WIDE
    for number, each in enumerate(told):
        loss = reading_of(each, "loss")
        if loss is None:
            continue
        y = middle(number, wide=wide)
        above = y if wide else y - 17
        dots += [{"x": axis.place(seed), "y": y} for seed in loss.seeds if axis.holds(seed)]
        means += [{"x": axis.place(loss.estimate), "y": y}] if axis.holds(loss.estimate) else []
        names.append({"x": 0, "y": above, "said": plain(each.title, FITS)})
        ends = f"{signed(min(loss.seeds))} to {signed(max(loss.seeds))}"
        numbers.append({"x": width, "y": above, "said": ends})
    return dots, means, names, numbers
