import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from polars.testing.parametric import column, dataframes

from curate.errors import InputError, OutputRefused
from curate.files.shelf import Frames, InMemory, Late, OnDisk, Over, Replaceable, Rows, Scratch, Shelf
from curate.findings import SCHEMA as FINDING
from curate.records import columns as c

KINDS: dict[str, Any] = {
    **FINDING,
    **{f"own_{name}": kind for name, kind in c.SCHEMA.items()},
    "raw_hash": pl.UInt64(),
    "raw": pl.Binary(),
    "shingles": pl.List(pl.UInt64()),
}
FRAMES = dataframes(
    [column(name, dtype=kind, allow_null=True) for name, kind in KINDS.items()], max_size=4, allow_chunks=True
)
FEW = settings(max_examples=15, deadline=None)
BIRDS = pl.DataFrame({"rank": [0, 1, 2], "said": ["A heron stands.", None, "The swift sleeps on the wing."]})
TWO: Frames = {"findings": BIRDS, "reads": BIRDS.select("rank")}


def shelves(folder: Path) -> tuple[Shelf, ...]:
    rmtree(folder / "shelf", ignore_errors=True)
    return (
        InMemory(),
        Over(InMemory()),
        OnDisk(folder / "shelf"),
        Replaceable(folder / "shelf" / "again"),
        Scratch(),
        Late(InMemory()),
    )


@given(one=FRAMES, other=FRAMES)
@FEW
def test_every_shelf_gives_back_what_was_laid_there(
    tmp_path_factory: pytest.TempPathFactory, one: pl.DataFrame, other: pl.DataFrame
) -> None:
    pieces = pl.concat([one.tail(2), other.slice(1), one.clear()], rechunk=False)
    for shelf in shelves(tmp_path_factory.getbasetemp()):
        shelf.put("records-00000", {"texts": one, "pieces": pieces})
        assert_frame_equal(shelf.get("records-00000", "texts"), one)
        assert_frame_equal(shelf.get("records-00000", "pieces"), pieces)


def test_there_is_only_what_was_laid_and_the_last_of_it(tmp_path: Path) -> None:
    for shelf in shelves(tmp_path):
        assert "look-1" not in shelf
        shelf.put("look-1", TWO)
        shelf.put("look-2", {"findings": BIRDS.clear()})
        shelf.put("look-1", {"findings": BIRDS.head(1)})
        assert "look-1" in shelf
        assert_frame_equal(shelf.get("look-1", "findings"), BIRDS.head(1))
        assert shelf.get("look-2", "findings").is_empty()


def test_what_lies_on_a_shelf_over_another_one_hides_what_lies_below_and_leaves_it_as_it_is(
    tmp_path: Path,
) -> None:
    for below in shelves(tmp_path):
        below.put("look-1", TWO)
        over = Over(below)
        over.put("look-1", {"findings": BIRDS.head(1)})
        over.put("look-2", TWO)

        assert_frame_equal(over.get("look-1", "findings"), BIRDS.head(1))
        assert_frame_equal(below.get("look-1", "findings"), BIRDS)
        assert "look-2" in over
        assert "look-2" not in below
        assert "look-1" in Over(below)
        assert_frame_equal(Over(below).get("look-1", "findings"), BIRDS)


def test_a_late_shelf_makes_what_lies_there_when_it_is_asked_for_and_once(tmp_path: Path) -> None:
    made = list[str]()

    def make(rows: Rows | None) -> Frames:
        made.append("all" if rows is None else "some")
        return TWO if rows is None else {name: frame[rows] for name, frame in TWO.items()}

    for below in shelves(tmp_path):
        made.clear()
        late = Late(below)
        late.put_later("look-1", make)
        late.put_later("look-2", make)
        late.put("look-2", {"findings": BIRDS.clear()})
        assert "look-1" in late
        assert "look-1" not in below
        assert (made, late.get("look-2", "findings").height) == ([], 0)
        assert_frame_equal(late.get_rows("look-1", "findings", np.array([2, 0])), BIRDS[[2, 0]])
        assert "look-1" not in below
        assert late.held("look-1") == list(TWO)
        assert_frame_equal(late.get("look-1", "findings"), BIRDS)
        assert_frame_equal(below.get("look-1", "reads"), TWO["reads"])
        assert_frame_equal(late.get_rows("look-1", "reads", np.array([1])), TWO["reads"][[1]])
        assert made == ["some", "all"]


def test_any_other_shelf_is_never_late(tmp_path: Path) -> None:
    for shelf in shelves(tmp_path)[:-1]:
        shelf.put_later("look-1", lambda _: TWO)
        shelf.settle("look-1")
        assert shelf.held("look-1") == list(TWO)
        assert_frame_equal(shelf.get_rows("look-1", "findings", np.array([1, 2])), BIRDS[[1, 2]])
        over = Over(shelf)
        over.put("look-2", TWO)
        for name in ("look-1", "look-2"):
            assert_frame_equal(over.get_rows(name, "findings", np.array([1])), BIRDS[[1]])


def test_to_another_process_a_late_shelf_is_the_one_below_where_it_is_settled(tmp_path: Path) -> None:
    late = Late(OnDisk(tmp_path))
    for name in ("look-1", "look-2"):
        late.put_later(name, lambda _: TWO)
    Over(late).settle("look-1")
    there = pickle.loads(pickle.dumps(late))
    assert_frame_equal(there.get("look-1", "findings"), BIRDS)
    assert "look-2" not in there
    late.discard()
    assert "look-2" not in late


def test_a_shelf_on_the_disk_is_the_same_for_whoever_opens_it_and_names_its_frames(tmp_path: Path) -> None:
    OnDisk(tmp_path).put("look-1", TWO)

    assert OnDisk(tmp_path).held("look-1") == list(TWO)
    assert_frame_equal(OnDisk(tmp_path).get("look-1", "findings"), BIRDS)
    assert [path.name for path in tmp_path.iterdir()] == ["look-1.frames"]


def test_what_is_open_stays_whatever_becomes_of_its_name(tmp_path: Path) -> None:
    shelf = OnDisk(tmp_path)
    shelf.put("look-1", TWO)
    opened = shelf.opened("look-1")
    shelf.put("look-1", {"findings": BIRDS.clear()})
    (tmp_path / "look-1.frames").unlink()

    assert_frame_equal(opened.get("findings"), BIRDS)
    assert_frame_equal(opened.get("reads"), BIRDS.select("rank"))


def test_what_is_damaged_is_not_opened(tmp_path: Path) -> None:
    shelf = OnDisk(tmp_path)
    shelf.put("look-1", TWO)
    path = tmp_path / "look-1.frames"
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        with suppress(InputError):
            opened = shelf.opened("look-1")
            with suppress(KeyError):  # the name of a frame, which no checksum is of
                assert_frame_equal(opened.get("findings"), BIRDS)


def test_equal_frames_are_equal_bytes(tmp_path: Path) -> None:
    OnDisk(tmp_path).put("one", TWO)
    OnDisk(tmp_path).put("other", TWO)

    assert (tmp_path / "one.frames").read_bytes() == (tmp_path / "other.frames").read_bytes()


def damages(whole: bytes) -> st.SearchStrategy[bytes]:
    cut = st.integers(0, len(whole) - 1).map(lambda at: whole[:at])
    flipped = st.builds(
        lambda at, by: whole[:at] + bytes([whole[at] ^ by]) + whole[at + 1 :],
        st.integers(0, len(whole) - 1),
        st.integers(1, 255),
    )
    return st.just(b"") | cut | flipped


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_what_is_damaged_is_an_error_that_says_fresh_and_never_another_frame(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    shelf = OnDisk(tmp_path_factory.getbasetemp() / "damaged")
    shelf.put("look-1", TWO)
    path = shelf.folder / "look-1.frames"
    path.write_bytes(data.draw(damages(path.read_bytes())))
    for name, frame in TWO.items():
        with told_as_damage(path):
            assert shelf.held("look-1") is not None
            assert_frame_equal(shelf.get("look-1", name), frame)


@contextmanager
def told_as_damage(path: Path) -> Iterator[None]:
    """Whether what went wrong, if anything did, is told as it should be."""
    try:
        yield
    except InputError as error:
        told = str(error)
        assert all(word in told for word in ("--fresh", str(path)))


@pytest.mark.parametrize("method", [8, 12, 14, 99])
def test_a_damage_that_names_another_compression_is_an_error_like_any_other(tmp_path: Path, method: int) -> None:
    shelf = OnDisk(tmp_path)
    shelf.put("look-1", {"findings": BIRDS})
    whole = (tmp_path / "look-1.frames").read_bytes()
    at = whole.index(b"PK\x01\x02") + 10
    (tmp_path / "look-1.frames").write_bytes(whole[:at] + bytes([method]) + whole[at + 1 :])

    with pytest.raises(InputError, match="afresh: --fresh"):
        shelf.get("look-1", "findings")


def test_a_frame_that_is_not_under_the_name_is_damage_and_a_name_that_is_gone_says_why(tmp_path: Path) -> None:
    shelf = OnDisk(tmp_path)
    shelf.put("look-1", {"findings": BIRDS})

    with pytest.raises(InputError, match="afresh: --fresh"):
        shelf.get("look-1", "reads")
    with pytest.raises(InputError, match="the run is over"):
        shelf.get("look-2", "findings")


PUTS = """
import sys
from pathlib import Path
import polars as pl
from curate.files.shelf import Replaceable
own = pl.DataFrame({"said": [sys.argv[2]] * 5000})
for _ in range(60):
    Replaceable(Path(sys.argv[1])).put("look-1", {"findings": own, "reads": own})
"""


def test_of_two_processes_that_lay_down_one_name_one_is_whole_at_any_time(tmp_path: Path) -> None:
    sayings = ("The tide turns at noon.", "The tide turned an hour ago.")
    command = [sys.executable, "-c", PUTS, str(tmp_path)]
    root = Path(__file__).parents[2]
    processes = [subprocess.Popen([*command, said], cwd=root) for said in sayings]
    seen = set[str]()
    shelf = Replaceable(tmp_path)
    while any(process.poll() is None for process in processes):
        if "look-1" in shelf:
            said = shelf.get("look-1", "findings")["said"]
            assert (said.n_unique(), said.len()) == (1, 5000)
            seen.add(said[0])

    assert [process.returncode for process in processes] == [0, 0]
    assert seen <= set(sayings)
    assert [path.name for path in tmp_path.iterdir()] == ["look-1.frames"]


def test_only_what_must_outlive_a_loss_of_power_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, flushed = os.fsync, list[int]()

    def counted(handle: int) -> None:
        flushed.append(handle)
        real(handle)

    monkeypatch.setattr(os, "fsync", counted)
    Replaceable(tmp_path).put("look-1", TWO)
    assert flushed == []
    OnDisk(tmp_path).put("look-1", TWO)
    assert len(flushed) == 2


def test_a_full_disk_is_told_and_leaves_what_lay_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = OnDisk(tmp_path)
    shelf.put("look-1", TWO)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputRefused, match="no space left on device"):
        shelf.put("look-1", {"findings": BIRDS.clear()})
    assert_frame_equal(shelf.get("look-1", "findings"), BIRDS)


def test_scratch_is_gone_with_the_last_who_knows_of_it_and_not_with_a_copy() -> None:
    shelf = Scratch()
    shelf.put("look-1", TWO)
    folder = shelf.folder
    copy = pickle.loads(pickle.dumps(shelf))
    assert isinstance(copy, Replaceable)
    assert_frame_equal(copy.get("look-1", "findings"), BIRDS)
    del copy
    gc.collect()
    assert folder.exists()
    del shelf
    gc.collect()
    assert not folder.exists()
