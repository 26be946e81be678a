"""Charts as pictures inside a page: drawn once, for a wide and a narrow page, in the colours of the page."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple
from xml.etree import ElementTree

from curate.extras import needed

WIDE, NARROW = 720, 340
PURPOSE = "a report"
INK, FAINT, KEPT, DROPPED, REJECTED, PAPER = (
    f"var(--{each})" for each in ("ink", "faint", "kept", "dropped", "rejected", "paper")
)
"""Colours by what they stand for: the page says what they are, by day and by night."""

_SHAPES = {"svg", "g", "path", "line", "rect", "text"}
_SAID_OF_SHAPES = {
    *("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "fill", "fill-opacity", "opacity"),
    *("stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor"),
}
"""What is taken over from a drawing: nothing that could name anything outside, run, or style the page."""
_LONG_NUMBER = re.compile(r"\d+\.\d{3,}")


class Drawing(NamedTuple):
    """One chart in two widths."""

    wide: str
    narrow: str


def altair() -> Any:  # noqa: ANN401  a module of another package
    """The grammar that charts are written in.

    Raises:
        UsageError: it is not installed.
    """
    return needed("altair", extra="report", purpose=PURPOSE)


def drawn(chart: Callable[[int], Any], label: str) -> Drawing:
    """A chart for both widths; the label says in words what it shows.

    Its places must not hang on how wide a text is: fonts are the reader's, and the bytes the same everywhere.
    """
    return Drawing(*(_picture(chart(width), label) for width in (WIDE, NARROW)))


def _picture(chart: Any, label: str) -> str:  # noqa: ANN401  a chart of altair
    settled = chart.properties(background="transparent").configure_view(stroke=None)
    converter = needed("vl_convert", extra="report", purpose=PURPOSE)
    return cleaned(str(converter.vegalite_to_svg(settled.to_json())), label)


def cleaned(svg: str, label: str) -> str:
    """A drawing with its shapes and colours, and nothing else."""
    given = ElementTree.fromstring(svg)
    made = _only_shapes(given)
    width, height = given.attrib["width"], given.attrib["height"]
    made.attrib |= {"viewBox": _shorter(f"0 0 {width} {height}"), "role": "img", "aria-label": label}
    return ElementTree.tostring(made, "unicode")


def _only_shapes(given: ElementTree.Element) -> ElementTree.Element:
    said = {name: _shorter(value) for name, value in given.attrib.items() if name in _SAID_OF_SHAPES}
    made = ElementTree.Element(_name(given), said)
    made.text = given.text if made.tag == "text" else None
    made.extend(_only_shapes(each) for each in given if _name(each) in _SHAPES and not _is_empty(each))
    return made


def _shorter(value: str) -> str:
    """A place, to a hundredth of a pixel."""
    return _LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", value)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _is_empty(element: ElementTree.Element) -> bool:
    """Whether it draws nothing: what the renderer puts behind and before each chart."""
    return element.attrib.get("class") in ("background", "foreground")
