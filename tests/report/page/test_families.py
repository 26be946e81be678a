"""Records that are like others."""

from pathlib import Path
from xml.etree import ElementTree

from curate.report.page.account import MOST_MEMBERS
from curate.report.page.families import families, similar
from curate.report.page.section import MOST_FAMILIES, Material
from tests.report.page.runs import LEEKS, SOUPS, chat, material_of


def test_a_family_shows_its_leader_and_members_with_what_became_of_them(material: Material) -> None:
    section = families(material)
    assert section is not None
    (kind,) = section.values["kinds"]
    assert (kind["code"], kind["families"], kind["members"]) == ("DUP002", 1, 1)
    assert kind["settings"] == "similarity 0.8, view record"
    (family,) = kind["shown"]
    ((member, score),) = family["shown"]
    assert {family["leader"].name, member.name} == {"soup", "again"}
    assert {family["leader"].fate, member.fate} == {"kept", "dropped"}
    assert 0.8 <= score < 1


def test_of_a_large_family_some_are_shown_and_the_rest_is_counted(tmp_path: Path) -> None:
    asked = "How do I begin a leek soup for four people on a cold evening?"
    rows = [chat(f"s-{n}", asked, LEEKS.format(n=n)) for n in range(MOST_MEMBERS + 5)]
    section = families(material_of(tmp_path, rows))
    assert section is not None
    (family,) = section.values["kinds"][0]["shown"]
    assert (len(family["shown"]), family["more"]) == (MOST_MEMBERS, 4)


def test_of_many_families_the_largest_are_shown_and_the_rest_is_counted(tmp_path: Path) -> None:
    things = ["anchor", "barrel", "cradle", "dinghy", "easel", "funnel", "gasket", "hammer", "icebox", "jigsaw"]
    rows = [
        chat(
            f"{thing}-{n}",
            f"Where do I keep the {thing}?",
            f"The {thing} belongs under the stairs, {thing} upright.",
        )
        for thing in things
        for n in range(2)
    ]
    section = families(material_of(tmp_path, rows))
    assert section is not None
    kind = {each["code"]: each for each in section.values["kinds"]}["DUP001"]
    assert (len(kind["shown"]), kind["more"]) == (MOST_FAMILIES, len(things) - MOST_FAMILIES)


def test_where_nothing_is_alike_there_is_no_section(tmp_path: Path) -> None:
    assert families(material_of(tmp_path, SOUPS[2:])) is None


def test_a_picture_has_a_bar_for_each_hundredth() -> None:
    few = {0.8: 4, 0.85: 2, 1.0: 9}
    drawing = similar(few)
    for picture in drawing:
        made = ElementTree.fromstring(picture)
        assert len([each for each in made.iter("path") if each.attrib.get("fill") == "var(--kept)"]) == 3
        said = [each.text for each in made.iter("text")]
        assert said[:6] == ["0.80", "0.85", "0.90", "0.95", "1.00", "similarity to the leader"]
        assert said[6:] == ["4", "2", "9"]
