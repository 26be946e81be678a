"""Rows as bytes: JSON text, or cells between delimiters."""

import csv
import json
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import BinaryIO

from curate.files.values import Row


def json_bytes(row: Row) -> bytes:
    """A row as compact JSON text."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


def json_with(raw: bytes, fields: Row) -> bytes:
    """The JSON text of a row in which these fields hold something else."""
    return json_bytes({**json.loads(raw), **fields})


def cell_of(value: object) -> str:
    """A value as a cell of text: lists and objects as JSON text, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def write_cells(rows: Iterable[Sequence[str]], file: BinaryIO, delimiter: str) -> None:
    """Rows of cells, a line for each."""
    # The writer puts quotes around what its own line end is made of; a lone carriage return needs them too.
    csv.writer(_Encoded(file), delimiter=delimiter, lineterminator="\r\n").writerows(rows)


def cells_line(cells: Sequence[str], delimiter: str) -> bytes:
    """One row of cells, without its line end."""
    file = BytesIO()
    write_cells([cells], file, delimiter)
    return file.getvalue().removesuffix(b"\n")


class _Encoded:
    """A file of bytes that takes lines of text."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def write(self, text: str) -> int:
        return self.file.write(text.removesuffix("\r\n").encode() + b"\n")
