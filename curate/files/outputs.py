"""Rows into a file of the kind that its name says."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

import polars as pl

from curate.errors import UsageError
from curate.extras import needed
from curate.files.folder import refused, write_whole
from curate.files.tables import WIDELY_READ

Row = dict[str, Any]
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


def kind_of(name: str) -> Kind:
    """What kind of file a name asks for; a name that ends in / is a folder of the library `datasets`.

    Raises:
        UsageError: its ending is none that is known.
    """
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


def cell_of(value: object) -> str:
    """A value as a cell of text: lists and objects as JSON text, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def write_rows(name: str, pieces: Callable[[], Iterable[Piece]], fields: Sequence[str]) -> None:
    """Write a file whole or not at all.

    Raises:
        OutputRefused: it can not be written.
    """
    kind = kind_of(name)
    target = Path(name)
    if kind == "saved":
        _save(frame_of(pieces()), name)
        return
    with refused(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".partial-{target.name}")
        try:
            write_whole(partial, lambda file: _write(kind, pieces(), fields, file))
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)


def _write(kind: Kind, pieces: Iterable[Piece], fields: Sequence[str], file: BinaryIO) -> None:
    if kind in TEXTS:
        file.writelines(as_text(pieces, array=kind == "array"))
    elif kind in CELLS:
        _write_cells(pieces, fields, file, "," if kind == "csv" else "\t")
    else:
        write_table(frame_of(pieces), kind, file)


def as_text(pieces: Iterable[Piece], *, array: bool) -> Iterator[bytes]:
    """Rows as JSON Lines, or as a JSON array with a line for each."""
    if array:
        yield b"["
    for number, piece in enumerate(pieces):
        text = piece if isinstance(piece, bytes) else json_bytes(piece)
        # A text of several lines is one record all the same.
        text = json_bytes(json.loads(text)) if not array and b"\n" in text else text
        yield ((b",\n" if number else b"\n") + text) if array else text + b"\n"
    if array:
        yield b"\n]\n"


def json_bytes(row: Row) -> bytes:
    """A row as compact JSON text."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


def _write_cells(pieces: Iterable[Piece], fields: Sequence[str], file: BinaryIO, delimiter: str) -> None:
    writer = csv.writer(_Encoded(file), delimiter=delimiter, lineterminator="\n")
    writer.writerow(fields)
    for piece in pieces:
        row = cast("Row", piece)
        writer.writerow([cell_of(row.get(field)) for field in fields])


class _Encoded:
    """A file of bytes that takes text."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def write(self, text: str) -> int:
        return self.file.write(text.encode())


def frame_of(pieces: Iterable[Piece]) -> pl.DataFrame:
    """Rows as a typed table.

    Raises:
        UsageError: a field holds values of kinds that no one type has.
    """
    rows = [piece if isinstance(piece, dict) else json.loads(piece) for piece in pieces]
    try:
        return pl.DataFrame(rows, infer_schema_length=None, strict=True)
    except (pl.exceptions.PolarsError, TypeError, OverflowError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(
            f"no table can hold these records: a field has values of several kinds ({reason}).",
            hint="JSON Lines can: give the output a name that ends in .jsonl.",
        ) from None


def write_table(frame: pl.DataFrame, kind: str, file: BinaryIO) -> None:
    """Write a frame as Parquet, as an Arrow file, or as an Arrow stream."""
    if kind == "parquet":
        frame.write_parquet(file)
    elif kind == "arrow":
        frame.write_ipc(file, compression="zstd", compat_level=WIDELY_READ)
    else:
        frame.write_ipc_stream(file, compression="zstd", compat_level=WIDELY_READ)


def _save(frame: pl.DataFrame, name: str) -> None:
    """Write a folder of the library `datasets`, without the bar that it draws whether or not anyone looks."""
    dataset = dataset_of(frame)
    bars = needed("datasets.utils", extra="hf", purpose="a dataset")
    hidden = bars.are_progress_bars_disabled()
    bars.disable_progress_bars()
    try:
        dataset.save_to_disk(name)
    finally:
        if not hidden:
            bars.enable_progress_bars()


def dataset_of(frame: pl.DataFrame) -> Any:  # noqa: ANN401  a datasets.Dataset
    """A frame as a dataset of the library `datasets`."""
    return needed("datasets", extra="hf", purpose="a dataset").Dataset.from_polars(frame)
