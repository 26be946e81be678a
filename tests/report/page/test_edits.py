"""What steps changed."""

from pathlib import Path

from curate.report.page.edits import edits
from curate.report.page.quoted import CUT, Piece
from curate.report.page.section import Material
from tests.report.page.runs import SOUPS, TOKEN, chat, material_of


def marked(pieces: list[Piece]) -> list[str]:
    return [each.text for each in pieces if each.marked]


def test_a_change_is_shown_from_both_sides_with_the_words_that_differ(material: Material) -> None:
    section = edits(material)
    assert section is not None
    (step,) = section.values["steps"]
    assert (step["number"], step["use"], step["fields"]) == (1, "repair", [("messages[].content", 1)])
    (change,) = step["shown"]
    assert change["name"] == "damaged"
    assert marked(change["before"]) == ["hÃ¤ngt", "KÃ¼che", "zwÃ¶lf"]
    assert marked(change["after"]) == ["hängt", "Küche", "zwölf"]


def test_a_change_far_into_a_text_is_shown_with_a_little_before_it(tmp_path: Path) -> None:
    far = "Rye is ground on Mondays. " * 200 + "Wheat on the other days, if the KÃ¼hle holds, and oats never."
    section = edits(material_of(tmp_path, [chat("far", "When is rye ground?", far)]))
    assert section is not None
    change = section.values["steps"][0]["shown"][0]
    assert change["before"][0].text == change["after"][0].text == CUT
    assert marked(change["after"]) == ["Kühle"]


def test_what_was_redacted_is_not_quoted(tmp_path: Path) -> None:
    rows = [chat("told", f"Why does export GITLAB_TOKEN={TOKEN} fail?", "The token lacks the right to read it.")]
    section = edits(material_of(tmp_path, rows, '[[steps]]\nuse = "redact"\non = ["PII002"]\n'))
    assert section is not None
    (change,) = section.values["steps"][0]["shown"]
    said = "".join(each.text for each in change["before"])
    assert TOKEN[6:] not in said
    assert "[SECRET]" in said


def test_a_field_that_is_no_text_is_shown_as_json(tmp_path: Path) -> None:
    pipeline = '[[steps]]\nuse = "relabel"\nfield = "weight"\nto = 2\n'
    section = edits(material_of(tmp_path, [{**SOUPS[-1], "weight": 0.5}], pipeline))
    assert section is not None
    (change,) = section.values["steps"][0]["shown"]
    assert (marked(change["before"]), marked(change["after"])) == (["0.5"], ["2"])


def test_no_text_is_shown_where_that_is_not_wanted(tmp_path: Path) -> None:
    section = edits(material_of(tmp_path, text=False))
    assert section is not None
    assert section.values["steps"][0]["shown"] == []


def test_where_nothing_was_changed_there_is_no_section(tmp_path: Path) -> None:
    assert edits(material_of(tmp_path, SOUPS[-1:])) is None
