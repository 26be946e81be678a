"""Disks and folders as they are met: full, read-only, linked, damaged, and inputs that change meanwhile."""

import gc
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path
from shutil import rmtree, which

import pytest

import curate
from curate.errors import InputError
from tests.hostile.faulty_disk import Ended, FaultyDisk
from tests.hostile.small_run import LINES, Contents, called, contents, lay, some_slow, wrong_with

FULL_KB = 1024
Mount = Callable[[str], Path]


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The run, without the folder that it goes to."""
    return [*lay(tmp_path / "in")[:-1], "--quiet", "--out"]


@pytest.fixture
def whole(words: list[str], tmp_path: Path) -> Contents:
    assert called(*words, tmp_path / "undisturbed") == (0, "")
    return contents(tmp_path / "undisturbed")


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts a small filesystem of its own, with the options that it is given."""
    at = tmp_path / "disk"
    at.mkdir()
    if os.geteuid() != 0 or not which("mount"):
        pytest.skip("only root can mount a filesystem")

    def mounted(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("no filesystem can be mounted here")
        return at

    yield mounted
    while at.is_mount():
        subprocess.run(["umount", str(at)], check=True)


def fill(path: Path) -> None:
    """Take all the room that is left."""
    with path.open("ab", buffering=0) as file, pytest.raises(OSError, match="No space left on device"):
        file.writelines(repeat(b"\0" * 1024))


def test_a_disk_that_is_full_is_told_and_with_more_room_the_run_goes_on(
    words: list[str], whole: Contents, mount: Mount
) -> None:
    disk = mount(f"size={FULL_KB}k")
    refusals = 0
    for room_kb in range(0, FULL_KB, 32):
        fill(disk / "filler")
        with (disk / "filler").open("r+b") as file:
            file.truncate(max(0, (disk / "filler").stat().st_size - room_kb * 1024))
        code, said = called(*words, disk / "out")
        if code == 0:
            break
        refusals += 1
        assert code == 2
        assert said.startswith(f"curate: {disk / 'out'}")
        assert said.endswith(": no space left on device.\n        Make room there and run again.\n")
        assert not (disk / "out" / "manifest.json").exists()
    assert refusals >= 2
    assert contents(disk / "out") == whole


def test_so_is_a_full_folder_for_temporary_files(
    words: list[str], mount: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = mount("size=16k")
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    told = f"curate: the folder for temporary files, {disk}, can not be written: no space left on device.\n"
    # Gone when the command is over, not when something is collected.
    gc.disable()
    try:
        code, said = called("check", words[2])
        left = list(disk.iterdir())
    finally:
        gc.enable()
    assert (code, said.partition("\n")[0] + "\n") == (2, told)
    assert left == []


def test_a_full_disk_behind_what_is_printed_is_no_error_of_curate(words: list[str], tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    command = [sys.executable, "-m", "curate", *(word for word in words if word != "--quiet")]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [*command, str(tmp_path / "out")], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr == (
        "curate: what is printed can not be written: no space left on device.\n"
        f"        {tmp_path / 'out'} is written, and whole.\n"
    )


def test_a_read_only_folder_is_told(words: list[str], mount: Mount) -> None:
    disk = mount("size=64k,ro")
    for out in (disk, disk / "below" / "it"):
        code, said = called(*words, out)
        assert (code, said.partition("\n")[0]) == (2, f"curate: {out} can not be written: read-only file system.")
        assert "See to it that you may write there and run again." in said


def test_a_folder_that_one_may_not_write_to_is_told(words: list[str], tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (tmp_path / "closed").mkdir(mode=0o555)
    code, said = called(*words, tmp_path / "closed")
    assert code == 2
    assert f"{tmp_path / 'closed'} can not be written: permission denied." in said


def test_another_filesystem_than_that_of_temporary_files_is_as_good(
    words: list[str], whole: Contents, mount: Mount
) -> None:
    out = mount("size=8m") / "out"
    assert out.parent.stat().st_dev != Path(tempfile.gettempdir()).stat().st_dev
    assert called(*words, out) == (0, "")
    assert contents(out) == whole


def test_a_link_to_a_folder_stays_one(words: list[str], whole: Contents, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "out").symlink_to("there")
    for _ in range(2):
        assert called(*words, tmp_path / "out") == (0, "")
        assert (tmp_path / "out").is_symlink()
        assert contents(tmp_path / "there") == whole


def test_a_link_that_leads_nowhere_is_refused(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to("gone")
    code, said = called(*words, tmp_path / "out")
    assert (code, said) == (
        2,
        f"curate: {tmp_path / 'out'} is a link that leads nowhere.\n        Give --out a folder.\n",
    )


def ended_half_way(words: list[str], out: Path) -> None:
    """A run that was killed when it had done more than half of its work."""
    with FaultyDisk(100, "stop", out).installed(), pytest.raises(Ended):
        called(*words, out)
    assert (out / ".work" / "parts" / "read.frames").exists()


PLANS = {
    "empty": b"",
    "no JSON": b"{",
    "no text": b"\xff\xfe",
    "another kind": b"[1, 2]",
    "deep": b"[" * 200_000,
    "odd values": b'{"pipeline": 3, "input": null}',
}


@pytest.mark.parametrize("plan", some_slow(PLANS, "no JSON", "deep"))
def test_a_plan_that_is_damaged_is_none(words: list[str], whole: Contents, tmp_path: Path, plan: str) -> None:
    ended_half_way(words, tmp_path / "out")
    (tmp_path / "out" / ".work" / "plan.json").write_bytes(PLANS[plan])
    assert called(*words, tmp_path / "out") == (0, "")
    assert contents(tmp_path / "out") == whole


def a_plan_that_is_a_folder(work: Path) -> None:
    (work / "plan.json").unlink()
    (work / "plan.json" / "below").mkdir(parents=True)


def files_of_nobody(work: Path) -> None:
    (work / "notes.txt").write_text("who wrote this?")
    (work / "parts" / "look-records-00007.frames").write_bytes(b"\0" * 100)
    (work / "parts" / "x.1.partial").write_bytes(b"half of")
    (work / "out" / "kept").mkdir(parents=True, exist_ok=True)
    (work / "out" / "kept" / ".partial-tickets.train.jsonl").write_bytes(b"half of")
    (work.parent / ".work.over" / "parts").mkdir(parents=True)


@pytest.mark.parametrize("spoil", [a_plan_that_is_a_folder, files_of_nobody])
def test_what_else_lies_in_the_working_folder_does_no_harm(
    words: list[str], whole: Contents, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    ended_half_way(words, tmp_path / "out")
    spoil(tmp_path / "out" / ".work")
    assert called(*words, tmp_path / "out") == (0, "")
    assert contents(tmp_path / "out") == whole


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "other bytes": lambda data: data[:200] + bytes(each ^ 255 for each in data[200:300]) + data[300:],
    "something else": lambda _: gzip.compress(b"a shopping list"),
}


@pytest.mark.parametrize("damage", some_slow(DAMAGES, "cut"))
def test_a_part_that_is_damaged_is_told_where_it_is_needed_and_fresh_helps(
    words: list[str], whole: Contents, tmp_path: Path, damage: str
) -> None:
    out, codes = tmp_path / "out", list[int]()
    words.insert(-1, "--no-cache")  # from which a look would be taken, and none be laid down
    for name in ("read", "look-records-00000", "step-1-repair-records-00000"):
        rmtree(out, ignore_errors=True)
        ended_half_way(words, out)
        path = out / ".work" / "parts" / f"{name}.frames"
        path.write_bytes(DAMAGES[damage](path.read_bytes()))
        code, said = called(*words, out)
        codes.append(code)
        if code:
            assert code == 3, f"{name}: {said}"
            assert said.startswith(f"curate: {path} is not what was written there: "), name
            assert said.endswith("        Start afresh: --fresh\n"), name
            assert called(*words, out, "--fresh") == (0, "")
        assert contents(out) == whole
    assert 3 in codes


@pytest.mark.parametrize("where", ["lock", "."])
def test_what_stands_in_the_way_of_the_lock_is_named(words: list[str], tmp_path: Path, where: str) -> None:
    out = tmp_path / "out"
    ended_half_way(words, out)
    path = out / ".work" / where
    rmtree(path) if path.is_dir() else path.unlink()
    path.write_text("a file") if where == "." else path.mkdir()
    code, said = called(*words, out)
    assert code == 2
    reason = "file exists" if where == "." else "is a directory"
    assert said.startswith(f"curate: {out} can not be written: {reason} ({path}).\n")


def test_a_second_run_in_the_folder_is_refused_and_the_first_goes_on(
    words: list[str], whole: Contents, tmp_path: Path
) -> None:
    out, said = tmp_path / "out", list[tuple[int, str]]()

    def tell(what: str, _done: int, _total: int | None) -> None:
        if what == "writing" and not said:
            said.append(called(*words, out))

    curate.run(words[1], words[2:4], out=out, in_memory=False, tell=tell)
    (code, refusal) = said[0]
    assert code == 2
    assert refusal.startswith(f"curate: {out} is in use by another run (process {os.getpid()}).\n")
    assert contents(out) == whole


def to_inputs(folder: Path) -> dict[str, Path]:
    """The same records in each kind of file."""
    rows = [{"prompt": prompt, "completion": response} for prompt, response in LINES]
    lines = folder / "set.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    made = {"set.jsonl": lines}
    for name in ("set.json", "set.csv", "set.jsonl.gz", "set.parquet", "set.arrow", "set.arrows"):
        made[name] = folder / name
        assert called("convert", lines, "--to", "prompt-completion", "-o", made[name], "--quiet")[0] == 0
    return made


def gone(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() * 2)


def other(path: Path) -> None:
    """As long as it was, with other bytes."""
    path.write_bytes(path.read_bytes()[::-1])


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


CHANGES = (gone, cut, emptied, longer, other, a_folder)
KINDS = ("set.jsonl", "set.json", "set.csv", "set.jsonl.gz", "set.parquet", "set.arrow", "set.arrows")


@pytest.mark.parametrize("kind", some_slow(KINDS, "set.jsonl"))
@pytest.mark.parametrize("moment", some_slow(["looking", "step 1", "writing"], "writing"))
def test_an_input_that_changes_after_it_was_read_is_named_and_nothing_is_put_in_place(
    words: list[str], tmp_path: Path, kind: str, moment: str
) -> None:
    path = to_inputs(tmp_path)[kind]
    data, times = path.read_bytes(), (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    curate.run(words[1], path, out=tmp_path / "undisturbed", in_memory=False)
    for change in CHANGES:
        told = list[str]()

        def tell(
            what: str,
            _done: int,
            _total: int | None,
            change: Callable[[Path], None] = change,
            told: list[str] = told,
        ) -> None:
            if what.startswith(moment) and not told:
                told.append(what)
                change(path)

        with pytest.raises(InputError) as refused:
            curate.run(words[1], path, out=tmp_path / "out", in_memory=False, fresh=True, tell=tell)
        assert told
        said = "does not exist" if change is gone else "was changed after it was read"
        assert refused.value.message == f"{path} {said}.", change.__name__
        assert not (tmp_path / "out" / "manifest.json").exists()
        rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        path.write_bytes(data)
        os.utime(path, ns=times)
    curate.run(words[1], path, out=tmp_path / "out", in_memory=False)
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_converted_of_an_input_that_changes_meanwhile(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    path = to_inputs(tmp_path)["set.jsonl"]
    (tmp_path / "out.jsonl").write_text("the earlier file\n")

    def tell(what: str, _done: int, _total: int | None) -> None:
        if what.startswith("writing"):
            change(path)

    with pytest.raises(InputError) as refused:
        curate.convert(path, "messages", tmp_path / "out.jsonl", tell=tell)
    said = "does not exist" if change is gone else "was changed after it was read"
    assert refused.value.message == f"{path} {said}."
    assert (tmp_path / "out.jsonl").read_text() == "the earlier file\n"


def test_an_input_that_is_gone_between_two_looks_is_told(tmp_path: Path, words: list[str]) -> None:
    ended_half_way(words, tmp_path / "out")
    Path(words[2]).unlink()
    code, said = called(*words, tmp_path / "out")
    assert (code, said) == (3, f"curate: {words[2]} does not exist.\n")
    assert wrong_with(tmp_path / "out") == ""


@pytest.mark.parametrize("moved_s", [-1, pytest.param(86_400 * 365 * 60, marks=pytest.mark.slow)])
def test_an_input_whose_time_moves_either_way_counts_as_changed(
    words: list[str], whole: Contents, tmp_path: Path, moved_s: int
) -> None:
    out = tmp_path / "out"
    ended_half_way(words, out)
    status = Path(words[2]).stat()
    os.utime(words[2], ns=(status.st_atime_ns, status.st_mtime_ns + moved_s * 10**9))
    again = [word for word in words if word != "--quiet"]
    code, said = called(*again, out)
    assert (code, said) == (0, f"curate: input {words[2]} changed since: starting afresh\n")
    assert contents(out) == whole


def test_a_clock_that_is_set_back_meanwhile_changes_nothing(
    words: list[str], whole: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, calls = time.time(), list[None]()

    def falling() -> float:
        calls.append(None)
        return began - 3_600 * len(calls)

    monkeypatch.setattr(time, "time", falling)
    ended_half_way(words, tmp_path / "out")
    assert called(*words, tmp_path / "out") == (0, "")
    assert calls
    assert contents(tmp_path / "out") == whole
    timings = json.loads((tmp_path / "out" / "timing.json").read_bytes())
    assert all(each["wall_s"] >= 0 for each in timings)
