"""What the user's own labels mean."""

import polars as pl
import pytest

from curate.errors import UnknownName
from curate.taxonomy.labels import folded, known_types_of, label_schemes, meanings, types_of
from curate.taxonomy.model import Group, PromptType, Taxonomy
from curate.taxonomy.read import taxonomy


@pytest.mark.parametrize("label", ["Open QA", "open-qa", "OPEN_QA", "  open   qa ", "open\xa0qa"])
def test_case_spaces_and_hyphens_do_not_matter(label: str) -> None:
    assert folded(label) == "open_qa"
    assert types_of(pl.Series([label]), taxonomy()).to_list() == ["open_qa"]


def test_a_type_goes_by_its_id_its_title_and_its_aliases() -> None:
    labels = pl.Series("label", ["closed_qa", "Closed question", "Reading comprehension", None, "other"])
    told = types_of(labels, taxonomy())
    assert told.to_list() == ["closed_qa", "closed_qa", "closed_qa", None, "other"]
    assert told.name == "label"


@pytest.mark.parametrize(
    ("scheme", "label", "meant"),
    [
        ("dolly", "general_qa", "open_qa"),
        ("no_robots", "Generation", "write"),
        ("instructgpt", "Rewrite", "transform"),
        ("nvidia", "Code Generation", "coding"),
        ("auto_j", "writing_cooking_recipe", "functional_writing"),
        ("belle", "closed\xa0qa", "closed_qa"),
    ],
)
def test_a_well_known_scheme_says_what_its_labels_mean(scheme: str, label: str, meant: str) -> None:
    assert types_of(pl.Series([label]), taxonomy(), scheme).to_list() == [meant]


@pytest.mark.parametrize("scheme", ["dolly", "no_robots", "instructgpt", "nvidia", "auto_j", "belle"])
def test_a_scheme_speaks_only_of_types_and_groups_there_are(scheme: str) -> None:
    by = taxonomy()
    ids = {"other", *(each.id for each in by.types), *(each.id for each in by.groups)}
    assert set(label_schemes()[scheme].values()) <= ids


def test_auto_j_has_all_of_its_scenarios() -> None:
    assert len(label_schemes()["auto_j"]) == 61  # 58, requests to be refused, and two names for none of them


def test_an_unknown_label_is_told_with_the_nearest_types() -> None:
    with pytest.raises(UnknownName) as caught:
        types_of(pl.Series(["open_qa", "sumarization", "sumarization"]), taxonomy())
    assert "'sumarization' is that of no type (2 prompts have such a label)" in caught.value.message
    assert "The nearest: summarization" in caught.value.message
    assert "aliases" in caught.value.hint
    assert known_types_of(pl.Series(["open_qa", "sumarization"]), taxonomy()).to_list() == ["open_qa", None]


def test_all_unknown_labels_are_told_at_once_the_most_frequent_first() -> None:
    with pytest.raises(UnknownName, match=r"3 prompts have such a label: generic 2, fermi 1\)"):
        types_of(pl.Series(["fermi", "generic", None, "coding", "generic"]), taxonomy())
    many = pl.Series([f"kind {at:02d}" for at in range(20)])
    with pytest.raises(UnknownName, match=r"kind 10 1, kind 11 1 and 8 more\)"):
        types_of(many, taxonomy())


def test_an_unknown_scheme_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match=r"no scheme of labels called 'doly'. Did you mean 'dolly'"):
        meanings(taxonomy(), "doly")


def test_a_scheme_of_types_that_a_taxonomy_does_not_have_is_refused() -> None:
    desk = Taxonomy(
        name="desk",
        groups=(Group(id="money", title="Money"),),
        types=(PromptType(id="refund", title="Refund", definition="Wants money back.", group="money"),),
    )
    with pytest.raises(UnknownName, match="labels of dolly: there is no type called 'open_qa'"):
        types_of(pl.Series(["open_qa"]), desk, "dolly")


def test_labels_of_which_there_are_none_mean_nothing() -> None:
    assert types_of(pl.Series([None, None]), taxonomy()).to_list() == [None, None]
    assert types_of(pl.Series([], dtype=pl.String), taxonomy()).to_list() == []
