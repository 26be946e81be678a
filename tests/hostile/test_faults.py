"""Every operation of the disk fails, in every way: what is left never looks finished, and a rerun finishes it.

The slow tests take every fault; the fast one takes each operation by name in two of the ways.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from inspect import getmembers, isfunction
from pathlib import Path

import pytest

from curate.files import disk
from tests.hostile.faulty_disk import OPERATIONS, Ended, FaultyDisk, Kind
from tests.hostile.small_run import Contents, called, contents, lay, some_slow, wrong_with
from tests.hostile.walks import KINDS, Came, Fault, Walk

ROOT = Path(__file__).parent.parent.parent
SHARES = 8
"""The slow tests are cut into so many, so that several processes can share them."""


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    base = tmp_path_factory.mktemp("walk")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(base / "cache"))
        yield Walk.of(base)


def some(walk: Walk) -> list[Fault]:
    """Of each operation one at random, in two of the ways."""
    draw = random.Random(11)
    places = {name: [n for n, each in enumerate(walk.operations) if each == name] for name in walk.operations}
    return [(draw.choice(at), kind) for at in places.values() for kind in draw.sample(KINDS, 2)]


def test_the_faulty_disk_knows_every_operation() -> None:
    own = {name for name, each in getmembers(disk, isfunction) if each.__module__ == disk.__name__}
    told_by_others = {"tidy", "clear", "refused", "temporary_refused"}
    assert {name for name in own if not name.startswith("_")} - told_by_others == set(OPERATIONS)


def test_a_run_does_every_operation_that_can_leave_it_half_done(walk: Walk) -> None:
    assert {"create", "write", "flush", "rename", "flush_folder", "remove", "make_folder"} <= set(walk.operations)
    assert len(walk.operations) > 150


def test_what_is_whole_is_seen_from_what_is_not(walk: Walk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for spoil in (Path.unlink, lambda path: path.write_bytes(b""), lambda path: path.rename(out / "other.jsonl")):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(walk.earlier, out)
        assert wrong_with(out) == ""
        spoil(out / "kept.json")
        assert wrong_with(out) != ""


def test_a_fault_at_an_operation_leaves_nothing_that_looks_finished_and_a_rerun_finishes(walk: Walk) -> None:
    came = [walk.come(fault) for fault in some(walk)]

    assert {"the earlier run", "unfinished"} <= {each.left for each in came}
    assert {each.operation for each in came} == set(walk.operations)


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_so_does_every_fault_at_every_operation(walk: Walk, share: int) -> None:
    came = [walk.come(fault) for fault in walk.faults()[share::SHARES]]

    assert {(each.kind, each.code) for each in came if each.code != 0} == {
        *((kind, 2) for kind in KINDS if kind != "stop"),
        ("stop", None),
    }
    assert all(_is_fine(each) for each in came)


def _is_fine(came: Came) -> bool:
    """Done in spite of a fault is only what took away what nobody needs any more."""
    return came.code != 0 or came.operation in ("remove", "rename")


@pytest.mark.slow
def test_a_process_that_ends_at_any_operation_loses_nothing(tmp_path: Path) -> None:
    walk = Walk.of(tmp_path)
    words = [str(tmp_path / "out"), *map(str, walk.words)]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.dying", *words],
        cwd=ROOT,
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as dying:
        assert dying.stdin
        assert dying.stdout
        for number in range(len(walk.operations)):
            shutil.rmtree(walk.out)
            shutil.copytree(walk.earlier, walk.out)
            print(number, file=dying.stdin, flush=True)
            assert dying.stdout.readline() == "137\n", f"at operation {number}"
            assert wrong_with(walk.out) == ""
            assert called(*walk.words) == (0, "")
            assert contents(walk.out) == walk.whole


class Cached:
    """The run, with a cache on the faulty disk."""

    def __init__(self, walk: Walk, base: Path, *, warm: bool) -> None:
        self.words = [*walk.words[: walk.words.index(walk.out)], base / "out", "--quiet"]
        self.base, self.warm, self.whole = base, warm, walk.whole

    def come(self, patched: pytest.MonkeyPatch, number: int | None = None, kind: Kind = "EIO") -> list[str]:
        """Fail once, and never fail the run for that; gives the operations of the cache."""
        cache = self.base / f"cache-{number}-{kind}"
        patched.setenv("XDG_CACHE_HOME", str(cache))
        if self.warm:
            assert called(*self.words) == (0, "")
        with FaultyDisk(number, kind, cache).installed() as faulty:
            try:
                assert called(*self.words) == (0, ""), faulty.failed
            except Ended:
                assert kind == "stop"
        assert called(*self.words) == (0, "")
        assert contents(self.base / "out") == self.whole
        return faulty.done


def test_a_fault_in_the_cache_never_fails_a_run(
    walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = Cached(walk, tmp_path, warm=False)
    operations = cached.come(monkeypatch)
    first = [operations.index(name) for name in ("make_folder", "keep_private", "write", "rename")]
    for number, kind in zip(first, KINDS, strict=False):
        cached.come(monkeypatch, number, kind)


@pytest.mark.slow
@pytest.mark.parametrize("warm", [False, True])
def test_no_fault_at_any_operation_of_the_cache_does(
    walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, warm: bool
) -> None:
    cached = Cached(walk, tmp_path, warm=warm)
    operations = cached.come(monkeypatch)
    assert ("mark_as_used" if warm else "create") in operations
    for number in range(len(operations)):
        for kind in KINDS:
            cached.come(monkeypatch, number, kind)


COMMANDS = {
    "check": ("check", "{in}/tickets.jsonl", "--output-format", "json", "--fail-on", "never", "-o", "{out}"),
    "convert": ("convert", "{in}/team.json", "--to", "messages", "-o", "{out}.jsonl"),
    "convert, packed": ("convert", "{in}/team.json", "--to", "sharegpt", "-o", "{out}.json.gz"),
    "convert, a table": ("convert", "{in}/team.json", "--to", "prompt-completion", "-o", "{out}.parquet"),
    "convert, arrow": ("convert", "{in}/team.json", "--to", "prompt-completion", "-o", "{out}.arrow"),
    "convert, cells": ("convert", "{in}/team.json", "--to", "dolly", "-o", "{out}.csv"),
    "convert, and tell": ("convert", "{in}/team.json", "--to", "alpaca", "--dataset-info", "-o", "{out}.jsonl"),
    "init": ("init", "{in}/team.json", "--force", "-o", "{out}.toml"),
}


@pytest.mark.parametrize("name", some_slow(COMMANDS, "convert", "convert, a table"))
def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, name: str) -> None:
    lay(tmp_path / "in")
    out = tmp_path / "out" / "below"
    places = {"{in}": str(tmp_path / "in"), "{out}": str(out / "team")}
    words = [_placed(word, places) for word in COMMANDS[name]]
    with FaultyDisk(below=tmp_path / "out").installed() as counted:
        assert called(*words)[0] == 0
    whole = contents(out)
    assert whole
    for number in range(len(counted.done)):
        for kind in ("ENOSPC", "stop") if name == "init" else KINDS:  # it looks for long
            _fail_once((number, kind), words, out, whole)


def _placed(word: str, places: dict[str, str]) -> str:
    for place, path in places.items():
        word = word.replace(place, path)
    return word


def _fail_once(fault: Fault, words: list[str], out: Path, whole: Contents) -> None:
    shutil.rmtree(out.parent, ignore_errors=True)
    with FaultyDisk(*fault, below=out.parent).installed() as faulty:
        try:
            code, said = called(*words)
            assert code == 2, f"{fault}, {faulty.failed}: exit {code}: {said}"
            assert "can not be written: " in said, said
            assert "Traceback" not in said
        except Ended:
            assert fault[1] == "stop"
    left = contents(out) if out.exists() else {}
    beside = {name for name in left if name.startswith(".partial")}
    assert not beside or fault[1] == "stop", f"{faulty.failed} leaves {beside}"
    assert {name: left[name] for name in left.keys() - beside}.items() <= whole.items(), faulty.failed
    assert called(*words)[0] == 0
    assert contents(out) == whole


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_there_stays_where_a_file_can_not_be_written(tmp_path: Path, kind: Kind) -> None:
    lay(tmp_path / "in")
    out = tmp_path / "team.jsonl"
    out.write_bytes(b"the earlier file\n")
    words = ["convert", str(tmp_path / "in" / "team.json"), "--to", "messages", "-o", str(out)]
    with FaultyDisk(below=tmp_path).installed() as counted:
        assert called(*words)[0] == 0
    for number in range(counted.done.index("rename")):
        out.write_bytes(b"the earlier file\n")
        with FaultyDisk(number, kind, tmp_path).installed():
            try:
                assert called(*words)[0] == 2
            except Ended:
                assert kind == "stop"
        assert out.read_bytes() == b"the earlier file\n"


def test_a_copy_of_standard_input_that_can_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path / "in")
    for operation in ("create_passing", "create_passing_folder"):
        monkeypatch.setattr(disk, operation, _full)
        with (tmp_path / "in" / "tickets.jsonl").open() as piped:
            monkeypatch.setattr("sys.stdin", piped)
            code, said = called("check", "-")
        assert code == 2
        assert said.startswith("curate: the folder for temporary files, ")
        assert "no space left on device" in said
        monkeypatch.undo()


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")
