"""What a format is: a shape of rows, the way from a row to what it says, and back."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from curate.params import kebab_case
from curate.records.texts import Texts
from curate.records.turns import Conversation, Turn

RowT = TypeVar("RowT")
Row = dict[str, Any]


class Misshapen(ValueError):
    """A part of a row is not what its format needs there."""

    def __init__(self, path: str, error: ValidationError, value: object, *, alone: bool = False) -> None:
        super().__init__(path)
        self.path = path
        self.error = error
        self.value = value
        """What was validated."""
        self.alone = alone
        """Whether that is a list of one, where the row holds the one."""


class RecordFormat(ABC, Generic[RowT]):
    """A shape that records are read from and written in. A file is of the format that explains most of its fields.

    A subclass names a `TypedDict` as its `row` and says how a row becomes a conversation. One that is also
    written says how a conversation becomes a row.
    """

    name: ClassVar[str]
    row: type[RowT]

    def __init_subclass__(cls) -> None:
        """Derive the name that users write from the name of the class."""
        cls.name = kebab_case(cls.__name__)

    @cached_property
    def adapter(self) -> TypeAdapter[RowT]:
        """What tells whether a value is a row of this format."""
        return TypeAdapter(self.row)

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that this format explains."""
        return frozenset(self.row.__annotations__)

    @cached_property
    def required(self) -> frozenset[str]:
        """The fields that no row of this format lacks."""
        return frozenset(getattr(self.row, "__required_keys__", ()))

    @cached_property
    def is_row(self) -> Callable[[Any], bool]:
        """Whether a value has the shape of a row. It is taken as it is: nothing is converted."""
        return partial(self.adapter.validator.isinstance_python, strict=True)

    def must_be_row(self, value: Any) -> None:  # noqa: ANN401  whatever the JSON text says
        """Refuse what is no row.

        Raises:
            ValidationError: with everything that is wrong.
        """
        self.adapter.validator.validate_python(value, strict=True)

    def fits(self, row: Any) -> bool:  # noqa: ANN401  whatever the JSON text says
        """Whether a value is a row of this format, in every part."""
        try:
            self.must_be_row(row)
            self.conversation(row)
        except (ValidationError, Misshapen):
            return False
        return True

    @abstractmethod
    def conversation(self, row: RowT) -> Conversation:
        """What one validated row says."""

    def texts(self, rows: Sequence[Any]) -> Texts | None:  # noqa: ARG002
        """What these rows say, column by column, where all are valid and hold nothing but texts; else None.

        A shorter way to what the conversations of the rows say. A format does well without it.
        """
        return None

    def written(self, said: Conversation, losses: list[str], *, plain: bool) -> Row:
        """A row that says this, as far as the format can; what it can not carry is added to the losses.

        `plain` tells that every record of the set is one text of a user and one response.
        """
        raise NotImplementedError(f"the format {self.name} is read, not written")

    def repeated(self, row: Row) -> Iterable[tuple[Turn, Turn]]:  # noqa: ARG002  for those that do
        """Turns of a row, each with one that says the same once more and has to go on doing so."""
        return ()

    def unknown(self, row: Mapping[str, Any]) -> Row:
        """The fields of a row that the format does not explain."""
        return {name: value for name, value in row.items() if name not in self.fields}
