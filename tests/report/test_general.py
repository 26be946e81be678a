"""A pipeline for no data in particular."""

import re

from curate.api import load_pipeline
from curate.pipeline import parse_pipeline
from curate.report.general import SHIPPED, general_text
from curate.report.toml_text import WIDTH


def test_it_says_what_the_shipped_one_says() -> None:
    shipped = load_pipeline(SHIPPED)
    written = parse_pipeline(general_text(shipped, "mine"), "mine.toml")
    assert written.resolved() | {"name": SHIPPED} == shipped.resolved()
    assert written.name == "mine"


def test_every_setting_is_there_and_explained() -> None:
    shipped = load_pipeline(SHIPPED)
    text = general_text(shipped, "mine")
    for check in shipped.checks:
        for name in type(check).model_fields:
            assert f"# - {name}: " in text
    for name in type(shipped.gates).model_fields:
        assert re.search(rf"^(?:# )?{name} = ", text, re.MULTILINE)


def test_a_check_in_preview_is_not_set_and_can_be_uncommented() -> None:
    text = general_text(load_pipeline(SHIPPED), "mine")
    assert parse_pipeline(text, "mine.toml").preview == ()
    uncommented = re.sub(r"^# ([a-z-]+-language[s]? = )", r"\1", text, flags=re.MULTILINE)
    assert parse_pipeline(uncommented, "mine.toml").preview == ("LNG002", "LNG003")


def test_gates_that_are_not_set_can_be_uncommented() -> None:
    shipped = load_pipeline(SHIPPED)
    text = re.sub(r"^# (max_\w+ = )", r"\1", general_text(shipped, "mine"), flags=re.MULTILINE)
    assert parse_pipeline(text, "mine.toml").gates == shipped.gates


def test_comments_are_as_wide_as_a_screen() -> None:
    lines = general_text(load_pipeline(SHIPPED), "mine").splitlines()
    assert max(len(line) for line in lines if line.startswith("#")) <= WIDTH
