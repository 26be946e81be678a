"""How varied types are, as a picture."""

from itertools import pairwise
from xml.etree import ElementTree

from curate.report.coverage.as_json import RarefiedModel, TypeModel
from curate.report.page.curves import APART, curves
from tests.report.page.test_spread import DROPPED, KEPT, type_of


def rarefied(name: str, hill: float) -> TypeModel:
    points = [RarefiedModel(families=n, covered=n / 100, hill_1=hill * n / 60) for n in (1, 30, 60)]
    return type_of(name, 0.3, None).model_copy(update={"effective": 60.0, "rarefaction": points})


def test_a_curve_is_drawn_for_each_type_and_a_narrow_one_stands_out() -> None:
    drawing = curves([rarefied("coding", 40), rarefied("advice", 4)], {"advice"})
    assert drawing is not None
    for picture in drawing:
        lines = [each.attrib.get("stroke") for each in ElementTree.fromstring(picture).iter("path")]
        assert lines.count(KEPT) == lines.count(DROPPED) == 1
        assert "Coding 40" in picture
        assert "Advice 4" in picture


def test_names_at_the_ends_of_curves_do_not_stand_on_each_other() -> None:
    drawing = curves([rarefied(f"kind {at}", 30 + at / 9) for at in range(9)], set())
    assert drawing is not None
    texts = [each for each in ElementTree.fromstring(drawing.wide).iter("text") if "Kind" in (each.text or "")]
    places = sorted(float(each.attrib["transform"].split(",")[1].rstrip(")")) for each in texts)
    assert len(places) == 9
    assert min(later - earlier for earlier, later in pairwise(places)) >= APART - 0.1


def test_few_prompts_have_no_curve() -> None:
    assert curves([type_of("coding", 0.3, None)], set()) is None
    assert curves([], set()) is None


def test_numbers_stand_at_the_left_and_a_line_leads_from_each_curve_to_its_name() -> None:
    drawing = curves([rarefied("coding", 40), rarefied("advice", 39)], {"advice"})
    assert drawing is not None
    for picture in drawing:
        made = ElementTree.fromstring(picture)
        assert {"1", "5", "10", "25", "openings, as varied as"} <= {each.text for each in made.iter("text")}
        leaders = [
            each.attrib["stroke"] for each in made.iter("line") if each.attrib.get("stroke") in (KEPT, DROPPED)
        ]
        assert sorted(leaders) == sorted([KEPT, DROPPED])
