"""What sections are made from."""

from curate.report.page.section import Material


def test_every_record_that_a_section_shows_is_told(material: Material) -> None:
    told = material.told
    assert {each.name for each in told.values()} >= {"soup", "again", "curt", "damaged", "silent"}
    assert set(material.listed) <= told.keys()
    assert all(material.name_of(who) == each.name for who, each in told.items())


def test_a_record_that_is_not_told_goes_by_its_key(material: Material) -> None:
    assert material.name_of("0123456789abcdef") == "0123456789abcdef"


def test_families_are_shown_by_code_the_largest_first(material: Material) -> None:
    assert [len(each) for each in material.families.values()] == [1]
