"""What a taxonomy says."""

import pytest
from pydantic import ValidationError

from curate.taxonomy.model import Pattern, PromptType, Taxonomy
from curate.taxonomy.read import taxonomy


def test_a_type_never_changes() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        taxonomy().types[0].title = "Other"  # type: ignore[misc]


def test_a_type_is_in_a_group() -> None:
    by = taxonomy()
    assert by.group_of("translation") == "transform"
    assert by.group_of("other:none") is None


@pytest.mark.parametrize("name", ["Open QA", "", "1st", "other:mine"])
def test_an_id_is_a_plain_word(name: str) -> None:
    with pytest.raises(ValidationError, match="id"):
        PromptType(id=name, title="T", definition="D.", group="ask")


@pytest.mark.parametrize("wrong", [{"weight": 11}, {"where": "middle"}, {"when": ("codes",)}, {"name": ""}])
def test_a_pattern_is_told_what_it_can_not_say(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Pattern(**{"type": "open_qa", "name": "asks", "regex": "x", "weight": 1, **wrong})


def test_a_taxonomy_may_be_empty() -> None:
    assert Taxonomy(name="nothing").types == ()
