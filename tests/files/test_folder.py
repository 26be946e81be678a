import gzip
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from curate.errors import OutputRefused
from curate.files import disk
from curate.files.folder import MANIFEST, WORK, RunFolder, read_bytes, write_text

KEPT = b'{"prompt": "Where do swifts sleep?", "completion": "On the wing, mostly."}\n'


def leave_a_run(path: Path, *, kept: bytes = KEPT, name: str = "kept.jsonl") -> RunFolder:
    folder = RunFolder(path)
    folder.claim()
    try:
        folder.write(name, [kept])
        folder.write("timing.json", [b"[]\n"])
        folder.finish(lambda outputs: "".join(f"{file} {digest}\n" for file, digest in outputs.items()).encode())
    finally:
        folder.leave()
    return folder


def contents(path: Path) -> dict[str, bytes]:
    files = (each for each in path.rglob("*") if each.is_file())
    return {str(each.relative_to(path)): each.read_bytes() for each in files}


def test_a_finished_run_holds_its_files_and_the_manifest_and_no_work(tmp_path: Path) -> None:
    leave_a_run(tmp_path / "out")

    assert contents(tmp_path / "out").keys() == {"kept.jsonl", "timing.json", MANIFEST}
    assert not (tmp_path / "out" / WORK).exists()


def test_the_manifest_gets_the_digest_of_every_file_but_the_times(tmp_path: Path) -> None:
    leave_a_run(tmp_path / "out")

    assert (tmp_path / "out" / MANIFEST).read_text() == f"kept.jsonl {sha256(KEPT).hexdigest()}\n"


def test_a_file_is_not_in_its_place_before_the_run_is_finished(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "out")
    folder.claim()
    folder.write("kept.jsonl", [KEPT])

    assert contents(tmp_path / "out").keys() == {f"{WORK}/lock", f"{WORK}/out/kept.jsonl"}


def test_files_of_several_inputs_stand_in_a_folder_of_their_own(tmp_path: Path) -> None:
    leave_a_run(tmp_path / "out", name="kept/tickets.jsonl")

    assert (tmp_path / "out" / "kept" / "tickets.jsonl").read_bytes() == KEPT


def test_equal_content_is_packed_to_equal_bytes_under_any_name(tmp_path: Path) -> None:
    leave_a_run(tmp_path / "spring", name="kept/tickets.jsonl.gz")
    leave_a_run(tmp_path / "autumn", name="kept.jsonl.gz")

    packed = (tmp_path / "autumn" / "kept.jsonl.gz").read_bytes()
    assert (tmp_path / "spring" / "kept" / "tickets.jsonl.gz").read_bytes() == packed
    assert gzip.decompress(packed) == KEPT
    assert packed[4:8] == bytes(4), "the header holds a time"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    leave_a_run(tmp_path)

    assert (tmp_path / MANIFEST).is_file()


def test_what_an_earlier_run_left_is_replaced_and_nothing_of_it_stays(tmp_path: Path) -> None:
    leave_a_run(tmp_path / "out", name="kept/tickets.jsonl")
    leave_a_run(tmp_path / "out", kept=b"", name="kept.jsonl")

    assert contents(tmp_path / "out").keys() == {"kept.jsonl", "timing.json", MANIFEST}
    assert (tmp_path / "out" / "kept.jsonl").read_bytes() == b""


@pytest.mark.parametrize("foreign", ["notes.md", "thesis/chapter-1.tex"])
@pytest.mark.parametrize("after_a_run", [False, True])
def test_a_folder_with_a_file_of_the_users_is_refused_and_left_as_it_is(
    tmp_path: Path, foreign: str, *, after_a_run: bool
) -> None:
    if after_a_run:
        leave_a_run(tmp_path)
    (tmp_path / foreign).parent.mkdir(exist_ok=True)
    (tmp_path / foreign).write_text("mine")
    before = contents(tmp_path)

    with pytest.raises(OutputRefused, match=foreign.partition("/")[0]):
        RunFolder(tmp_path).claim()

    assert contents(tmp_path) == before


@pytest.mark.parametrize("mine", ["kept.jsonl", "dropped.jsonl", "kept/tickets.jsonl"])
def test_a_file_named_like_ours_is_the_users_where_no_run_was(tmp_path: Path, mine: str) -> None:
    (tmp_path / mine).parent.mkdir(exist_ok=True)
    (tmp_path / mine).write_text("mine")

    with pytest.raises(OutputRefused, match=r"and no manifest\.json that says that a run wrote it; nothing was"):
        RunFolder(tmp_path).claim()

    assert contents(tmp_path) == {mine: b"mine"}


@pytest.mark.parametrize("mine", ["kept.for-legal.docx", "kept/notes-for-Ines.md"])
def test_a_file_that_the_user_laid_beside_a_finished_run_outlives_the_next_run(tmp_path: Path, mine: str) -> None:
    leave_a_run(tmp_path, name="kept/tickets.jsonl")
    (tmp_path / mine).write_text("mine")

    with pytest.raises(OutputRefused, match=Path(mine).name):
        leave_a_run(tmp_path)

    assert contents(tmp_path).get(mine) == b"mine"


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a shopping list")

    with pytest.raises(OutputRefused, match="is a file"):
        RunFolder(tmp_path / "out").claim()

    assert (tmp_path / "out").read_text() == "a shopping list"


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("a shopping list")

    with pytest.raises(OutputRefused, match=r"list\.txt is a file"):
        RunFolder(tmp_path / "list.txt" / "out" / "today").claim()


def test_what_breaks_while_a_file_is_made_leaves_the_earlier_run_whole(tmp_path: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"half of it"
        raise RuntimeError("the power fails")

    leave_a_run(tmp_path)
    before = contents(tmp_path)
    folder = RunFolder(tmp_path)
    folder.claim()
    with pytest.raises(RuntimeError):
        folder.write("kept.jsonl", breaking())

    after = contents(tmp_path)
    assert {name: data for name, data in after.items() if not name.startswith(WORK)} == before


@pytest.mark.parametrize("put", range(3))
def test_what_breaks_between_two_files_that_are_put_in_place_leaves_no_manifest_and_a_rerun_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put: int
) -> None:
    leave_a_run(tmp_path, kept=b"the run before\n")
    rename, done = disk.rename, list[Path]()

    def failing(path: Path, target: Path) -> None:
        if target.parent == tmp_path:
            if len(done) == put:
                raise OSError(28, "No space left on device")
            done.append(path)
        rename(path, target)

    monkeypatch.setattr(disk, "rename", failing)
    with pytest.raises(OutputRefused, match="no space left on device"):
        leave_a_run(tmp_path)
    assert not (tmp_path / MANIFEST).exists()
    monkeypatch.undo()

    leave_a_run(tmp_path)
    leave_a_run(tmp_path / "apart" / "out")
    apart = contents(tmp_path / "apart" / "out")
    assert {name: contents(tmp_path)[name] for name in apart} == apart


def test_every_file_reaches_the_disk_before_the_manifest_is_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, without_manifest = os.fsync, list[bool]()

    def noted(handle: int) -> None:
        without_manifest.append(not (tmp_path / MANIFEST).exists())
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    leave_a_run(tmp_path)

    files, folders_before_it = 3, 2
    assert without_manifest[: files + folders_before_it] == [True] * (files + folders_before_it)


def test_the_manifest_of_the_run_before_is_gone_from_the_disk_before_anything_else_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_a_run(tmp_path, kept=b"the run before\n")
    done = list[tuple[str, str]]()

    def noted(name: str) -> None:
        real = getattr(disk, name)

        def operation(path: Path, *more: Path) -> None:
            done.append((name, path.name))
            real(path, *more)

        monkeypatch.setattr(disk, name, operation)

    for each in ("remove", "rename", "flush_folder"):
        noted(each)
    leave_a_run(tmp_path)

    gone = done.index(("remove", MANIFEST))
    assert done[gone + 1] == ("flush_folder", tmp_path.name)
    assert not any(name == "kept.jsonl" for operation, name in done[:gone] if operation == "remove")


def test_a_small_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_text(tmp_path / "reports" / "april.txt", "Überschrift\n")
    write_text(tmp_path / "reports" / "april.txt", "Größe: 3 µm\n")

    assert contents(tmp_path) == {"reports/april.txt": "Größe: 3 µm\n".encode()}


def test_a_small_file_that_can_not_be_written_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text(tmp_path / "april.txt", "whole\n")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputRefused, match="no space left on device"):
        write_text(tmp_path / "april.txt", "newer\n")

    assert read_bytes(tmp_path / "april.txt") == b"whole\n"


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    with pytest.raises(OutputRefused, match=r"reports can not be written: it is a folder\."):
        write_text(tmp_path / "reports", "whole\n")
    assert list(tmp_path.iterdir()) == [tmp_path / "reports"]
