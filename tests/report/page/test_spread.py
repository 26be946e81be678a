"""How prompts spread, as pictures."""

from xml.etree import ElementTree

from curate.report.coverage.as_json import CellModel, TypeModel
from curate.report.page.spread import heat, shares

KEPT, DROPPED, INK = "var(--kept)", "var(--dropped)", "var(--ink)"


def type_of(name: str, share: float, target: float | None, doubt: float = 0) -> TypeModel:
    unknown = dict.fromkeys(TypeModel.model_fields) | {"rarefaction": []}
    told = {"type": name, "title": name.title(), "kind": "type", "records": 9, "effective": 9.0, "largest": 1}
    bounds = {"share": share, "share_low": share - doubt, "share_high": share + doubt, "target": target}
    return TypeModel.model_validate({**unknown, **told, **bounds})


def cell(type: str, value: str, families: float, residual: float | None, *, discovered: bool = False) -> CellModel:
    return CellModel(
        facet="turns",
        value=value,
        type=type,
        effective=families,
        expected=4.0,
        ratio=families / 4,
        residual=residual,
        chance=0.5,
        discovered=discovered,
    )


def fills(picture: str) -> list[str]:
    return [each.attrib.get("fill", "") for each in ElementTree.fromstring(picture).iter("path")]


def test_a_share_is_a_bar_and_its_target_a_stroke() -> None:
    drawing = shares([type_of("coding", 0.3, 0.1), type_of("advice", 0.2, None)])
    for picture in drawing:
        assert fills(picture).count(KEPT) == 2
        assert fills(picture).count(DROPPED) == 1
    assert "30.0 %, to be 10.0 %" in drawing.wide
    assert "to be" not in drawing.narrow


def test_a_doubt_is_a_line_where_there_is_one() -> None:
    sure, unsure = (shares([type_of("coding", 0.3, None, doubt)]).wide for doubt in (0, 0.1))
    assert [picture.count(f'stroke="{INK}"') for picture in (sure, unsure)] == [0, 1]


def test_what_is_not_told_is_counted_and_has_no_colour() -> None:
    cells = [cell("coding", "en", 9, 8.0), cell("coding", "(not told)", 31, None)]
    for picture in heat(cells):
        texts = {"".join(each.itertext()) for each in ElementTree.fromstring(picture).iter("text")}
        assert {"(not told)", "31"} <= texts
        strengths = [
            float(each.attrib.get("fill-opacity", 1)) for each in ElementTree.fromstring(picture).iter("path")
        ]
        assert 0.45 in strengths
        assert 0 in strengths


def test_a_cell_is_as_strong_as_it_is_far_from_what_is_expected() -> None:
    cells = [cell("coding", "1 turn", 9, 8.0, discovered=True), cell("coding", "2 or 3 turns", 0, -1.6)]
    for picture in heat(cells):
        made = ElementTree.fromstring(picture)
        strengths = {
            each.attrib["fill"]: float(each.attrib["fill-opacity"])
            for each in made.iter("path")
            if "fill-opacity" in each.attrib
        }
        assert strengths == {KEPT: 0.45, DROPPED: 0.18}
        assert len([each for each in made.iter("path") if each.attrib.get("stroke") == INK]) == 1
        assert {"9", "0", "1 turn", "2 or 3 turns", "coding"} <= {each.text for each in made.iter("text")}


def test_in_narrow_cells_there_is_only_the_colour() -> None:
    drawing = heat([cell("coding", f"{number} turns", 7, 1.0) for number in range(13)])
    assert ">7<" in drawing.wide
    assert ">7<" not in drawing.narrow
