"""What a set can be compared with."""

from collections.abc import Callable
from pathlib import Path

import pytest

import curate
from curate.errors import InputError, UsageError
from curate.records.records import Records

SHARES = {"coding": 0.5, "translation": 0.5}


@pytest.fixture
def few(records_of: Callable[..., Records]) -> Records:
    """Two prompts of two types."""
    return records_of(
        [
            {"prompt": "Translate good night into Polish.", "completion": "Dobranoc.", "category": "translation"},
            {
                "prompt": "Write a loop in Rust that counts down.",
                "completion": "for n in (0..9).rev() {}",
                "task": "coding",
            },
        ]
    )


def test_a_target_is_a_mix_a_file_of_quotas_shares_or_prompts(few: Records, tmp_path: Path) -> None:
    quotas = tmp_path / "quotas.toml"
    quotas.write_text("[shares]\ncoding = 0.5\ntranslation = 0.5\n")
    files = [each.name for each in few.sources]
    given = ["dolly", quotas, str(quotas), SHARES, few, files, files[0]]
    kinds = [target.kind for each in given if (target := curate.coverage(few, each).target)]
    assert kinds == ["mix", "quotas", "quotas", "quotas", "reference", "reference", "reference"]
    assert curate.coverage(few).target is None


def test_a_target_that_is_nothing_of_these_is_told(few: Records, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no target called 'instruct-gpt'") as refused:
        curate.coverage(few, "instruct-gpt")
    assert "instructgpt" in refused.value.hint
    with pytest.raises(InputError, match=r"none\.jsonl"):
        curate.coverage(few, str(tmp_path / "none.jsonl"))
    with pytest.raises(InputError, match=r"none\.toml does not exist"):
        curate.coverage(few, tmp_path / "none.toml")


def test_a_taxonomy_or_a_scheme_that_is_not_there_is_told(few: Records) -> None:
    with pytest.raises(UsageError, match="defualt"):
        curate.coverage(few, types="defualt")
    with pytest.raises(UsageError, match="dollly"):
        curate.coverage(few, scheme="dollly")
