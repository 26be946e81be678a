"""The list of facts."""

import pytest

from curate.errors import UnknownName
from curate.facts import fact_called


def test_a_fact_goes_by_its_name() -> None:
    assert fact_called("words").name == "words"


def test_an_unknown_fact_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"'word'. Did you mean 'words'"):
        fact_called("word")
