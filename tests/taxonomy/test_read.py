"""Taxonomies are data: those that ship, and the user's own."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.errors import CurateError, UnknownName, UsageError
from curate.taxonomy.labels import folded
from curate.taxonomy.read import parse_taxonomy, taxonomy

MINE = """
name = "desk"

[[groups]]
id = "money"
title = "Money"

[[types]]
id = "refund"
group = "money"
title = "Refund"
definition = "Wants money back."
aliases = ["money back"]

[[types]]
id = "invoice"
group = "money"
title = "Invoice"
definition = "Asks about a bill."

[[patterns]]
type = "refund"
name = "says: refund"
regex = 'refund|money back'
weight = 4
"""


def test_what_ships_has_fourteen_types_in_seven_groups_each_with_a_definition_and_examples() -> None:
    by = taxonomy()
    assert (len(by.types), len(by.groups)) == (14, 7)
    assert {each.group for each in by.types} == {each.id for each in by.groups}
    assert all(each.definition.endswith(".") and each.examples and each.aliases for each in by.types)
    assert {each.type for each in by.patterns} == {each.id for each in by.types}
    assert [each.id for each in by.languages] == ["de", "en", "es", "fr", "zh"]


@pytest.mark.parametrize("lang", ["", "de", "en", "es", "fr", "zh"])
def test_each_pattern_of_a_language_has_a_name_of_its_own(lang: str) -> None:
    names = [each.name for each in taxonomy().patterns if each.lang == lang]
    assert len(set(names)) == len(names)


def test_every_language_has_patterns_for_every_type() -> None:
    by = taxonomy()
    for language in by.languages:
        assert {each.type for each in by.patterns if each.lang == language.id} == {each.id for each in by.types}


def test_an_unknown_name_is_told_with_those_that_ship() -> None:
    with pytest.raises(UnknownName, match=r"no taxonomy called 'defalt'. Did you mean 'default'") as caught:
        taxonomy("defalt")
    assert "path to a .toml file" in caught.value.hint


def test_a_file_of_the_users_own_needs_no_code(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(MINE)
    by = taxonomy(str(tmp_path / "desk.toml"))
    assert [each.id for each in by.types] == ["refund", "invoice"]
    assert [each.name for each in by.patterns] == ["says: refund"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        taxonomy(str(tmp_path / "desk.toml"))


def test_a_file_may_extend_what_ships() -> None:
    own = """
        name = "ours"
        extends = "default"
        [[types]]
        id = "coding"
        group = "code"
        title = "Programming tasks"
        definition = "Write code for us."
        [[patterns]]
        type = "coding"
        name = "names our product"
        regex = 'turbokit'
        weight = 3
    """
    by = parse_taxonomy([(own, "ours.toml")])
    assert len(by.types) == 14
    assert next(each.title for each in by.types if each.id == "coding") == "Programming tasks"
    assert [each.name for each in by.own] == ["names our product"]
    assert by.patterns == taxonomy().patterns


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'group = "money"',
            'group = "monney"',
            "line 10: there is no group called 'monney'. Did you mean 'money'",
        ),
        (
            'type = "refund"',
            'type = "refunds"',
            "line 22: there is no type called 'refunds'. Did you mean 'refund'",
        ),
        ("weight = 4", 'weight = 4\nlang = "it"', "line 26: there is no language called 'it'"),
        (
            'title = "Invoice"',
            'title = "Money-Back"',
            "line 15: 'money_back' is a name of 'refund' and of 'invoice'",
        ),
        ('title = "Invoice"', 'title = "Other"', "'other' is a name of 'other' and of 'invoice'"),
        ('id = "invoice"', 'id = "refund"', "line 16: there are two of the type 'refund'"),
        ("'refund|money back'", "'refund('", "line 24: 'refund(' is no regular expression"),
        ("'refund|money back'", "'(?<=a)b'", "look-around"),
        ("regex = 'refund|money back'", "", "the pattern 'says: refund' looks for nothing"),
        ("weight = 4", "weight = 40", "line 25: weight: input should be less than or equal to 10"),
        ("weight = 4", "wieght = 4", "line 25: there is no setting called 'wieght'. Did you mean 'weight'"),
        ('name = "desk"', 'nmae = "desk"', "there is no setting called 'nmae'"),
        ('name = "desk"', 'name = "desk"\nextends = "defalt"', "no taxonomy called 'defalt'"),
        ("[[types]]", "[types]", "this is not TOML"),
        ('name = "desk"', 'name = "desk"\nleast = 45', "least: input should be less than or equal to 1"),
    ],
)
def test_what_can_not_be_is_told_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_taxonomy([(MINE.replace(old, new, 1), "desk.toml")])
    assert said in str(caught.value)
    assert str(caught.value).startswith("desk.toml")


def where(text: str) -> str:
    """What is said of a file, if anything is."""
    try:
        parse_taxonomy([(text, "desk.toml")])
    except CurateError as error:
        return str(error)
    return "desk.toml is fine"


OTHER_LINES = ("", "x", "= 3", "[[types]]", 'type = ["a"]', "regex = '('", "when = ['code', 'cod']", "id = 1")


@settings(deadline=None, max_examples=150)
@given(st.sampled_from([line for line in MINE.splitlines() if line]), st.sampled_from(OTHER_LINES))
def test_no_file_ends_in_an_error_of_ours(line: str, other: str) -> None:
    assert where(MINE.replace(line, other, 1)).startswith("desk.toml")


@given(st.text())
def test_a_text_that_is_no_taxonomy_is_told_as_such(text: str) -> None:
    assert where(text).startswith("desk.toml")


def test_no_two_names_of_a_shipped_type_mean_the_same() -> None:
    for each in taxonomy().types:
        names = [folded(name) for name in each.aliases]
        assert len(set(names)) == len(names)
