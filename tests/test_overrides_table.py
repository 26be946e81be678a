"""The tables `[[overrides]]` of a pipeline."""

import pytest

from curate.checks.length import LongResponse, ShortResponse
from curate.errors import UsageError
from curate.pipeline import Pipeline, parse_pipeline

TWO = """name = "desks"
[checks]
short-response = { min_words = 5 }

[[overrides]]
where = "source = 'legal-desk'"
checks.short-response = { min_words = 1 }

[[overrides]]
where = "score > 3"
checks.short-response = { min_words = 2 }
checks.LEN002 = { max_words = 90 }
"""


def parsed(text: str) -> Pipeline:
    return parse_pipeline(text, "desks.toml")


def test_each_table_has_a_condition_and_settings_beside_those_of_the_check() -> None:
    first, second = parsed(TWO).overrides
    assert (first.where.names, second.where.names) == (("source",), ("score",))
    assert first.check(ShortResponse(min_words=5)) == ShortResponse(min_words=1)
    assert second.check(LongResponse()) == LongResponse(max_words=90)
    assert not first.changes(LongResponse())


def test_they_are_told_among_the_settings() -> None:
    told = parsed(TWO).resolved()["overrides"]
    assert told[0] == {"where": "source = 'legal-desk'", "checks": {"short-response": {"min_words": 1}}}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("overrides = 3", "line 2: write each of the overrides as a table"),
        ("[[overrides]]\nchecks.LEN001 = {}", "line 2: an override has no condition"),
        ("[[overrides]]\nwhere = 'source ='\nchecks.LEN001 = {}", "line 3: this is no condition in SQL"),
        ("[[overrides]]\nwhere = '1 = 1'\nchecks.LEN001 = {}", "line 3: this condition names no field"),
        ("[[overrides]]\nwhere = 'a = 1'\nchecks.LEM001 = {}", "line 4: .*'LEM001'. Did you mean 'LEN001'"),
        ("[[overrides]]\nwhere = 'a = 1'\nchecks.LEN001 = { min = 1 }", "line 4: .*setting called 'min'"),
        ("[[overrides]]\nwhere = 'a = 1'\nchecks.DUP002 = {}", "line 4: DUP002 .* judges the set as a whole"),
        ("[[overrides]]\nwhere = 'a = 1'\ncheck.LEN001 = {}", "line 4: .*'check'. Did you mean 'checks'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        parsed(f'name = "desks"\n{text}\n')
