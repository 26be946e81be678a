"""Each effect by seed."""

from typing import Any
from xml.etree import ElementTree

from curate.report.measured.model import ContrastModel
from curate.report.page.drawing import Drawing
from curate.report.page.seeds import seed_strip
from tests.report.measured.telling import CHANGE, PLANTED, measured
from tests.report.page.test_bounds import KEPT, paths, texts


def strip(*contrasts: ContrastModel, **changed: Any) -> Drawing:  # noqa: ANN401  as models take them
    drawing = seed_strip(measured(*contrasts, **changed))
    assert drawing is not None
    return drawing


def with_seeds(contrast: ContrastModel, seeds: list[float]) -> ContrastModel:
    readings = [each.model_copy(update={"seeds": seeds}) for each in contrast.readings]
    return contrast.model_copy(update={"readings": readings})


def test_each_seed_is_a_dot_and_all_of_them_a_stroke() -> None:
    for picture in strip(CHANGE):
        assert len(paths(picture, fill=KEPT)) == 3 * 3
        assert len(paths(picture, fill="var(--ink)")) == 3


def test_from_where_to_where_seeds_go_is_told() -> None:
    assert "-0.029 to -0.020" in texts(strip(CHANGE).wide)
    assert "the whole pipeline -0.029, -0.023, -0.020" in strip(CHANGE).narrow


def test_planted_damage_that_is_far_away_does_not_press_the_others_together() -> None:
    report = measured(CHANGE)
    far = with_seeds(PLANTED, [0.8, 0.9, 1.0])
    drawing = seed_strip(report.model_copy(update={"contrasts": [report.contrasts[0], far]}))
    assert drawing is not None
    assert len(paths(drawing.wide, fill=KEPT)) == 3
    assert "+0.800 to +1.000" in texts(drawing.wide)


def test_one_seed_varies_with_nothing() -> None:
    report = measured()
    alone = [with_seeds(each, [-0.02]) for each in report.contrasts]
    assert seed_strip(report.model_copy(update={"contrasts": alone})) is None


def test_its_places_are_numbers() -> None:
    for picture in strip():
        assert "NaN" not in picture
        assert ElementTree.fromstring(picture).tag == "svg"
