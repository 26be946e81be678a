"""Loss on held-out records against that on records it saw."""

from itertools import pairwise
from xml.etree import ElementTree

from curate.report.measured.model import CurveModel
from curate.report.page.drawing import Drawing
from curate.report.page.epochs import APART, epoch_curves
from tests.report.measured.telling import CURVES, curve, measured
from tests.report.page.test_bounds import paths, texts

KEPT, DROPPED = "var(--kept)", "var(--dropped)"


def drawn(*curves: CurveModel) -> Drawing:
    drawing = epoch_curves(measured(curves=list(curves)))
    assert drawing is not None
    return drawing


def test_each_set_has_a_curve_of_what_it_saw_and_one_of_what_was_held_out() -> None:
    for picture in drawn(*CURVES):
        for colour in (KEPT, DROPPED):
            dashed = paths(picture, stroke=colour, stroke_dasharray="5,4")
            assert len(dashed) == 1
        assert {"after, held out 3.42", "after, seen 3.22", "before, seen 3.27"} <= set(texts(picture))


def test_a_ring_stands_where_held_out_loss_turns() -> None:
    turning, falling = (paths(drawn(each).wide, fill="var(--paper)") for each in reversed(CURVES))
    assert [len(turning), len(falling)] == [1, 0]


def test_names_at_the_ends_do_not_stand_on_each_other() -> None:
    drawing = drawn(
        curve("before", [3.40, 3.40], [3.40, 3.40], None), curve("after", [3.4, 3.4], [3.4, 3.4], None)
    )
    ends = [each for each in ElementTree.fromstring(drawing.wide).iter("text") if "3.40" in (each.text or "")]
    places = sorted(
        float(each.attrib["transform"].split(",")[1].rstrip(")")) for each in ends if "," in (each.text or "")
    )
    assert len(places) == 4
    assert min(later - earlier for earlier, later in pairwise(places)) >= APART - 0.1


def test_epochs_and_losses_are_written_beside_it() -> None:
    told = texts(drawn(*CURVES).wide)
    assert {"0", "1", "2", "3 epochs", "3.40", "3.60", "3.80"} <= set(told)


def test_many_epochs_are_not_all_written() -> None:
    long = [3.4 - at / 100 for at in range(40)]
    told = texts(drawn(curve("after", long, long, None)).wide)
    assert "40 epochs" in told
    assert "7" not in told


def test_other_arms_and_those_nobody_looked_at_are_not_drawn() -> None:
    assert epoch_curves(measured(curves=[])) is None
    assert epoch_curves(measured(curves=[curve("null", [3.4], [3.3], None)])) is None
    assert epoch_curves(measured(curves=[CURVES[0].model_copy(update={"epochs": []})])) is None


def test_a_loss_that_never_moves_is_a_level_line() -> None:
    level = curve("after", [3.83], [3.83], None)
    assert "NaN" not in drawn(level).wide
