"""What a check is."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from inspect import cleandoc, isabstract
from typing import Any, ClassVar, NamedTuple

import polars as pl

from curate.findings import Severity
from curate.params import Params, first_sentence, kebab_case


class Check(Params):
    """Looks for one kind of problem, and never changes anything.

    A subclass is named for what it finds. Its docstring is its documentation: one sentence that says what is
    found, then paragraphs that open with `Why it matters:`, `Found:` and `Passes:`.
    """

    code: ClassVar[str] = ""
    name: ClassVar[str] = ""
    severity: ClassVar[Severity] = "warning"
    preview: ClassVar[bool] = False
    """Whether it is not proven yet: it runs only where a pipeline or a caller selects it."""

    def __init_subclass__(
        cls,
        *,
        code: str = "",
        severity: Severity = "warning",
        preview: bool = False,
        **kwargs: Any,  # noqa: ANN401  passed on
    ) -> None:
        """Keep the code and derive the name; nothing is registered."""
        super().__init_subclass__(**kwargs)
        cls.name = kebab_case(cls.__name__)
        cls.code = code
        cls.severity = severity
        cls.preview = preview

    @classmethod
    def __pydantic_init_subclass__(cls, **_kwargs: Any) -> None:  # noqa: ANN401  pydantic's own signature
        """Refuse a check without a code at the line that defines it."""
        if not (cls.code or isabstract(cls) or cls.__module__ == __name__):
            raise TypeError(f'{cls.__name__} needs a code: class {cls.__name__}(RowCheck, code="ACME001")')

    @classmethod
    def family(cls) -> str:
        """The letters of its code."""
        return cls.code.rstrip("0123456789")

    @classmethod
    def summary(cls) -> str:
        """What it finds, in one sentence."""
        return first_sentence(cls.__doc__)

    @classmethod
    def documentation(cls) -> str:
        """All of what it finds, why that matters, and an example of each kind."""
        return cleandoc(cls.__doc__ or "")

    def is_unset(self) -> bool:
        """Whether it has nothing to look for until somebody sets it; it then runs only where it is selected."""
        return False

    def not_applicable(self) -> str:
        """Why it can not run with these settings; empty if it can."""
        return ""

    def also_reads(self) -> str:
        """A digest of what it reads beside records and settings, and of versions; empty if nothing."""
        return ""

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  for checks with a limit
        """Settings, in place of its own, with which what was found with this score and message no longer is.

        None, where no setting does that for certain.
        """
        return {}


class ReadCheck(Check):
    """Found while reading: a record that can not be read is rejected with this code. It has no settings."""


class RowCheck(Check, ABC):
    """Judges each message of a record by itself; a record is found if any of its messages is.

    Messages of a response that was not chosen are judged only where `of_rejected` says so.

    Expressions read the words of `curate.records.columns`: `text()`, `role()`, `is_response()`, `words()`, ...
    """

    of_rejected: ClassVar[bool] = False
    exempt_types: ClassVar[tuple[str, ...]] = ()
    """Prompt types, by the record's own label, in which it is no defect."""

    @abstractmethod
    def flag(self) -> pl.Expr:
        """True for a message that is found. Null means that it can not be told, and is never found."""

    def glance(self) -> pl.Expr | None:
        """Told before `flag`, for less: false for a message that is surely not found. None if nothing is.

        `flag` then sees only records with another message, and is asked of such messages alone: worth it where
        `flag` is dear, be it only for patterns that each run compiles, and few are left.
        """
        return None

    def tally(self) -> pl.Expr | None:
        """What is told of each response, found or not, to be counted where it is not null; None for nothing."""
        return None

    def message(self) -> pl.Expr:
        """What was found, in a sentence that quotes no text of the record."""
        return pl.lit(self.summary())

    def score(self) -> pl.Expr:
        """What was measured; null where nothing is."""
        return pl.lit(None, dtype=pl.Float64)

    def spans(self, text: str) -> Iterable[tuple[int, int]]:  # noqa: ARG002  for checks that find a stretch
        """Where in the text of a found message the problem is, in code points; none: all of it."""
        return ()

    def spans_of(self, texts: Sequence[str]) -> Iterator[Iterable[tuple[int, int]]]:
        """`spans` of each of these texts; for checks that tell them of many at once for less."""
        return map(self.spans, texts)

    def redacted(self, text: str, seen: dict[tuple[str, str], str]) -> str:  # noqa: ARG002  for private data
        """The text with a numbered placeholder, such as `[EMAIL_1]`, for each thing found that is private.

        `seen` holds by kind and value the placeholders given so far, so that numbers go on over the messages of a
        record; it is added to. The text as it is where nothing found is private.
        """
        return text

    def mended(self, text: str) -> str:
        """The text without what was found, for the step `repair`; as it is where nothing can be mended."""
        return text


class Comparison(NamedTuple):
    """What a check of the set finds in some records, and what that hangs on."""

    found: pl.DataFrame
    near: pl.Series | None = None
    """The ranks of those records that are like any other of them, found or not. All others are found in no order
    and beside none of these records; None where that is not known."""


MARKS = "marks"
"""A column of the keys: what a record must have in common with another to be like it."""


class SetCheck(Check, ABC):
    """Judges the set as a whole, in two pure functions.

    `keys` runs on any part of the set and makes little of it; `decide` sees the keys of all parts, in the order
    that decides between equals.
    """

    twins: ClassVar[bool] = True
    """Whether it names for each record found another one, by which that record can be replaced."""
    among: ClassVar[str] = ""
    """A column of the keys: `decide` needs only the rows whose value there stands more than once, if one is named.
    The others, most of them, are then never held together."""

    def facts(self) -> tuple[str, ...]:
        """The facts of records that `keys` reads."""
        return ()

    @abstractmethod
    def keys(self, part: pl.DataFrame) -> pl.DataFrame:
        """From records to what `decide` needs of them; the column `rank` says of which record a row is."""

    def measures(self) -> bool:
        """Whether `likeness` tells of some records alone what the score of a finding tells of two."""
        return False

    def likeness(self, keys: pl.DataFrame) -> list[float]:  # noqa: ARG002  for checks with a limit
        """How like the first of these records each other one is, where the score of a finding says that."""
        return []

    @abstractmethod
    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        """From keys in order to `rank`, `related`, `score` and `message` of each found record.

        `related` is the rank of a record that stands earlier and is not found itself; null if there are no twins.
        """

    def marks(self, keys: pl.DataFrame) -> pl.Series | None:  # noqa: ARG002  for checks that compare
        """A list of numbers for each record: two that have none in common are not like each other.

        Where they hang on nothing but the record, as they must, `decide` gets them beside the keys, as `marks`.
        None, where there are no such numbers.
        """
        return None

    def compare(self, keys: pl.DataFrame) -> Comparison:
        """What `decide` finds, and on which records that hangs, where it is known."""
        return Comparison(self.decide(keys))
