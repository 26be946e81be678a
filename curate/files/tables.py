"""Tables with typed columns, each row of which is a record: Parquet, Arrow, saved datasets, frames in memory."""

import base64
import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Literal

import polars as pl

from curate.errors import InputError, UsageError
from curate.files.digest import file_digest
from curate.files.json_columns import decoded, decoders_of
from curate.files.packed import legible, readable
from curate.files.slices import TOGETHER, Cut
from curate.files.source import UNCHANGED, FileSource, Place, Source, Stamp, stamp_of
from curate.files.values import Row, present, same
from curate.files.written import json_with

Table = Literal["parquet", "arrow", "arrows"]
MAGIC: tuple[tuple[bytes, Table], ...] = (
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrows"),
)
WIDELY_READ = pl.CompatLevel.oldest()
"""Text as every version of Arrow has it: older readers, `datasets` 4.0 among them, refuse views of strings."""


class TableSource(Source):
    """Rows of a table. A record has a row, but neither a line nor an offset."""

    @abstractmethod
    def scan(self) -> pl.LazyFrame:
        """The whole table, not yet read."""

    def cuts(self) -> Iterator[Cut]:
        """The rows, in order, some at a time; a field that is null counts as absent."""
        row = 1
        with _legible(self.name):
            for part in self.scan().collect_batches(chunk_size=TOGETHER, maintain_order=True):
                values = list(_rows_of(part))
                yield Cut(row, [], [], [b""] * len(values), {}, values)
                row += len(values)

    def pick(self, places: Iterable[Place]) -> Iterator[bytes]:
        """Each of these rows as JSON text."""
        for part in self._rows([row for row, _, _ in places]).collect_batches(maintain_order=True):
            yield from map(as_json, _rows_of(part))

    def save(self, places: Sequence[Place], file: BinaryIO, changed: Mapping[int, Row] = UNCHANGED) -> None:
        """The same table with only these rows, some of which may be changed."""
        rows = [row for row, _, _ in places]
        chosen = _with(self._rows(rows), [changed.get(row, {}) for row in rows])
        if self._of_json:
            raws = zip(rows, self.pick(places), strict=True)
            file.writelines((json_with(raw, changed[row]) if row in changed else raw) + b"\n" for row, raw in raws)
        elif self.container == "arrow":
            chosen.sink_ipc(file, maintain_order=True, compat_level=WIDELY_READ)
        elif self.container == "arrows":
            chosen.collect().write_ipc_stream(file, compat_level=WIDELY_READ)
        else:
            chosen.sink_parquet(file, maintain_order=True)

    def _rows(self, rows: list[int]) -> pl.LazyFrame:
        wanted = pl.Series(rows, dtype=pl.UInt32)
        table, number = self.scan(), "row"
        while number in table.collect_schema():
            number += "'"
        return table.with_row_index(number, offset=1).filter(pl.col(number).is_in(wanted.implode())).drop(number)

    @property
    def _of_json(self) -> bool:
        """Whether a column is marked as JSON text: polars reads such a table, and fails to write it."""
        return bool(decoders_of(self.scan().collect_schema()))

    @property
    def ending(self) -> str:
        """The file name ending that its own container is written with."""
        if self._of_json:
            return ".jsonl"
        return f".{self.container}" if self.container in ("parquet", "arrow", "arrows") else ".parquet"


@dataclass(frozen=True)
class FileTable(FileSource, TableSource):
    """A Parquet file, an Arrow file, or an Arrow stream."""

    name: str
    path: Path
    container: Table

    def scan(self) -> pl.LazyFrame:
        """The whole table, not yet read; an Arrow stream is read at once."""
        with _legible(self.name):
            if self.container == "parquet":
                return pl.scan_parquet(self.path, glob=False)
            if self.container == "arrow":
                return pl.scan_ipc(self.path, glob=False)
            return pl.read_ipc_stream(self.path).lazy()


@dataclass(frozen=True)
class SavedDataset(TableSource):
    """A folder that `save_to_disk` of the library `datasets` wrote: Arrow streams, named by its state."""

    name: str
    path: Path
    container: str = "saved"

    def scan(self) -> pl.LazyFrame:
        """All its files, one after the other."""
        with _legible(self.name):
            return pl.concat([pl.read_ipc_stream(file).lazy() for file in self.files])

    @property
    def files(self) -> list[Path]:
        """The files that hold its rows."""
        with _legible(self.name), readable(self.path / "state.json", self.name) as file:
            state = json.load(file)
            return [self.path / each["filename"] for each in state["_data_files"]]

    def digest(self) -> str:
        """The SHA-256 over its files, one after the other, in hex."""
        whole = sha256()
        for path in self.files:
            with readable(path, self.name) as file:
                whole.update(file_digest(file).encode())
        return whole.hexdigest()

    def stamp(self) -> Stamp:
        """The size and the time of change of each of its files."""
        return stamp_of(*self.files, name=self.name)

    @property
    def bytes(self) -> int:
        """The size of its files."""
        with legible(self.name):
            return sum(path.stat().st_size for path in self.files)


@dataclass(frozen=True)
class Frame(TableSource):
    """A frame in memory."""

    name: str
    frame: pl.DataFrame
    path: Path = Path("frame.parquet")
    container: str = "frame"

    def scan(self) -> pl.LazyFrame:
        """The frame."""
        return self.frame.lazy()

    @cached_property
    def _stream(self) -> memoryview:
        stream = BytesIO()
        self.frame.write_ipc_stream(stream)
        return stream.getbuffer()

    def digest(self) -> str:
        """The SHA-256 of the frame as an Arrow stream, in hex."""
        return sha256(self._stream).hexdigest()

    def stamp(self) -> Stamp:
        """Nothing: a frame in memory does not change."""
        return ()

    @property
    def bytes(self) -> int:
        """The size of the frame as an Arrow stream."""
        return len(self._stream)


def _with(table: pl.LazyFrame, changed: Sequence[Row]) -> pl.LazyFrame:
    """A table in whose rows these fields hold something else."""
    names = dict.fromkeys(name for fields in changed for name in fields)
    if not names:
        return table
    frame = table.collect()
    for name in names:
        held = frame[name] if name in frame.columns else pl.Series([None] * frame.height)
        values = [fields.get(name, value) for fields, value in zip(changed, held.to_list(), strict=True)]
        frame = frame.with_columns(_column(name, values, held.dtype))
    return frame.lazy()


def _column(name: str, values: list[Any], held: pl.DataType) -> pl.Series:
    """Values as a column, of the type that it had if that can hold them.

    Raises:
        UsageError: no type can.
    """
    for dtype in (held, None):
        try:
            column = pl.Series(name, values, dtype=dtype)
        except (pl.exceptions.PolarsError, TypeError, OverflowError):
            continue
        if all(map(same, values, column.to_list())):
            return column
    raise UsageError(
        f"the column {name} of this table has a type ({held}) that can not hold what a step puts there.",
        hint="JSON Lines can: curate convert the table first.",
    )


def as_json(value: object, *, spaced: bool = False) -> bytes:
    """JSON text of a row or a value; what JSON does not know is written as text."""
    between = (", ", ": ") if spaced else (",", ":")
    try:
        text = json.dumps(value, ensure_ascii=False, separators=between, default=_as_text, allow_nan=False)
    except ValueError:
        # A number that JSON has no word for is told as text.
        return as_json(json.loads(json.dumps(value, default=_as_text), parse_constant=str), spaced=spaced)
    return text.encode("utf-8", "backslashreplace")


def _as_text(value: object) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def _rows_of(part: pl.DataFrame) -> Iterator[dict[str, Any]]:
    decoders = decoders_of(part.schema)
    return (decoded(present(each), decoders) for each in part.iter_rows(named=True))


_ILLEGIBLE = (
    *(pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError),
    *(KeyError, TypeError, ValueError, RecursionError),
)
"""What reading a damaged table raises; some damage makes the library panic, which is no `Exception`."""


@contextmanager
def _legible(name: str) -> Iterator[None]:
    try:
        yield
    except _ILLEGIBLE as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{name} can not be read as a table: {reason}.", hint="Write the table again.") from None
