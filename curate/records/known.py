"""How the records of a source are read: told by the user, or by content."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from curate.errors import InputError
from curate.files.slices import Cut
from curate.files.source import Source
from curate.files.texts import DELIMITERS
from curate.records.cells import cells_as_values
from curate.records.detect import SAMPLED, Detected, detect
from curate.records.formats import RecordFormat, format_called
from curate.records.formats.base import Row
from curate.records.formats.mapped import ABOUT, CONTENT, Mapped, value_at
from curate.records.strict_json import NotStrict, must_be_utf_8, parse_all, parse_json, parsed_or_why
from curate.records.turns import Conversation, text_or_none

AUTO = "auto"
TYPE_LABELS = ("type", "prompt_type", "category", "task")
"""Under which names a record may say what kind of prompt it is."""
IGNORE = "curate_ignore"
"""Under which name a record may list codes, families or names of checks whose findings are set aside."""


class About(NamedTuple):
    """What is known of each of some records, beside what it says."""

    ids: list[str | None]
    """The owner's own names."""
    types: list[str | None]
    """The kinds of prompt, by the owner's own label."""
    ignored: list[list[str] | None]
    """The codes that it says to ignore."""


class Reading(NamedTuple):
    """How records are to be read: in a format, or in one told by content; and which fields stand elsewhere."""

    format: str | RecordFormat[Any] = AUTO
    paths: dict[str, str] = {}  # noqa: RUF012  never changed


class Known(NamedTuple):
    """How the records of one source are read."""

    detected: Detected
    paths: dict[str, str]
    """Where the user says that fields stand."""
    delimited: bool

    @property
    def format(self) -> RecordFormat[Any]:
        """The format of its rows."""
        return self.detected.format

    def value(self, raw: bytes, given: object) -> Any:  # noqa: ANN401  JSON is anything
        """The row that a record holds, from its bytes or from what its container gives."""
        if self.delimited:
            must_be_utf_8(raw)
            return cells_as_values(self.format, given)  # type: ignore[arg-type]
        return parse_json(raw) if given is None else given

    def values(self, cut: Cut) -> list[Any]:
        """What each record of a cut says, or why it can not be parsed."""
        if cut.values is None:
            return parse_all(cut.raws)
        if not self.delimited:
            return cut.values
        return [self._cells(raw, given) for raw, given in zip(cut.raws, cut.values, strict=True)]

    def _cells(self, raw: bytes, given: dict[str, str]) -> Row | NotStrict:
        try:
            must_be_utf_8(raw)
        except NotStrict as error:
            return error
        return cells_as_values(self.format, given)

    def unknown(self, row: Row) -> Row:
        """What the format does not explain, with what the user says stands elsewhere."""
        fields = self.format.unknown(row)
        for field, path in self.paths.items():
            if field in ABOUT and (value := value_at(row, path)) is not None:
                fields[field] = value
        return fields

    def about(self, rows: Sequence[Row]) -> About:
        """What is known of each record, beside what it says."""
        there = set[str]().union(*rows) - self.format.fields
        return About(
            self._labels(rows, ["id"], there, str | int),
            self._labels(rows, TYPE_LABELS, there, str),
            [_codes(row.get(IGNORE)) for row in rows] if IGNORE in there else [],
        )

    def _labels(self, rows: Sequence[Row], names: Sequence[str], there: set[str], kind: Any) -> list[str | None]:  # noqa: ANN401
        """The first of these fields that holds such a value, in each row; names that no row has cost nothing."""
        if path := self.paths.get(names[0]):
            return [text_or_none(value_at(row, path)) for row in rows]
        here = [name for name in names if name in there]
        if not here:
            return [None] * len(rows)
        columns = [[row.get(name) for row in rows] for name in here]
        if len(columns) == 1 and set(map(type, columns[0])) <= {str, type(None)}:
            return columns[0]
        values = zip(*columns, strict=True)
        return [text_or_none(next((value for value in each if isinstance(value, kind)), None)) for each in values]

    def conversation(self, raw: bytes, given: object) -> Conversation:
        """What one record says.

        Raises:
            NotStrict, ValidationError, Misshapen: it can not be read.
        """
        row: Any = self.value(raw, given)
        self.format.must_be_row(row)
        return self.format.conversation(row)


def _codes(value: object) -> list[str] | None:
    """A list of codes, or a text that holds some; what is neither says nothing."""
    if isinstance(value, str):
        return re.findall(r"[\w-]+", value) or None
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else None


def known_as(reading: Reading, *, delimited: bool) -> Known | None:
    """How records are read where the user says so; None where their content is to tell.

    Raises:
        UnknownName: there is no format of this name.
    """
    content = {field: path for field, path in reading.paths.items() if field in CONTENT}
    if content:
        told = ", ".join(f"{field} from {path}" for field, path in content.items())
        return Known(Detected(Mapped(content), told), reading.paths, delimited)
    if reading.format == AUTO:
        return None
    own = isinstance(reading.format, RecordFormat)
    known = reading.format if own else format_called(str(reading.format))
    return Known(Detected(known, "as told"), reading.paths, delimited)  # type: ignore[arg-type]


def known_in(source: Source, reading: Reading) -> Known:
    """How the records of a source are read.

    Raises:
        InputError: it can not be told.
        UnknownName: there is no format of this name.
    """
    delimited = source.container in DELIMITERS
    told = known_as(reading, delimited=delimited)
    if told:
        if isinstance(told.format, Mapped):
            _must_lead_somewhere(source.name, told.format, islice(_sample(source), SAMPLED))
        return told
    sample = list(islice(_sample(source), SAMPLED))
    if not sample:
        _must_not_all_be_broken(source)
    return Known(detect(source.name, sample, cells=delimited), reading.paths, delimited)


def _must_lead_somewhere(name: str, mapped: Mapped, sample: Iterable[object]) -> None:
    """Refuse a map in which a path leads nowhere in any of the first records: it is a slip of the pen."""
    rows = [row for row in sample if isinstance(row, dict)]
    for field, path in mapped.paths.items() if rows else ():
        if all(value_at(row, path) is None for row in rows):
            fields = ", ".join(dict.fromkeys(field for row in rows for field in row))
            raise InputError(
                f"{name}: none of its first {len(rows):,} records has anything at {path} (--map {field}={path}).",
                hint=f"Their fields: {fields.encode('utf-8', 'backslashreplace').decode()}.",
            )


def _sample(source: Source) -> Iterator[object]:
    """What the first records say; where one can not be parsed, why."""
    for cut in source.cuts():
        for position, raw in enumerate(cut.raws):
            if position not in cut.troubles:
                yield parsed_or_why(raw) if cut.values is None else cut.values[position]


def _must_not_all_be_broken(source: Source) -> None:
    """Say what is wrong with the first record, where there are some and none is whole."""
    broken = next((piece for cut in source.cuts() for piece in cut), None)
    if broken:
        raise InputError(
            f"{source.name}: none of its records is whole.",
            hint=f"The first, in line {broken.line}: {broken.trouble}.",
        )
