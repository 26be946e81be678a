from collections.abc import Callable
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from curate.files.resources import sample_files
from curate.files.shelf import InMemory, OnDisk, Shelf
from curate.files.source import Source
from curate.files.sources import sources_of
from curate.records import frame
from curate.records.known import Reading
from curate.records.read import read_sources
from curate.records.records import Records
from curate.records.stored import lay_records, read_before
from tests.at_work import BROKEN, lay


def kept(sources: tuple[Source, ...], reading: Reading, shelf: Shelf) -> Records:
    records = read_sources(sources, reading, shelf=shelf)
    lay_records(records, shelf)
    return records


@pytest.fixture(params=[lambda _: InMemory(), OnDisk], ids=["in memory", "on the disk"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    made: Callable[[Path], Shelf] = request.param
    return made(tmp_path / "shelf")


def must_be_alike(again: Records | None, records: Records) -> None:
    assert again is not None
    assert_frame_equal(again.index, records.index)
    assert_frame_equal(again.frame, records.frame)
    assert again.rejects == records.rejects
    assert [reject.message for reject in again.rejects] == [reject.message for reject in records.rejects]
    assert [part.names for part in again.parts] == [part.names for part in records.parts]
    for one, other in zip(again.inputs, records.inputs, strict=True):
        assert (one.read, one.rejected, one.format, one.stamp) == (
            other.read,
            other.rejected,
            other.format,
            other.stamp,
        )
        assert one.known.paths == other.known.paths


@pytest.mark.parametrize("size", [50, 16_384])
def test_what_was_read_is_there_again_with_every_reject(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(frame, "SIZE", size)
    sources = sources_of(sample_files())
    records = kept(sources, Reading(), shelf)

    assert records.rejects
    must_be_alike(read_before(sources, Reading(), shelf), records)


def test_rejects_keep_their_reasons_and_their_very_bytes(shelf: Shelf, tmp_path: Path) -> None:
    odd = (
        BROKEN
        + b'{"messages": [{"role": "nobody", "content": 5}]}\n\xff\xfe{"messages"\n{"messages": "\\ud83d"}\n'
    )
    sources = sources_of([lay(tmp_path / "herons.jsonl", broken=odd)])
    records = kept(sources, Reading(), shelf)

    assert len(records.rejects) == 5
    assert any(b"\xff\xfe" in reject.raw for reject in records.rejects)
    must_be_alike(read_before(sources, Reading(), shelf), records)


def test_a_set_of_which_nothing_could_be_read_is_there_again(shelf: Shelf, tmp_path: Path) -> None:
    sources = sources_of([lay(tmp_path / "herons.jsonl", (), broken=BROKEN)])
    records = kept(sources, Reading("messages"), shelf)

    assert len(records) == 0
    must_be_alike(read_before(sources, Reading("messages"), shelf), records)


def test_a_map_is_kept_to(shelf: Shelf, tmp_path: Path) -> None:
    rows = [{"question": "Which bird stands in the ditch?", "answers": ["A heron."], "nr": "h-1"}]
    sources = sources_of([lay(tmp_path / "herons.jsonl", rows)])
    reading = Reading(paths={"prompt": "question", "response": "answers[0]", "id": "nr"})
    records = kept(sources, reading, shelf)

    assert records.index["id"].to_list() == ["h-1"]
    must_be_alike(read_before(sources, reading, shelf), records)


def test_what_was_not_read_to_its_end_is_not_there(shelf: Shelf, tmp_path: Path) -> None:
    sources = sources_of([lay(tmp_path / "herons.jsonl")])
    assert read_before(sources, Reading(), shelf) is None
    read_sources(sources, Reading(), shelf=shelf)
    assert read_before(sources, Reading(), shelf) is None
