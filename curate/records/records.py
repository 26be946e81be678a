"""A set of records as it was read: the frame, the rejects, and where both come from."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

import polars as pl

from curate.clock import Timing
from curate.errors import InputError, UsageError
from curate.files.outputs import dataset_of
from curate.files.source import Place, Source, Stamp, as_it_was
from curate.records import columns as c
from curate.records.formats import format_called
from curate.records.known import Known
from curate.records.parts import Part, whole
from curate.records.rejects import Reject
from curate.records.turns import Conversation


@dataclass(frozen=True)
class Input:
    """One source, the format it was read in, and how many records it gave."""

    source: Source
    known: Known
    """How its records are read."""
    read: int
    rejected: int
    stamp: Stamp
    """Of the source, before it was read."""

    @cached_property
    def sha256(self) -> str:
        """Of the source as it was read.

        Raises:
            InputError: it was changed since.
        """
        digest = self.source.digest()
        self.must_be_as_it_was()
        return digest

    def must_be_as_it_was(self) -> None:
        """See that the source is still what was read.

        Raises:
            InputError: it was changed since, or is gone.
        """
        if not as_it_was(self.source.stamp(), self.stamp):
            raise InputError(
                f"{self.source.name} was changed after it was read.", hint="Nothing was put in place; run again."
            )

    @property
    def format(self) -> str:
        """The name of the format."""
        return self.known.format.name

    @property
    def reason(self) -> str:
        """Why this format."""
        return self.known.detected.reason

    @property
    def parsed(self) -> int:
        """Records that could be read."""
        return self.read - self.rejected


@dataclass(frozen=True, repr=False)
class Records:
    """Records that could be read, and those that could not."""

    index: pl.DataFrame
    """One row a record, in the order of the input, with all that is known of it but what it says."""
    parts: tuple[Part, ...]
    """What the records say, a part at a time. Of a part of a set, the parts hold the others, too."""
    rejects: tuple[Reject, ...]
    inputs: tuple[Input, ...]
    timing: Timing
    """What reading took."""
    edits: pl.DataFrame | None = None
    """What was changed of the records since; the parts hold them as they are now."""

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row a record, whole; `curate.records.columns` names the columns."""
        return whole(self.index, self.parts)

    def __len__(self) -> int:
        return self.index.height

    def __repr__(self) -> str:
        formats = ", ".join(dict.fromkeys(each.format for each in self.inputs))
        return f"Records({len(self):,} records, {len(self.rejects):,} rejected, format {formats})"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.of(self.index.head(5)).frame._repr_html_()}"

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each record as `{"key", "id", "messages": [{"role", "content"}, ...]}`, in the order of the input."""
        for row in self.frame.select(c.KEY, c.ID, c.MESSAGES).iter_rows(named=True):
            messages = [{"role": m[c.ROLE], "content": m[c.CONTENT]} for m in row[c.MESSAGES]]
            yield {"key": row[c.KEY], "id": row[c.ID], "messages": messages}

    def to_frame(self, format: str = "messages", *, lossy: bool = False) -> pl.DataFrame:
        """The records as a polars frame whose rows are in a format, in the order of the input.

        Tools and the arguments of calls are JSON text, since a column would give each of them the fields of all.
        Records that can not be read stand in `rejects` alone.

        Raises:
            UnknownName: there is no such format.
            WouldLose: the format can not carry something, and `lossy` does not allow it to be left out.
            UsageError: a field has values that no one type has.
        """
        from curate.records.convert import table_of

        return table_of(self, format_called(format), lossy=lossy)

    def to_dataset(self, format: str = "messages", *, lossy: bool = False) -> Any:  # noqa: ANN401  a Dataset
        """The records as a `Dataset` of the library `datasets` (extra `hf`), as `to_frame` gives them.

        Raises:
            UnknownName: there is no such format.
            WouldLose: the format can not carry something, and `lossy` does not allow it to be left out.
            UsageError: a field has values that no one type has, or the library is not installed.
        """
        return dataset_of(self.to_frame(format, lossy=lossy))

    def conversation(self, key: str) -> Conversation:
        """What one record said when it was read, from the source itself."""
        return self.conversations([key])[key]

    def conversations(self, keys: Iterable[str]) -> dict[str, Conversation]:
        """The same of several records; each source is gone through once."""
        wanted = self.of(self.index.filter(pl.col(c.KEY).is_in(list(keys))))
        said = dict[str, Conversation]()
        for number, own in enumerate(self.inputs):
            named = wanted.index.filter(pl.col(c.SOURCE) == number).sort(c.ROW)[c.KEY]
            for key, raw in zip(named, wanted.raw(number), strict=True):
                said[key] = own.known.conversation(raw, own.source.cells(raw))
        return said

    def field(self, name: str) -> pl.DataFrame:
        """`rank` and `value` of each record: what stands in a field, or at a path, of the user's own record.

        Raises:
            UnknownName: no record has anything there.
        """
        from curate.records.fields import field_of

        return field_of(self, name)

    @property
    def sources(self) -> list[Source]:
        """What the records were read from."""
        return [each.source for each in self.inputs]

    @property
    def read(self) -> int:
        """Records in the inputs, readable or not."""
        return sum(each.read for each in self.inputs)

    def must_be_as_read(self) -> None:
        """See that the inputs are still what was read.

        Raises:
            InputError: one was changed since, or is gone.
        """
        for each in self.inputs:
            each.must_be_as_it_was()

    @contextmanager
    def as_read(self) -> Iterator[None]:
        """While inputs are read again: one that changes meanwhile can break anything, and is named then."""
        try:
            yield
        except UsageError:
            raise
        except Exception:
            self.must_be_as_read()
            raise

    def of(self, index: pl.DataFrame) -> "Records":
        """The same inputs, with only the records in this index, and none rejected."""
        return replace(self, index=index, rejects=())

    def apart(self) -> "Records":
        """The same records; what is changed of them is changed here alone."""
        return replace(self, parts=tuple(part.apart() for part in self.parts))

    def changes(self, *, as_text: bool = False) -> list[Mapping[int, dict[str, Any]]]:
        """For each input, by row: the fields of the user's own record that are another since it was read.

        With `as_text` those of an input that is text are `JsonText`, as which they are to be written.
        """
        from curate.records.changed_rows import changed_rows

        return [changed_rows(self, number, as_text=as_text) for number in range(len(self.inputs))]

    def raw(self, number: int) -> Iterator[bytes]:
        """The very bytes of each record that came from one input, in its order; of a row, its JSON text."""
        return self.inputs[number].source.pick(self.places(number))

    def places(self, number: int) -> list[Place]:
        """Where each record that came from one input stands in it, in its order."""
        own = self.index.filter(pl.col(c.SOURCE) == number).select(c.ROW, c.OFFSET, c.LENGTH)
        return own.with_columns(pl.col(c.OFFSET, c.LENGTH).fill_null(0)).sort(c.ROW).rows()
