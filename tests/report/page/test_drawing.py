"""Charts as pictures inside a page."""

from typing import Any
from xml.etree import ElementTree

import pytest

from curate.errors import UsageError
from curate.report.page import drawing
from curate.report.page.drawing import INK, KEPT, NARROW, WIDE, altair, cleaned, drawn

NOT_PLAIN = """
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" onload="alert(1)" style="x">
<script>alert(1)</script><style>* { color: red }</style><image href="http://a.example/b.png"/>
<a href="http://a.example"><text>linked</text></a><foreignObject/>
<g class="background"><path d="M0,0"/></g>
<g onclick="alert(1)" class="mark"><path d="M1.23456,2" fill="var(--kept)" style="fill: red" aria-label="x: 1"/>
<text x="1" font-family="Arial">&lt;b&gt; rye</text></g>
</svg>
"""


def chart(width: int) -> Any:  # noqa: ANN401  a chart of altair
    alt = altair()
    rows = alt.InlineData(values=[{"name": "<b>rye</b>", "x": 3}])
    bars = alt.Chart(rows).mark_bar(fill=KEPT).encode(x=alt.X("x:Q", axis=None))
    return (bars + alt.Chart(rows).mark_text(fill=INK).encode(text="name:N")).properties(
        width=width, height=40, padding=0, autosize=alt.AutoSizeParams(type="none")
    )


def test_a_chart_is_drawn_in_two_widths_with_its_label() -> None:
    for picture, width in zip(drawn(chart, "Rye & wheat"), (WIDE, NARROW), strict=True):
        made = ElementTree.fromstring(picture)
        assert made.attrib["viewBox"] == f"0 0 {width} 40"
        assert (made.attrib["role"], made.attrib["aria-label"]) == ("img", "Rye & wheat")


def test_its_colours_are_those_of_the_page_and_its_text_is_text() -> None:
    wide = drawn(chart, "").wide
    assert 'fill="var(--kept)"' in wide
    assert "&lt;b&gt;rye&lt;/b&gt;" in wide


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert drawn(chart, "") == drawn(chart, "")


def test_only_shapes_are_left_of_a_drawing() -> None:
    made = ElementTree.fromstring(cleaned(NOT_PLAIN, "a label"))
    assert [each.tag for each in made.iter()] == ["svg", "g", "path", "text"]
    said = {name for each in made.iter() for name in each.attrib}
    assert said == {"width", "height", "viewBox", "role", "aria-label", "d", "fill", "x"}
    assert [each.text for each in made.iter("text")] == ["<b> rye"]
    assert [each.attrib["d"] for each in made.iter("path")] == ["M1.23,2"]


def test_places_are_rounded_and_what_is_said_is_not() -> None:
    said = '<svg xmlns="http://www.w3.org/2000/svg" width="9.8765" height="2"><text x="1.2345">-0.024</text></svg>'
    made = ElementTree.fromstring(cleaned(said, "by 0.0154"))
    assert made.attrib["viewBox"] == "0 0 9.88 2"
    assert made.attrib["aria-label"] == "by 0.0154"
    assert [(each.attrib["x"], each.text) for each in made.iter("text")] == [("1.23", "-0.024")]


def test_without_the_packages_an_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(drawing.__dict__, "needed", lambda *_, **named: _missing(**named))
    with pytest.raises(UsageError, match="a report needs"):
        altair()


def _missing(*, extra: str, purpose: str) -> None:
    from curate.extras import needed

    needed("no_such_package", extra=extra, purpose=purpose)
