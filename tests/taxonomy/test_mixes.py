"""What well-known sets are made of."""

import pytest

from curate.errors import UnknownName
from curate.taxonomy.labels import label_schemes
from curate.taxonomy.mixes import mix, mixes
from curate.taxonomy.model import OTHER
from curate.taxonomy.read import taxonomy


@pytest.mark.parametrize("name", mixes())
def test_every_label_of_a_mix_means_a_type_or_a_group_and_none_is_lost(name: str) -> None:
    by = taxonomy()
    told = mix(name).by_type(by)
    assert set(told) <= {OTHER, *(each.id for each in by.types), *(each.id for each in by.groups)}
    assert sum(told.values()) == pytest.approx(sum(mix(name).counts.values()))
    assert len(mix(name).counts) == len(label_schemes()[mix(name).scheme])


def test_labels_that_mean_one_type_are_counted_together() -> None:
    assert mix("dolly").by_type(taxonomy())["open_qa"] == 3742 + 2191
    assert sum(mix("no_robots").counts.values()) == 10_000
    assert sum(mix("instructgpt").counts.values()) == pytest.approx(99.9)


def test_a_mix_that_is_not_there_is_named_beside_those_that_are() -> None:
    with pytest.raises(UnknownName, match="instructgpt"):
        mix("instruct-gpt")
