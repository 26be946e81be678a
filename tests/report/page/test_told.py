"""What a page tells of single records."""

from pathlib import Path

import pytest

from curate.report.page.account import Account
from curate.report.page.section import Material
from curate.report.page.told import Told, quotes_of, told_of
from curate.report.said import Said
from tests.report.page.runs import SOUPS, left_by


def called(material: Material, name: str) -> Told:
    (told,) = [each for each in material.told.values() if each.name == name]
    return told


def text_of(told: Told) -> str:
    return "\n".join("".join(piece.text for piece in quote.pieces) for quote in told.quotes)


def test_a_dropped_record_tells_its_step_and_code(material: Material) -> None:
    told = called(material, "curt")
    assert (told.fate, told.step, told.code) == ("dropped", 2, "LEN001")
    assert told.place == "data.jsonl:3"
    assert [quote.role for quote in told.quotes] == ["user", "assistant"]
    assert [piece.text for piece in told.quotes[1].pieces if piece.marked] == ["ok."]


def test_a_kept_record_is_quoted_as_it_was_read_though_it_was_edited(material: Material) -> None:
    told = called(material, "damaged")
    assert told.fate == "kept"
    assert "hÃ¤ngt" in text_of(told)


def test_an_unreadable_record_is_quoted_as_it_stands(tmp_path: Path) -> None:
    left = left_by(tmp_path, [*SOUPS, {"id": "torn", "messages": "none at all"}])
    (who,) = Account(left).unreadable
    told = told_of(left, [who])[who]
    assert (told.fate, told.name) == ("rejected", "data.jsonl:7")
    assert "none at all" in text_of(told)


def test_nothing_is_quoted_where_that_is_not_wanted(material: Material) -> None:
    every = told_of(material.left, material.told, text=False)
    assert every.keys() == material.told.keys()
    assert {text_of(each) for each in every.values()} == {""}


def test_what_was_kept_and_taken_away_is_told_without_its_text(tmp_path: Path) -> None:
    left = left_by(tmp_path, SOUPS)
    for file in left.folder.glob("kept*"):
        file.unlink()
    every = told_of(left, Account(left).ranks).values()
    assert {bool(text_of(each)) for each in every if each.fate == "kept"} == {False}
    assert {each.name for each in every if text_of(each)} >= {"curt", "silent"}


MESSAGES = [
    Said("system", "", "Answer as a gardener would.", "messages[0].content", ()),
    Said("user", "", "When do I cut back roses?", "messages[1].content", ()),
    Said("assistant", "", "When the forsythia blooms.", "messages[2].content", ()),
]


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("messages[0].content", ["system", "assistant"]),
        ("messages[1].content", ["user", "assistant"]),
        ("messages[2].content", ["user", "assistant"]),
    ],
)
def test_a_message_in_which_something_was_found_takes_the_place_of_the_prompt(path: str, roles: list[str]) -> None:
    found = {"code": "TPL002", "at": "read", "places": [{"path": path, "start": 0, "end": 4}]}
    quotes = list(quotes_of(MESSAGES, [found]))
    assert [each.role for each in quotes] == roles
    assert next(piece.text for each in quotes for piece in each.pieces if piece.marked) in ("Answ", "When")


def test_without_findings_the_prompt_and_the_response_are_quoted() -> None:
    assert [each.role for each in quotes_of(MESSAGES, [])] == ["user", "assistant"]
    assert list(quotes_of([], [])) == []
