"""Rows into a file of the kind that its name says."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

import polars as pl

from curate.errors import OutputRefused, UsageError
from curate.extras import needed
from curate.files import disk
from curate.files.delimited import row_cuts
from curate.files.disk import refused
from curate.files.folder import put_whole
from curate.files.inputs import is_saved_dataset
from curate.files.tables import WIDELY_READ
from curate.files.texts import DELIMITERS
from curate.files.values import Row, same
from curate.files.written import cell_of, json_bytes, write_cells

Piece = Row | bytes
"""A row, or its very JSON text."""
Kind = Literal["lines", "array", "csv", "tsv", "parquet", "arrow", "arrows", "saved"]

_KINDS: dict[str, Kind] = {
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "array",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".arrows": "arrows",
}
TEXTS = ("lines", "array")
CELLS = ("csv", "tsv")
TABLES = ("parquet", "arrow", "arrows", "saved")
_LINE_END = re.compile(rb"[ \t\r]*\n\s*")


def kind_of(name: str) -> Kind:
    """What kind of file a name asks for; a name that ends in / is a folder of the library `datasets`.

    Raises:
        UsageError: its ending is none that is known.
    """
    if not Path(name).name:
        raise UsageError(f"{name!r} names no file and no folder of its own.")
    if name.endswith("/"):
        return "saved"
    plain = name.removesuffix(".gz").removesuffix(".zst")
    kind = _KINDS.get(Path(plain).suffix.lower())
    if kind is None:
        raise UsageError(
            f"{name}: the ending does not say what kind of file to write.",
            hint=f"Known: {', '.join(_KINDS)}; text also with .gz or .zst; a dataset folder ends in /.",
        )
    if kind in TABLES and plain != name:
        raise UsageError(f"{name}: a {kind} file is compressed inside; leave the last ending out.")
    return kind


def write_rows(name: str, pieces: Callable[[], Iterable[Piece]], fields: Sequence[str]) -> None:
    """Write a file whole or not at all.

    Raises:
        OutputRefused: it can not be written.
    """
    kind = kind_of(name)
    target = Path(name)
    if kind == "saved":
        _save(dataset_of(frame_of(pieces())), target)
        return
    put_whole(target, lambda file: _write(kind, pieces(), fields, file))


def _write(kind: Kind, pieces: Iterable[Piece], fields: Sequence[str], file: BinaryIO) -> None:
    if kind in TEXTS:
        file.writelines(as_text(pieces, array=kind == "array"))
    elif kind in CELLS:
        _write_cells(pieces, fields, file, DELIMITERS[kind])
    else:
        write_table(frame_of(pieces), kind, file)


def as_text(pieces: Iterable[Piece], *, array: bool) -> Iterator[bytes]:
    """Rows as JSON Lines, or as a JSON array with a line for each."""
    if array:
        yield b"["
    for number, piece in enumerate(pieces):
        text = piece if isinstance(piece, bytes) else json_bytes(piece)
        # A text of several lines is one record all the same; JSON has line ends between its words only.
        text = text if array else _LINE_END.sub(b" ", text)
        yield ((b",\n" if number else b"\n") + text) if array else text + b"\n"
    if array:
        yield b"\n]\n"


def _write_cells(pieces: Iterable[Piece], fields: Sequence[str], file: BinaryIO, delimiter: str) -> None:
    rows = (cast("Row", piece) for piece in pieces)
    cells = ([cell_of(row.get(field)) for field in fields] for row in rows)
    write_cells(chain([fields], cells), file, delimiter)


def cells_again(row: Row, kind: Kind) -> dict[str, str] | None:
    """The cells that are read where a row is written; None where they can not be."""
    file = BytesIO()
    _write_cells([row], list(row), file, DELIMITERS[kind])
    file.seek(0)
    cuts = list(row_cuts(file, DELIMITERS[kind]))
    fine = len(cuts) == 1 and len(cuts[0].raws) == 1 and not cuts[0].troubles
    return cuts[0].values[0] if fine and cuts[0].values else None


def frame_of(pieces: Iterable[Piece]) -> pl.DataFrame:
    """Rows as a typed table.

    Raises:
        UsageError: a field holds values of kinds that no one type has.
    """
    rows = [piece if isinstance(piece, dict) else json.loads(piece) for piece in pieces]
    try:
        frame = _typed(rows)
    except _NO_TYPE:
        raise _several_kinds(_first_without_type(rows)) from None
    # polars makes one type of a number and a text, and null of what has no place in an object.
    for number, (meant, held) in enumerate(zip(rows, frame.iter_rows(named=True), strict=True), start=1):
        if not same(meant, held):
            field = next(name for name in meant if not same(meant[name], held[name]))
            raise _several_kinds(f"{field}, in record {number:,}")
    return frame


_NO_TYPE = (pl.exceptions.PolarsError, TypeError, OverflowError)


def _typed(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None, strict=True)


def _first_without_type(rows: list[Row]) -> str:
    """The first field whose values can not stand in one column."""
    for field in dict.fromkeys(name for row in rows for name in row):
        try:
            _typed([{field: row.get(field)} for row in rows])
        except _NO_TYPE:
            return field
    return "no field alone, but all of them together"


def _several_kinds(where: str) -> UsageError:
    return UsageError(
        f"no table can hold these records: a field has values that no one type has ({where}).",
        hint="JSON Lines can: give the output a name that ends in .jsonl.",
    )


def write_table(frame: pl.DataFrame, kind: str, file: BinaryIO) -> None:
    """Write a frame as Parquet, as an Arrow file, or as an Arrow stream.

    Raises:
        UsageError: it has a column that this kind of file does not know.
    """
    try:
        if kind == "parquet":
            frame.write_parquet(file)
        elif kind == "arrow":
            frame.write_ipc(file, compression="zstd", compat_level=WIDELY_READ)
        else:
            frame.write_ipc_stream(file, compression="zstd", compat_level=WIDELY_READ)
    except _NO_TYPE as error:
        raise _several_kinds(str(error).partition(".")[0]) from None


def _save(dataset: Any, target: Path) -> None:  # noqa: ANN401  a datasets.Dataset
    """Save a dataset whole or not at all; in place of an earlier one, and of nothing else."""
    if target.exists() and not (is_saved_dataset(target) or (target.is_dir() and not any(target.iterdir()))):
        raise OutputRefused(
            f"{target} holds something else than a saved dataset; nothing was changed.",
            hint="Give a new or empty folder.",
        )
    partial = target.with_name(f".partial-{target.name}")
    with refused(target), _no_progress_bars():
        disk.make_folder(target.parent)
        disk.remove(partial)
        try:
            dataset.save_to_disk(partial)
            disk.flush_all(partial)
            disk.remove(target)
            disk.rename(partial, target)
        except BaseException:
            disk.tidy(partial)
            raise
        disk.flush_folder(target.parent)


@contextmanager
def _no_progress_bars() -> Iterator[None]:
    """The library `datasets` draws bars of its own, unless all of them are off."""
    datasets = import_module("datasets")
    were_off = datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        if not were_off:
            datasets.enable_progress_bars()


def dataset_of(frame: pl.DataFrame) -> Any:  # noqa: ANN401  a datasets.Dataset
    """A frame as a dataset of the library `datasets`."""
    return needed("datasets", extra="hf", purpose="a dataset").Dataset.from_polars(frame)
