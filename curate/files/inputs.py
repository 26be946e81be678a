"""Which files a user means: names, patterns, folders, standard input."""

import sys
from collections.abc import Callable, Iterator, Sequence
from glob import glob, has_magic
from os import walk
from os.path import realpath
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from curate.errors import InputError, reason_of
from curate.files import disk, passing
from curate.files.folder import MANIFEST
from curate.files.packed import readable

STDIN = "-"
ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".arrow", ".arrows", ".feather")
"""What is read of a folder, plain or, if it is text, with `.gz` or `.zst` behind."""
_PACKED = (".gz", ".zst")
_SAVED = ("state.json", "dataset_info.json")
_SAVED_SPLITS = "dataset_dict.json"
_OF_RUN = (MANIFEST, "ledger.json", "findings.jsonl")
"""What lies in the folder that a run wrote."""


def every_input(names: Sequence[str]) -> list[str]:
    """Each input by its own name, in the order given; within a folder or a pattern by name.

    Raises:
        InputError: a pattern fits no file, a folder holds none that can be read, or it is that of a run.
    """
    return [found for name in names for found in _meant(name)]


def is_saved_dataset(path: Path) -> bool:
    """Whether it is a folder that `save_to_disk` of the library `datasets` wrote."""
    return all(_holds((path / name).is_file) for name in _SAVED)


def is_read_once(path: Path) -> bool:
    """Whether it is a pipe or a device, whose bytes are gone when they are read."""
    return _holds(path.is_fifo) or _holds(path.is_char_device)


def _meant(name: str) -> list[str]:
    path = Path(name)
    if name == STDIN or not _holds(path.is_dir):
        return _fitting(name) if has_magic(name) and not _holds(path.exists) else [name]
    if is_saved_dataset(path):
        return [name]
    if _holds((path / _SAVED_SPLITS).is_file):
        return [str(split) for split in sorted(path.iterdir()) if is_saved_dataset(split)]
    return _inside(name, path)


def _fitting(pattern: str) -> list[str]:
    # A pattern of the user's may be absolute, which `Path.glob` refuses.
    found = [each for each in glob(pattern, recursive=True) if _is_file(Path(each))]  # noqa: PTH207
    if not found:
        raise InputError(f"no file fits {pattern}.")
    # `**` follows links to folders, also one that leads back; each file counts once, by its shortest name.
    found.sort(key=lambda each: (len(Path(each).parts), each), reverse=True)
    return sorted({realpath(each): each for each in found}.values())


def _inside(name: str, folder: Path) -> list[str]:
    if all(_holds((folder / each).is_file) for each in _OF_RUN):
        kept = ", ".join(sorted(str(path) for path in folder.glob("kept*")))
        raise InputError(
            f"{name} is the folder of a run: what was dropped lies in it, too.",
            hint=f"Name what was kept: {kept}.",
        )
    found = sorted(str(path) for path in _sets(folder))
    if not found:
        raise InputError(f"{name} is a folder with no file that can be read in it.", hint=f"Read are: {_known()}.")
    return found


def _sets(folder: Path) -> Iterator[Path]:
    """The files and saved datasets below a folder; links to folders are not followed, so no loop is endless."""
    for where, folders, names in walk(folder, onerror=_not_entered):
        if is_saved_dataset(Path(where)):
            folders.clear()
            yield Path(where)
            continue
        folders[:] = [each for each in folders if not each.startswith(".")]
        files = (Path(where) / name for name in names if not name.startswith(".") and name != _SAVED_SPLITS)
        yield from (path for path in files if _is_known(path) and _is_file(path))


def _not_entered(error: OSError) -> None:
    # What can not be listed may hold records; to go on without them would lose them silently.
    raise InputError(f"{error.filename} can not be read: {reason_of(error)}.") from None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:
        return True  # opening it will say why


def _is_known(path: Path) -> bool:
    name = path.name.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    return name.endswith(ENDINGS)


def _known() -> str:
    return ", ".join(ENDINGS) + "; text also with " + " or ".join(_PACKED)


def _holds(question: Callable[[], bool]) -> bool:
    """The answer to a question about a path; no for a name that no file can have, as opening it will tell."""
    try:
        return question()
    except (OSError, ValueError):
        return False


_SPOOLED: list[IO[bytes]] = []
"""Copies of what can be read only once; they are gone when the program ends."""


def spooled(name: str) -> Path:
    """A copy on the disk of standard input, or of a pipe, which can be read only once.

    Raises:
        InputError: it can not be read, or nothing is piped in.
        OutputRefused: the copy can not be written.
    """
    with disk.temporary_refused():
        return _copied(name)


def _copied(name: str) -> Path:
    copy = passing.new_file()
    _SPOOLED.append(copy)
    if name == STDIN:
        if sys.stdin is None or sys.stdin.isatty():
            raise InputError("nothing is piped into standard input.", hint="zcat data.jsonl.gz | curate check -")
        copyfileobj(sys.stdin.buffer, copy)
    else:
        with readable(Path(name), name) as pipe:
            copyfileobj(pipe, copy)
    copy.flush()
    return Path(copy.name)
