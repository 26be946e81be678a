"""Rows as bytes: JSON text, or cells between delimiters."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

import polars as pl

from curate.files.values import Row


def json_bytes(row: Row) -> bytes:
    """A row as compact JSON text."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


_TOGETHER = 20_000
"""Rows of a frame that are made text at once."""


def json_lines(frame: pl.DataFrame) -> Iterator[bytes]:
    """The rows of a frame as JSON Lines, many at a time."""
    for rows in frame.iter_slices(_TOGETHER):
        text = BytesIO()
        rows.write_ndjson(text)
        yield text.getvalue()


class JsonText(str):
    """A value of a field, as the JSON text that tells it."""

    __slots__ = ()


def json_with(raw: bytes, fields: Row) -> bytes:
    """The JSON text of a row in which these fields hold something else; all else stands as it was written."""
    text, absent = raw.decode(), dict(fields)
    done, end, parts = 0, text.index("{") + 1, list[str]()
    for name, start, end in _members(text):
        if name in fields:
            parts += [text[done:start], _json_text(absent.pop(name))]
            done = end
    parts += [text[done:end], *(f", {_json_text(name)}: {_json_text(value)}" for name, value in absent.items())]
    return "".join((*parts, text[end:])).encode("utf-8", "backslashreplace")


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _json_text(value: object) -> str:
    return value if isinstance(value, JsonText) else _encode(value)


# Numbers are not looked at, only passed over; Python refuses to read very long ones.
_DECODER = json.JSONDecoder(parse_int=len, parse_float=len)
_BETWEEN = re.compile(r"[ \t\r\n,:]*")


def _members(text: str) -> Iterator[tuple[str, int, int]]:
    """The name of each member of a JSON object, and where its value begins and ends."""
    at = _passed(text, text.index("{") + 1)
    while text[at] != "}":
        name, at = _DECODER.raw_decode(text, at)
        start = _passed(text, at)
        _, end = _DECODER.raw_decode(text, start)
        yield name, start, end
        at = _passed(text, end)


def _passed(text: str, at: int) -> int:
    """Where the next name, value or bracket stands."""
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def cell_of(value: object) -> str:
    """A value as a cell of text: lists and objects as JSON text, nothing for null."""
    if isinstance(value, JsonText):
        return cell_of(json.loads(value))
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
