"""The folder that a run leaves: complete, or recognisable as unfinished."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from curate.errors import OutputRefused
from curate.files.digest import Digested
from curate.files.packed import packed, packing_for

WORK = ".work"
MANIFEST = "manifest.json"
_KEPT = r"(?:(?:jsonl?|csv|tsv)(?:\.gz|\.zst)?|parquet|arrows?)"
OWN = re.compile(
    r"\.work|manifest\.json|ledger\.json|timing\.json|(?:dropped|rejected|edited|findings|lineage)\.jsonl"
    rf"|kept(?:\.[a-z_]+)?\.{_KEPT}|kept(?:/[^/]+\.{_KEPT})?"
)
"""What a run writes, by its path in the folder."""


class RunFolder:
    """Files are made under `.work/`, flushed to the disk, and renamed into place when all are whole.

    The manifest comes last: a folder without one is not finished.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.work = path / WORK
        self.digests: dict[str, str] = {}
        self.made = False
        """Whether the folder was not there before."""

    def claim(self) -> None:
        """Make the folder, or take over one that holds nothing but an earlier run.

        Raises:
            OutputRefused: it holds a file that `curate` did not write, or can not be written to.
        """
        with refused(self.path):
            if self.path.exists() and not self.path.is_dir():
                raise OutputRefused(f"{self.path} is a file.", hint="Give --out a folder.")
            if self.path.exists():
                self._must_be_ours()
            self.made = not self.path.exists()
            shutil.rmtree(self.work, ignore_errors=True)
            self.work.mkdir(parents=True)

    def release(self) -> None:
        """Leave the folder as it was, where nothing came of the run."""
        shutil.rmtree(self.work, ignore_errors=True)
        if self.made:
            self.path.rmdir()

    def _must_be_ours(self) -> None:
        inside = [*self.path.iterdir(), *(self.path / "kept").glob("*")]
        names = {str(entry.relative_to(self.path)) for entry in inside}
        foreign = sorted(name for name in names if not OWN.fullmatch(name))
        unclaimed = names and MANIFEST not in names and WORK not in names
        if foreign or unclaimed:
            example = (foreign or sorted(names))[0]
            raise OutputRefused(
                f"{self.path} holds {example!r}, which curate did not write; nothing was changed.",
                hint="Give --out a new or empty folder.",
            )

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one file of the result from its pieces."""
        self.fill(name, lambda file: file.writelines(pieces))

    def fill(self, name: str, writer: Callable[[BinaryIO], None]) -> None:
        """Have one file of the result written, compressed where its name says so."""
        target = self.work / name
        with refused(self.path):
            target.parent.mkdir(parents=True, exist_ok=True)
            self.digests[name] = write_whole(target, writer)

    def finish(self, manifest: Callable[[dict[str, str]], bytes]) -> None:
        """Put every file in its place, the manifest last."""
        outputs = dict(sorted(self.digests.items()))
        outputs.pop("timing.json", None)
        self.write(MANIFEST, [manifest(outputs)])
        with refused(self.path):
            (self.path / MANIFEST).unlink(missing_ok=True)
            self._clear()
            for name in (*(name for name in self.digests if name != MANIFEST), MANIFEST):
                final = self.path / name
                final.parent.mkdir(exist_ok=True)
                (self.work / name).replace(final)
                _flush_folder(final.parent)
            shutil.rmtree(self.work)
            _flush_folder(self.path)

    def _clear(self) -> None:
        """Remove what an earlier run left and this one will not replace."""
        for entry in self.path.iterdir():
            if entry.name != WORK:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def write_whole(target: Path, writer: Callable[[BinaryIO], None]) -> str:
    """Have a file written and flushed to the disk; gives its SHA-256. Its ending says how it is compressed."""
    with target.open("wb") as file:
        digested = Digested(file)
        with packed(cast("BinaryIO", digested), packing_for(target.name)) as stream:
            writer(cast("BinaryIO", stream))
        file.flush()
        os.fsync(file.fileno())
    return digested.hexdigest()


def _flush_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write into an error that names the folder."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputRefused(
            f"{path} can not be written: {reason}.",
            hint="Nothing in it looks finished; mend that and run again.",
        ) from None


def write_text(path: Path, text: str) -> None:
    """Write one small file whole or not at all.

    Raises:
        OutputRefused: it can not be written.
    """
    with refused(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        with partial.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)


def read_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file that a run left; none if there is no such file."""
    if path.exists():
        with path.open("rb") as file:
            yield from file


def read_bytes(path: Path) -> bytes:
    """All of a small file."""
    with path.open("rb") as file:
        return file.read()
