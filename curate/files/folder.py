"""The folder that a run leaves: complete, or recognisable as unfinished."""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from curate.errors import InputError, OutputRefused, reason_of
from curate.files import disk
from curate.files.digest import Digested, digest_of
from curate.files.disk import refused
from curate.files.lock import Lock
from curate.files.packed import packed, packing_for
from curate.files.shelf import OnDisk

LOG = logging.getLogger("curate")
WORK = ".work"
_OVER = ".work.over"
"""What `.work` is called while it is taken away."""
MANIFEST = "manifest.json"
TIMES = "timing.json"
"""The only file that differs between two equal runs."""
_KEPT = r"(?:(?:jsonl?|csv|tsv)(?:\.gz|\.zst)?|parquet|arrows?)"
OWN = re.compile(
    r"\.work|\.work\.over|manifest\.json|ledger\.json|timing\.json|(?:dropped|rejected|edited|findings|lineage)\.jsonl"
    rf"|(?:\.partial-)?(?:(?:coverage|measure)\.json|report\.html)|kept(?:\.[a-z_]+)?\.{_KEPT}|kept(?:/[^/]+\.{_KEPT})?"
)
"""What a run, and what is told of it later, writes, by its path in the folder."""


Plan = Mapping[str, str]
"""What a run is made from, each thing under the name that a person would give it."""


class RunFolder:
    """Files are made under `.work/`, flushed to the disk, and renamed into place when all are whole.

    The manifest comes last: a folder without one is not finished. What is done stays under `.work/` until then, so
    that a run that was ended can go on. `.work/` goes as a whole, by another name: what is left of it half removed
    would be no state to go on from.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.work = path / WORK
        self.made_in = self.work / "out"
        self.shelf = OnDisk(self.work / "parts")
        self.digests: dict[str, str] = {}
        self.made = False
        """Whether the folder was not there before."""
        self._lock = Lock(self.work / "lock")
        self._plan = self.work / "plan.json"
        self._over = path / _OVER

    def claim(self) -> None:
        """Make the folder, or take over one that holds nothing but an earlier run, and keep others out.

        Raises:
            OutputRefused: it holds a file that `curate` did not write, can not be written to, or is in use.
        """
        with refused(self.path):
            standing = next(each for each in (self.path, *self.path.parents) if each.exists())
            if not standing.is_dir():
                raise OutputRefused(f"{standing} is a file.", hint="Give --out a folder.")
            if self.path.is_symlink() and not self.path.exists():
                raise OutputRefused(f"{self.path} is a link that leads nowhere.", hint="Give --out a folder.")
            if self.path.exists():
                self._must_be_ours()
            self.made = not self.path.exists()
            self._lock.take()

    def begin(self, plan: Plan, *, fresh: bool = False) -> Iterable[str] | None:
        """Go on with what an earlier run left, if it was made from the same.

        Returns:
            None if there is something to go on with. Else the names of what is another than it was; none of them
            where there was nothing.
        """
        with refused(self.path):
            left = self._left()
            if left == plan and not fresh:
                for partial in self.work.rglob("*partial*"):
                    disk.remove(partial)
                return None
            # Without a plan nothing is gone on with: so it goes first, and comes when nothing else is left.
            disk.remove(self._plan)
            disk.flush_folder(self.work)
            for entry in self.work.iterdir():
                if entry != self._lock.path:
                    disk.remove(entry)
            write_text(self._plan, json.dumps(plan, ensure_ascii=False, indent=1))
        known = {} if left is None or fresh else left
        return sorted(name for name in {*known, *plan} if known and known.get(name) != plan.get(name))

    def _left(self) -> Plan | None:
        try:
            found = json.loads(read_bytes(self._plan))
        except (FileNotFoundError, IsADirectoryError, ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    def leave(self) -> None:
        """Let go of the folder; what is done stays for the next run."""
        self._lock.let_go()

    def release(self) -> None:
        """Leave the folder as it was, where nothing came of the run."""
        self._take_work_away()
        if self.made:
            with suppress(OSError):
                disk.remove_empty(self.path)
        self._lock.let_go()

    def _must_be_ours(self) -> None:
        inside = [*self.path.iterdir(), *(self.path / "kept").glob("*")]
        names = {str(entry.relative_to(self.path)) for entry in inside}
        foreign = sorted(name for name in names if not OWN.fullmatch(name))
        unclaimed = names and names.isdisjoint((MANIFEST, WORK, _OVER))
        if foreign or unclaimed:
            example = (foreign or sorted(names))[0]
            why = "which curate did not write" if foreign else f"and no {MANIFEST} that says that a run wrote it"
            raise OutputRefused(
                f"{self.path} holds {example!r}, {why}; nothing was changed.",
                hint="Give --out a new or empty folder.",
            )

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one file of the result from its pieces."""
        self.fill(name, lambda file: file.writelines(pieces))

    def fill(self, name: str, writer: Callable[[BinaryIO], None]) -> None:
        """Have one file of the result written, compressed where its name says so; not again if it is whole."""
        target = self.made_in / name
        with refused(self.path):
            if target.exists() and name != TIMES:
                self.digests[name] = digest_of(target)
                return
            disk.make_folder(target.parent)
            partial = target.with_name(f".partial-{target.name}")
            self.digests[name] = write_whole(partial, writer)
            disk.rename(partial, target)

    def finish(self, manifest: Callable[[dict[str, str]], bytes]) -> None:
        """Put every file in its place, the manifest last."""
        outputs = dict(sorted(self.digests.items()))
        outputs.pop(TIMES, None)
        self.write(MANIFEST, [manifest(outputs)])
        with refused(self.path):
            disk.remove(self.path / MANIFEST)
            disk.flush_folder(self.path)
            self._clear()
            for name in (*(name for name in self.digests if name != MANIFEST), MANIFEST):
                final = self.path / name
                disk.make_folder(final.parent)
                disk.rename(self.made_in / name, final)
                disk.flush_folder(final.parent)
        self._take_work_away()
        self._lock.let_go()

    def _take_work_away(self) -> None:
        """Where that fails the folder is what it is all the same, and the next run in it tries again."""
        try:
            disk.remove(self._over)
            disk.rename(self.work, self._over)
            disk.remove(self._over)
        except OSError as error:
            LOG.warning("what is left in %s could not be removed: %s", self.work, reason_of(error))

    def _clear(self) -> None:
        """Remove what an earlier run left and this one will not replace."""
        for entry in self.path.iterdir():
            if entry.name not in (WORK, _OVER):
                disk.remove(entry)


def write_whole(target: Path, writer: Callable[[BinaryIO], None]) -> str:
    """Have a file written and flushed to the disk; gives its SHA-256. Its ending says how it is compressed."""
    with disk.create(target) as file:
        digested = Digested(file)
        try:
            with packed(cast("BinaryIO", digested), packing_for(target.name)) as stream:
                writer(cast("BinaryIO", stream))
        except Exception as error:
            if digested.refusal:
                raise digested.refusal from None
            if isinstance(error, OSError):
                raise InputError(f"what is to be written can not be read: {error}.") from None
            raise
        disk.flush(file)
    return digested.hexdigest()


def put_whole(target: Path, writer: Callable[[BinaryIO], None]) -> None:
    """Have one file written whole or not at all.

    Raises:
        OutputRefused: it can not be written.
    """
    partial = target.with_name(f".partial-{target.name}")
    with refused(target):
        if target.is_dir():
            raise OutputRefused(f"{target} can not be written: it is a folder.", hint="Name a file in it.")
        disk.make_folder(target.parent)
        try:
            write_whole(partial, writer)
            disk.rename(partial, target)
        except BaseException:
            disk.tidy(partial)
            raise
        disk.flush_folder(target.parent)


def write_text(path: Path, text: str) -> None:
    """Write one small file whole or not at all.

    Raises:
        OutputRefused: it can not be written.
    """
    put_whole(path, lambda file: file.writelines([text.encode()]))


def read_bytes(path: Path) -> bytes:
    """All of a small file."""
    with path.open("rb") as file:
        return file.read()
