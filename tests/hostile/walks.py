"""Lets a small run fail at one operation of the disk after the other, and tells what came of it.

`python -m tests.hostile.walks` fails at every operation in every way, and prints a table of what came of it.
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from tests.hostile.faulty_disk import FAILURES, Ended, FaultyDisk, Kind
from tests.hostile.small_run import Contents, called, contents, lay, wrong_with

KINDS: tuple[Kind, ...] = (*FAILURES, "stop")
Fault = tuple[int, Kind]
Left = Literal["the earlier run", "unfinished", "the new run"]


class Came(NamedTuple):
    """What came of a run in which one operation failed."""

    operation: str
    kind: Kind
    code: int | None
    """None where the program was ended."""
    left: Left


@dataclass(frozen=True)
class Walk:
    """A run into a folder that holds an earlier one of something else."""

    words: Sequence[str | Path]
    earlier: Path
    out: Path
    whole: Contents
    operations: tuple[str, ...]

    @classmethod
    def of(cls, base: Path, *more: str) -> "Walk":
        """Lay the inputs, and do the run once without a fault."""
        words: list[str | Path] = [*lay(base / "in"), base / "out", "--quiet", "--no-cache", *more]
        _must_be(called("run", "check-only", base / "in" / "team.json", "--out", base / "earlier", "--quiet"), 0)
        shutil.copytree(base / "earlier", base / "out")
        with FaultyDisk(below=base / "out").installed() as counted:
            _must_be(called(*words), 0)
        return cls(words, base / "earlier", base / "out", contents(base / "out"), tuple(counted.done))

    def faults(self, kinds: Iterable[Kind] = KINDS) -> list[Fault]:
        """Every way in which each operation may fail."""
        return [(number, kind) for number in range(len(self.operations)) for kind in kinds]

    def come(self, fault: Fault) -> Came:
        """What comes of one of them; a rerun must finish what it left, and give the same bytes."""
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.copytree(self.earlier, self.out)
        with FaultyDisk(*fault, below=self.out).installed() as faulty:
            code = self._code(fault)
        assert faulty.failed, f"{fault}: nothing failed"
        came = Came(faulty.failed.partition(" ")[0], fault[1], code, self._left(fault))
        if code == 0:
            assert came.left == "the new run", came
        _must_be(called(*self.words), 0)
        assert contents(self.out) == self.whole, f"{came} at {fault}: the rerun gives something else"
        return came

    def _code(self, fault: Fault) -> int | None:
        try:
            code, said = called(*self.words)
        except Ended:
            return None
        if code:
            assert code == 2, f"{fault}: exit {code}: {said}"
            assert said.startswith(f"curate: {self.out}"), said
            assert " can not be written: " in said, said
        return code

    def _left(self, fault: Fault) -> Left:
        """What the folder holds. It must not look finished where it is not whole."""
        assert wrong_with(self.out) == "", f"{fault}: {wrong_with(self.out)}"
        held = {name: data for name, data in contents(self.out).items() if not name.startswith(".work")}
        if "manifest.json" not in held:
            return "unfinished"
        assert held in (self.whole, contents(self.earlier)), f"{fault}: neither the earlier run nor the new one"
        return "the new run" if held == self.whole else "the earlier run"


def _must_be(ended: tuple[int, str], code: int) -> None:
    assert ended[0] == code, ended[1]


def table(all_that_came: Iterable[Came]) -> Iterator[str]:
    """How often which fault of which operation left what, as lines."""
    counted = Counter(all_that_came)
    yield f"{'operation':<14}{'fault':<8}{'exit':<6}{'left in the folder':<18}{'times':>5}"
    for came, times in sorted(counted.items(), key=lambda each: str(each[0])):
        code = "gone" if came.code is None else str(came.code)
        yield f"{came.operation:<14}{came.kind:<8}{code:<6}{came.left:<18}{times:>5}"


def main() -> None:
    """Every fault, and the table."""
    with TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        walk = Walk.of(Path(folder))
        faults = walk.faults()
        came = [walk.come(fault) for fault in faults]
        sys.stdout.write(f"{len(walk.operations)} operations, {len(faults)} faults\n")
        sys.stdout.writelines(f"{line}\n" for line in table(came))


if __name__ == "__main__":
    main()
