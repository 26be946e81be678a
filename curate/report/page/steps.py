"""Where every record went: the ledger as a stream that each step takes some records from."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from curate.ledger import Ledger, StepEntry
from curate.report.page.drawing import DROPPED, INK, KEPT, REJECTED, WIDE, Drawing, altair, drawn
from curate.report.page.quoted import plain
from curate.report.page.section import Material, Section

MOST_STEPS = 40
"""Steps that are drawn; the table has them all."""
ROW = 62
"""Pixels from one step to the next."""
ROOM = 64
"""Pixels on the right for how many records leave."""
BEND, END = 38, 52
"""Pixels from the top of a step to where records leave, and to where they are gone: names stand above."""
WIDE_NAME, NARROW_NAME = 84, 36
"""Letters of a step's name that fit."""

Mark = dict[str, Any]
"""Where something is drawn, and how."""


class Stop(NamedTuple):
    """A place of the stream: what it is called, how much comes there, and how much of it goes on."""

    name: str
    setting: str
    entered: int
    left: int
    colour: str = DROPPED


def steps(material: Material) -> Section:
    """The stream, and the same as a table."""
    ledger = material.ledger
    rows = [_row(each) for each in ledger.steps]
    return Section("steps", "Where every record went", {"drawing": stream(ledger), "steps": rows})


def _row(step: StepEntry) -> dict[str, Any]:
    by_code = sorted(step.by_code.items(), key=lambda each: (-each[1], each[0]))
    return {
        "number": step.step,
        "use": plain(step.use),
        "setting": plain(step.setting),
        "numbers": (step.entered, step.kept, step.dropped, step.edited),
        "by_code": [(plain(code), count) for code, count in by_code],
        "parts": [(plain(name), count) for name, count in step.parts.items()],
        "note": plain(step.note, 300),
    }


def stream(ledger: Ledger) -> Drawing | None:
    """The stream as a picture; none where nothing was read."""
    return drawn(lambda width: _chart(list(_stops(ledger)), width), ledger.sentence()) if ledger.read else None


def _stops(ledger: Ledger) -> Iterator[Stop]:
    yield Stop("read", "", ledger.read, ledger.read)
    if ledger.rejected:
        yield Stop("rejected", "unreadable", ledger.read, ledger.parsed, REJECTED)
    for step in ledger.steps[:MOST_STEPS]:
        name = f"{step.step}  {plain(step.use)}"
        yield Stop(name, plain(step.setting), step.entered, step.kept)
    yield Stop("kept", "", ledger.kept, ledger.kept)


def _chart(stops: list[Stop], width: int) -> Any:  # noqa: ANN401  a chart of altair
    alt = altair()
    inner, height = width - ROOM, _bottom(stops)
    across = alt.X("x:Q", scale=alt.Scale(domain=[0, stops[0].entered], range=[0, inner], nice=False), axis=None)
    down = alt.Y("y:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False), axis=None)
    colour = alt.Fill("colour:N", scale=None)
    flowing = _over(alt, _banks(stops)).mark_area(orient="horizontal", color=KEPT, fillOpacity=0.28)
    layers = [flowing.encode(x=across, x2=alt.datum(0), y=down)]
    pixel = stops[0].entered / inner
    if blocks := list(_blocks(stops, pixel)):
        layers.append(_over(alt, blocks).mark_rect().encode(x=across, x2="x2:Q", y=down, y2="y2:Q", fill=colour))
    for words, size, weight in (
        (list(_names(stops, pixel, WIDE_NAME if width == WIDE else NARROW_NAME)), 13, 600),
        (list(_counts(stops, pixel)), 12, 400),
        (list(_losses(stops, pixel)), 13, 600),
    ):
        text = _over(alt, words).mark_text(
            align="left", baseline="middle", limit=0, fontSize=size, fontWeight=weight
        )
        layers += [text.encode(x=across, y=down, text="text:N", fill=colour)] if words else []
    return alt.layer(*layers).properties(
        width=width, height=height, padding=0, autosize=alt.AutoSizeParams(type="none")
    )


def _over(alt: Any, rows: list[Mark]) -> Any:  # noqa: ANN401  as altair has it
    return alt.Chart(alt.InlineData(values=rows))


def _banks(stops: list[Stop]) -> list[Mark]:
    """How wide the stream is from top to bottom: what leaves a step leaves below its name."""
    made: list[Mark] = [{"x": stops[0].entered, "y": 0}]
    for number, each in _leaving(stops):
        bend = ROW * number + BEND
        # Points of one height would have no order.
        made += [{"x": each.entered, "y": bend}, {"x": each.left, "y": bend + 0.01}]
    return [*made, {"x": stops[-1].left, "y": _bottom(stops)}]


def _bottom(stops: list[Stop]) -> int:
    return ROW * (len(stops) - 1) + BEND + 4


def _leaving(stops: list[Stop]) -> list[tuple[int, Stop]]:
    return [(number, each) for number, each in enumerate(stops) if each.left < each.entered]


def _blocks(stops: list[Stop], pixel: float) -> Iterator[Mark]:
    """What leaves, below where it was part of the stream; never too small to be seen."""
    for number, each in _leaving(stops):
        yield {
            "x": each.left,
            "x2": max(each.entered, each.left + 2 * pixel),
            "y": ROW * number + BEND + 2,
            "y2": ROW * number + END,
            "colour": each.colour,
        }


def _names(stops: list[Stop], pixel: float, fits: int) -> Iterator[Mark]:
    for number, each in enumerate(stops):
        name = plain(f"{each.name} · {each.setting}" if each.setting else each.name, fits)
        yield {"x": 12 * pixel, "y": ROW * number + 13, "text": name, "colour": INK}


def _counts(stops: list[Stop], pixel: float) -> Iterator[Mark]:
    for number, each in enumerate(stops):
        goes_on = f"{each.left:,} {'left' if each.left < each.entered else 'records'}"
        yield {"x": 12 * pixel, "y": ROW * number + 29, "text": goes_on, "colour": INK}


def _losses(stops: list[Stop], pixel: float) -> Iterator[Mark]:
    for number, each in _leaving(stops):
        gone = f"−{each.entered - each.left:,}"
        middle = ROW * number + (BEND + END) / 2
        yield {"x": each.entered + 8 * pixel, "y": middle, "text": gone, "colour": each.colour}
