"""What a measurement compared, as rows of a forest plot."""

import pytest

from curate.report.measured.model import Verdict
from curate.report.page.drawing import DROPPED, INK, KEPT, REJECTED
from curate.report.page.forest import by_nearness, colour_of, forest, in_order
from tests.report.measured.telling import BELIEVED, CHANGE, CHOICE, HELPS, measured
from tests.report.page.test_bounds import PAPER, paths, texts


def test_the_controls_come_first_and_the_others_in_their_order() -> None:
    arms = [each.arm for each in in_order(measured())]
    assert arms == ["null", "planted", "after", "after", "after", "after"]


def test_types_stand_below_the_change_and_only_by_loss() -> None:
    report = measured()
    loss, dependence = forest(report, "loss"), forest(report, "dependence")
    assert loss is not None
    assert dependence is not None
    rows = texts(loss.wide)
    change = rows.index("the whole pipeline")
    assert rows[change : change + 3] == ["the whole pipeline", "summarization", "open_qa"]
    assert "summarization" not in dependence.wide
    assert "-0.024 (-0.036 to -0.012), better" in loss.wide
    assert "-0.024 better" in loss.narrow


def test_what_is_too_small_to_tell_is_hollow_and_controls_never_are() -> None:
    drawing = forest(measured(CHOICE, HELPS), "loss")
    assert drawing is not None
    assert len(paths(drawing.wide, fill=PAPER)) == 1
    assert len(paths(drawing.wide, fill=KEPT)) == 1


def test_its_label_says_in_words_what_it_shows() -> None:
    drawing = forest(measured(), "loss")
    assert drawing is not None
    assert "drop LNG001 -0.001 (-0.006 to +0.004), equivalent" in drawing.wide.partition('"><')[0]


def test_a_control_that_fails_says_so() -> None:
    drawing = forest(measured(controls=BELIEVED.model_copy(update={"planted_seen": False})), "loss")
    assert drawing is not None
    assert "+0.041 (+0.029 to +0.053), not seen" in drawing.wide


def test_what_was_not_read_so_is_not_drawn() -> None:
    report = measured()
    bare = [each.model_copy(update={"readings": each.readings[:1]}) for each in report.contrasts]
    assert forest(report.model_copy(update={"contrasts": bare}), "dependence") is None
    assert forest(report.model_copy(update={"contrasts": []}), "loss") is None


@pytest.mark.parametrize(
    ("verdict", "colour"),
    [("better_small", KEPT), ("worse", DROPPED), ("invalid", REJECTED), ("equivalent", INK)],
)
def test_a_colour_stands_for_what_to_think_of_it(verdict: Verdict, colour: str) -> None:
    assert colour_of(verdict) == colour


def test_prompts_are_drawn_by_how_familiar_they_are() -> None:
    drawing = by_nearness(measured())
    assert drawing is not None
    assert "unfamiliar: 0.00 to 0.11 like it" in texts(drawing.wide)
    assert "-0.021 (-0.035 to -0.007), 80 prompts" in texts(drawing.wide)
    assert by_nearness(measured(CHANGE.model_copy(update={"nearness": []}))) is None
    assert by_nearness(measured(HELPS)) is None
