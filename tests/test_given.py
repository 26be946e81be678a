"""What the verbs are given."""

from pathlib import Path

import pytest

import curate
from curate.errors import InputError, UsageError
from curate.given import held, reading, sources
from curate.progress import silent
from curate.records.records import Records


def test_records_stay_what_they_are_and_files_are_read(sample: Records) -> None:
    assert held(sample, reading("auto", None), silent) is sample
    name = sample.sources[0].name
    read = held(name, reading("auto", None), silent)
    assert read.index.equals(curate.read(name).index)


def test_one_file_or_several_are_what_is_to_be_read(sample: Records) -> None:
    names = [each.name for each in sample.sources]
    assert [each.name for each in sources(names)] == names
    assert [each.name for each in sources(names[0])] == names[:1]


def test_a_file_that_is_not_there_and_a_map_that_is_none_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl"):
        sources(str(tmp_path / "none.jsonl"))
    with pytest.raises(UsageError, match="no field"):
        reading("auto", {"promt": "question"})
