"""Whether a change helped the model, on the page."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import InputError
from curate.report.left import Folder, Left
from curate.report.measured.model import MeasureReport
from curate.report.page.measure import measure
from curate.report.page.page import MOST_BYTES, page_of, write_report
from curate.report.page.section import Beside, Material
from tests.report.measured.telling import (
    ARMS,
    BELIEVED,
    CHANGE,
    CHOICE,
    HELPS,
    UNDONE,
    another,
    arm,
    measured,
    type_effect,
)
from tests.report.page.runs import HOSTILE, left_by
from tests.report.page.test_page import Outline


def written(folder: Path, report: MeasureReport) -> Folder:
    """A folder that holds a measurement, and nothing else."""
    text = json.dumps(report.model_dump(mode="json", by_alias=True))
    (folder / "measure.json").write_text(text, encoding="utf-8")
    return Folder(folder)


def values(folder: Path, report: MeasureReport) -> dict[str, Any]:
    section = measure(Beside(written(folder, report)))
    assert section is not None
    return section.values


def test_the_verdict_and_what_it_means_come_first(tmp_path: Path) -> None:
    told = values(tmp_path, measured())
    assert told["verdict"] == {"word": "better", "seen": "holds"}
    assert told["change"].startswith("the whole pipeline: -0.024 nats/token")
    assert [each.partition(":")[0] for each in told["steps"]] == ["keep-one DUP002", "drop LNG001"]


def test_what_another_model_says_of_the_change_stands_beside_it(tmp_path: Path) -> None:
    assert values(tmp_path, measured())["another"] == ""
    page = page_of(written(tmp_path, measured(another=another("better"))))
    assert "<p><bdi>proxy-wide, 6 times with 3 seeds" in page


def test_where_the_records_go_is_a_fact_and_so_little_prompt_dependence_is_said(tmp_path: Path) -> None:
    told = values(tmp_path, measured())
    assert dict(told["facts"])["set"].startswith("2,400 records in dolly.jsonl: 2,000 are trained on")
    assert told["depends"] == ""
    hardly = [each.model_copy(update={"dependences": [0.004, 0.002, 0.003]}) for each in ARMS]
    page = page_of(written(tmp_path, measured(arms=hardly)))
    assert "Here own prompts make responses likelier by 0.003 nats/token" in page


def test_each_contrast_has_a_row_with_what_would_settle_it(tmp_path: Path) -> None:
    rows = {each["title"]: each for each in values(tmp_path, measured())["contrasts"]}
    assert rows["keep-one DUP002"]["needs"] == "160 more held-out prompts would, about 6 min"
    assert rows["the whole pipeline"]["of_gain"] == "5.7 %"
    assert rows["the whole pipeline"]["equal_epochs"] == "-0.024"
    assert rows["10 % of responses swapped (planted)"]["verdict"] == "seen"


def test_types_are_told_as_measured_and_as_drawn_to_all(tmp_path: Path) -> None:
    first = values(tmp_path, measured())["types"][0]
    assert first == {
        "type": "summarization",
        "prompts": 60,
        "raw": "-0.070 (-0.101 to -0.039)",
        "shrunk": "-0.035 (-0.051 to -0.020)",
        "found": "gains",
    }


def test_nothing_is_said_of_types_where_no_verdict_counts(tmp_path: Path) -> None:
    controls = BELIEVED.model_copy(update={"valid": False, "null_moved": True})
    told = values(tmp_path, measured(controls=controls))
    assert {each["found"] for each in told["types"]} == {""}
    assert told["by_type"] == told["unfamiliar"] == ""
    assert "One in ten" not in page_of(Folder(tmp_path))


def test_a_measurement_of_nothing_but_its_controls_has_a_section(tmp_path: Path) -> None:
    bare = measured().model_copy(update={"contrasts": measured().contrasts[-2:], "curves": []})
    told = values(tmp_path, bare)
    assert told["change"] is None
    assert told["types"] == []
    assert "Prompt dependence" in page_of(Folder(tmp_path))


def test_without_a_measurement_there_is_no_section(material: Material) -> None:
    assert measure(material) is None


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": "curate/measure/v1"}'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "measure.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"measure\.json is damaged"):
        measure(Beside(Folder(tmp_path)))


def test_a_number_that_is_none_is_damage(tmp_path: Path) -> None:
    folder = written(tmp_path, measured())
    file = tmp_path / "measure.json"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"seconds": 570.0', '"seconds": NaN'), encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"measure\.json is damaged"):
        measure(Beside(folder))


def test_a_folder_with_nothing_but_a_measurement_has_a_page(tmp_path: Path) -> None:
    written(tmp_path, measured())
    page = write_report(tmp_path).read_text(encoding="utf-8")
    outline = Outline(page)
    assert outline.open == []
    assert [said["id"] for tag, said in outline.said if tag == "section"] == ["measure"]
    assert "script" not in outline.tags
    assert outline.texts["title"] == ["A measurement"]
    assert page == page_of(Folder(tmp_path))


def test_beside_a_run_it_is_one_of_its_sections_and_a_later_run_takes_it_away(tmp_path: Path) -> None:
    left = left_by(tmp_path, HOSTILE, "")
    written(left.folder, measured())
    page = page_of(Left(left.folder))
    sections = [said["id"] for tag, said in Outline(page).said if tag == "section"]
    assert sections[:3] == ["summary", "steps", "measure"]
    curate.run("check-only", tmp_path / "data.jsonl", out=left.folder)
    assert not (left.folder / "measure.json").exists()


def test_a_folder_of_which_the_run_is_not_finished_is_refused_without_a_measurement(tmp_path: Path) -> None:
    left = left_by(tmp_path, HOSTILE, "")
    unfinished = Path(shutil.copytree(left.folder, tmp_path / "unfinished"))
    (unfinished / "manifest.json").unlink()
    with pytest.raises(InputError, match="holds no finished run"):
        write_report(unfinished)


def test_names_that_are_written_to_break_it_add_no_element(tmp_path: Path) -> None:
    evil = "</script><img src=x onerror='document.title=1'> {{ 7 * 7 }} \u202egnp"
    known = set(Outline(page_of(written(tmp_path, measured()))).tags)
    changed = {"title": evil, "types": [type_effect(evil, -0.05, 0.02, found=True), type_effect(evil, 0.1, 0.2)]}
    report = measured(
        CHANGE.model_copy(update=changed),
        CHOICE,
        HELPS.model_copy(update={"title": evil}),
        arms=[*measured().arms, arm(evil, "without", evil)],
        model=measured().model.model_copy(update={"name": evil}),
        versions={evil: evil},
    )
    page = page_of(written(tmp_path, report))
    outline = Outline(page)
    assert outline.open == []
    assert set(outline.tags) <= known
    assert "\u202e" not in page
    assert "{{ 7 * 7 }}" in page
    assert not [said for _, said in outline.said for name in said if name.startswith("on")]


def test_a_measurement_of_many_steps_and_types_stays_small(tmp_path: Path) -> None:
    types = [type_effect(f"kind {at}", -0.05 + at / 500, 0.02) for at in range(40)]
    steps = [HELPS.model_copy(update={"id": f"step {at}", "title": f"without step {at}"}) for at in range(120)]
    page = page_of(written(tmp_path, measured(CHANGE.model_copy(update={"types": types}), CHOICE, *steps)))
    assert len(page.encode()) < MOST_BYTES / 4


@pytest.mark.parametrize(("valid", "word"), [(True, "Yes"), (False, "No")])
def test_whether_it_can_be_believed_is_said(tmp_path: Path, *, valid: bool, word: str) -> None:
    controls = BELIEVED.model_copy(update={"valid": valid, "null_moved": not valid})
    page = page_of(written(tmp_path, measured(controls=controls)))
    assert f">{word}</" in page


def test_one_seed_is_not_believed_and_claims_nothing(tmp_path: Path) -> None:
    told = values(tmp_path, measured(seeds=[1]))
    assert told["believed"]["word"] == "No"
    assert told["by_type"] == told["unfamiliar"] == told["overfitting"] == ""
    assert {each["found"] for each in told["types"]} == {each["detectable"] for each in told["contrasts"]} == {""}
    page = page_of(Folder(tmp_path))
    assert "could have seen 0" not in page
    assert "<bdi></bdi>" not in page


def test_where_the_set_is_too_small_for_its_controls_nobody_knows(tmp_path: Path) -> None:
    report = measured()
    undone = [each.model_copy(update={"same": each.arm in ("null", "planted")}) for each in report.contrasts]
    told = values(tmp_path, report.model_copy(update={"contrasts": undone, "controls": UNDONE}))
    assert told["believed"]["word"] == "Nobody knows"
    assert "nothing vouches for what is seen" in told["controls"]


def test_what_would_settle_it_is_told_only_of_what_is_too_small_to_tell(tmp_path: Path) -> None:
    report = measured(HELPS.model_copy(update={"verdict": "invalid"}))
    assert {each["needs"] for each in values(tmp_path, report)["contrasts"]} == {""}
