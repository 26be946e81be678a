"""What a set is compared with."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.checks.duplicates import NearDuplicate
from curate.errors import InputError, UnknownName, UsageError
from curate.progress import silent
from curate.records.records import Records
from curate.report.coverage.prompts import Typing, prompts_of, with_families
from curate.report.coverage.target import (
    Target,
    mix_target,
    named_target,
    parse_quotas,
    quotas_target,
    reference_target,
)
from curate.taxonomy.mixes import mixes
from curate.taxonomy.read import taxonomy
from tests.report.coverage.mill import Row, rows

Read = Callable[[Sequence[Row]], Records]
BY = taxonomy()


@pytest.mark.parametrize("name", mixes())
def test_a_well_known_mix_is_a_target_whose_shares_add_up(name: str) -> None:
    target = mix_target(name, BY)
    assert sum(target.shares.values()) == pytest.approx(1)
    assert target.of is None
    assert target.kind == "mix"


def test_quotas_are_shares_or_counts_by_type_group_or_alias() -> None:
    told = parse_quotas('name = "ours"\n[shares]\nsummary = 0.25\nwrite = 0.5\nother = 0.25\n', "q.toml", BY)
    assert told.shares == {"summarization": 0.25, "write": 0.5, "other": 0.25}
    assert told.name == "ours"
    assert parse_quotas("[counts]\ncoding = 30\ntranslation = 10", "q.toml", BY).shares["coding"] == 0.75


@given(st.lists(st.integers(0, 1000), min_size=14, max_size=14).filter(any))
def test_counts_of_any_size_add_up_to_one(counts: list[int]) -> None:
    lines = (f"{each.id} = {count}" for each, count in zip(BY.types, counts, strict=True))
    target = parse_quotas("[counts]\n" + "\n".join(lines), "q.toml", BY)
    assert sum(target.shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[shares]\ncoding = 0.5\ntranslation = 0.4", r"q.toml, line 1: the shares add up to 0.9, not to 1"),
        (
            "[shares]\ncoding = 0.5\nsumarization = 0.5",
            r"q.toml, line 3: there is no type or group .* 'summarization'",
        ),
        ("[shares]\ncoding = -0.5\ntranslation = 1.5", r"q.toml, line 2: coding takes a number from 0 on"),
        ('[shares]\ncoding = "half"', r"q.toml, line 2: coding takes a number"),
        ("[shares]\ncoding = true", r"q.toml, line 2: coding takes a number"),
        ("[shares]\ncoding = nan", r"q.toml, line 2: coding takes a number"),
        ("[counts]\ncoding = 0", r"q.toml, line 1: nothing has a share"),
        ("[counts]\ncoding = 5\nprogramming = 4", r"q.toml, line 3: coding has two quotas"),
        (
            "[counts]\ncreative_writing = 5\nwrite = 4",
            r"q.toml, line 2: creative_writing has a quota, and so has its group",
        ),
        ("coding = 0.5", r"q.toml, line 1: there is no setting called 'coding'"),
        ("[shares]\ncoding = 1\n[counts]\ncoding = 1", r"one table"),
        ('name = "x"', r"one table"),
        ("[shares", r"not TOML"),
        ('[counts]\n"other:unsure" = 1', r"no type or group called 'other:unsure'"),
    ],
)
def test_quotas_that_can_not_be_are_refused_where_they_stand(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_quotas(text, "q.toml", BY)


def test_a_file_of_quotas_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.toml does not exist"):
        quotas_target(str(tmp_path / "none.toml"), BY)
    with pytest.raises(UsageError, match=r"the quotas in .* can not be read: is a directory"):
        quotas_target(str(tmp_path), BY)


def test_shares_in_per_cent_are_answered_with_how_to_write_them() -> None:
    with pytest.raises(UsageError, match="add up to 100") as refused:
        parse_quotas("[shares]\nopen_qa = 30\ncoding = 70", "q.toml", BY)
    assert "per cent" in refused.value.hint
    assert "[counts]" in refused.value.hint


def test_shares_in_python_are_quotas() -> None:
    assert named_target("shares", {"coding": 0.5, "chat": 0.5}, BY).shares == {"coding": 0.5, "chat_roleplay": 0.5}
    with pytest.raises(UsageError, match=r"add up to 0\.5"):
        named_target("shares", {"coding": 0.5}, BY)
    with pytest.raises(UnknownName, match="shares: there is no type or group"):
        named_target("shares", {"codding": 1}, BY)


def referred(records: Records) -> Target:
    prompts = with_families(prompts_of(records, Typing(BY), silent), records, NearDuplicate(view="prompt"), silent)
    return reference_target(records, prompts, BY)


def test_a_reference_gives_the_shares_of_its_families_and_how_many_there_are(records_of: Read) -> None:
    target = referred(records_of([*rows({"coding": 30, "translation": 10}), *rows({"coding": 10})]))
    assert target.of == 40
    assert target.shares["coding"] == 0.75
    assert target.shares["summarization"] == 0
    assert target.kind == "reference"


def test_a_reference_of_which_nothing_is_told_is_no_target(records_of: Read) -> None:
    with pytest.raises(InputError, match="no prompt of it has a type"):
        referred(records_of([{"prompt": "Zxcvb?", "completion": "I do not know that word."}]))
