import pytest

from curate.checks import BUILTIN, Check
from curate.errors import UnknownName
from curate.gates import Gates
from curate.report.catalogue import one, overview, page
from curate.report.terminal import captured
from curate.steps import BUILTIN as STEPS


def test_the_overview_has_a_line_for_every_check() -> None:
    lines = captured(overview).splitlines()
    for check in BUILTIN:
        (line,) = [line for line in lines if line.startswith(check.code)]
        assert check.name in line
        assert check.severity in line


def test_the_overview_says_what_each_finds() -> None:
    said = " ".join(captured(overview).split())
    assert "The response has too few words to teach anything." in said


@pytest.mark.parametrize("check", BUILTIN, ids=lambda check: str(check.code))
def test_each_check_says_what_it_finds_and_why_with_an_example_of_each_kind(check: type[Check]) -> None:
    said = captured(one(check.code))
    assert said.splitlines()[0].split() == [check.code, check.name, check.severity]
    for part in ("Why it matters:", "Found:", "Passes:"):
        assert part in said


def test_a_check_is_told_by_its_name_too() -> None:
    assert captured(one("short-response")) == captured(one("LEN001"))


def test_settings_are_shown_as_a_pipeline_takes_them() -> None:
    said = captured(one("DUP002"))
    assert "near-duplicate = { ... }" in said
    assert "similarity = 0.8" in said
    assert 'view = "record"' in said


def test_a_check_without_settings_shows_none() -> None:
    assert "Settings" not in captured(one("STR001"))


def test_an_unknown_check_is_refused_before_anything_is_drawn() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'LEN001'"):
        one("LEN01")


def test_the_page_has_a_section_that_its_table_links_to_for_every_check() -> None:
    text = page()
    for check in BUILTIN:
        assert f"| [{check.code}](#{check.code.lower()}-{check.name}) |" in text
        assert f"\n## {check.code} {check.name}\n" in text
        assert all(f"| `{name}` |" in text for name in check.model_fields)


def test_the_page_tells_what_is_found_while_reading() -> None:
    section = page().split("## FMT002 invalid-json")[1].split("\n## ")[0]
    assert "Severity: error, found while reading." in section


def test_a_step_and_the_gates_are_explained_with_their_settings() -> None:
    step = captured(one("keep-one"))
    assert step.startswith("keep-one   step\n\nKeeps the preferred record of each family")
    assert 'below use = "keep-one"' in step
    assert "  of = ...   The check whose findings" in step
    assert '  prefer = "key"   Which record stays' in step
    gates = captured(one("gates"))
    assert all(f"\n  {name} = " in gates for name in Gates.model_fields)
    assert "min_records = (not set)" in gates
    assert "max_count = {}" in gates


def test_the_overview_names_the_steps_and_the_gates() -> None:
    told = captured(overview)
    assert (
        f"Steps of a pipeline: {', '.join(step.use for step in STEPS)}. Conditions on its result: gates." in told
    )
