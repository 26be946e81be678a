"""Every operation of an addition to an index fails, in every way: what was accepted before is there, all of it."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.checks.duplicates import NearDuplicate
from curate.errors import OutputRefused
from curate.records.records import Records
from curate.report.accepted import Accepted
from tests.hostile.faulty_disk import FAILURES, Ended, FaultyDisk, Kind

Row = dict[str, Any]
KINDS: tuple[Kind, ...] = (*FAILURES, "stop")


@pytest.fixture
def deliveries(chat: Callable[..., Row], tmp_path: Path) -> list[Records]:
    """Two records that are unlike, in a file each."""
    said = ("The heron stands in the reeds until noon.", "A kiln is opened only when it is cold.")
    for number, each in enumerate(said):
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(chat("What do you see?", each)) + "\n")
    return [curate.read(tmp_path / f"{number}.jsonl") for number in range(len(said))]


def held(path: Path) -> int:
    if not path.exists():
        return 0
    with Accepted.opened(path, NearDuplicate()) as index:
        return len(index)


@pytest.mark.parametrize("before", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_an_addition_that_fails_anywhere_is_there_or_not_and_the_next_one_is(
    deliveries: list[Records], before: int, tmp_path: Path
) -> None:
    path = tmp_path / "index" / "accepted.index"
    for records in deliveries[:before]:
        curate.duplicates(records, index=path, add=True)
    was = path.read_bytes() if before else None
    counting = FaultyDisk()
    with counting.installed():
        curate.duplicates(deliveries[before], index=path, add=True)
    whole, left = path.read_bytes(), set[tuple[Kind, int]]()

    assert {"flush", "write", "create_lock", "remove"} <= set(counting.done)
    for number in range(len(counting.done)):
        for kind in KINDS:
            path.unlink(missing_ok=True)
            if was:
                path.write_bytes(was)
            with FaultyDisk(number, kind).installed(), suppress(OutputRefused, Ended):
                curate.duplicates(deliveries[before], index=path, add=True)
            left.add((kind, held(path)))
            assert held(path) in (before, before + 1), (counting.done[number], kind)
            curate.duplicates(deliveries[before], index=path, add=True)
            assert path.read_bytes() == whole, (counting.done[number], kind)
            assert [each.name for each in path.parent.iterdir()] == [path.name], (counting.done[number], kind)
    assert {kind for kind, number in left if number == before} == set(KINDS)
