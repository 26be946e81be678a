"""What a format is: a model of its rows, and the way from a row to turns."""

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel

from curate.params import kebab_case
from curate.records.turns import Conversation

RowT = TypeVar("RowT", bound=BaseModel)


class RecordFormat(ABC, Generic[RowT]):
    """A shape that records are read from. A file is of the format that explains most of its fields."""

    name: ClassVar[str]
    row: type[RowT]

    def __init_subclass__(cls) -> None:
        """Derive the name that users write from the name of the class."""
        cls.name = kebab_case(cls.__name__)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that this format explains."""
        return frozenset(self.row.model_fields)

    @property
    def required(self) -> frozenset[str]:
        """The fields that no row of this format lacks."""
        return frozenset(name for name, field in self.row.model_fields.items() if field.is_required())

    @abstractmethod
    def conversation(self, row: RowT) -> Conversation:
        """The turns and tools of one validated row."""
