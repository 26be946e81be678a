"""Conditions over the fields of a record, in SQL."""

import re
from functools import cached_property

import polars as pl

from curate.errors import UsageError
from curate.records import columns as c

_QUOTED_OR_PATH = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[^\W\d]\w*(?:\.\w+|\[\d+\])+")


class Where:
    """A condition such as `source = 'legal-desk' and meta.score < 3`, as polars reads SQL.

    Names are fields of the user's own record, or paths in it; `file` is the name of the input.

    Raises:
        ValueError: it can not be read as a condition.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            # A path is one name to us; to SQL it would be an access to a struct.
            self.condition = pl.sql_expr(_QUOTED_OR_PATH.sub(_as_name, text))
        except pl.exceptions.PolarsError as error:
            raise ValueError(f"this is no condition in SQL: {str(error).splitlines()[0]}") from None
        if not self.names:
            raise ValueError("this condition names no field")

    def __repr__(self) -> str:
        return f"Where({self.text!r})"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields that it reads."""
        return tuple(dict.fromkeys(self.condition.meta.root_names()))

    def fields(self) -> tuple[pl.Expr, ...]:
        """The fields that it reads, as expressions over the record."""
        return tuple(map(c.field, self.names))

    def chosen(self, records: pl.DataFrame) -> pl.DataFrame:
        """The records that it holds for; where that can not be told, it does not.

        Raises:
            UsageError: it compares what can not be compared.
        """
        plain = [c.field(name).alias(name) for name in self.names]
        try:
            holds = records.select(plain).select(self.condition).to_series()
        except pl.exceptions.PolarsError as error:
            raise UsageError(
                f"where {self.text!r} can not be told: {str(error).splitlines()[0]}.",
                hint="Text stands in single quotes, numbers without any.",
            ) from None
        if holds.dtype not in (pl.Boolean, pl.Null) or holds.len() != records.height:
            raise UsageError(
                f"where {self.text!r} is no yes or no for each record.", hint="Compare: source = 'legal-desk'"
            )
        return records.filter(holds.cast(pl.Boolean).fill_null(value=False))


def _as_name(found: re.Match[str]) -> str:
    text = found[0]
    return text if text[0] in "'\"" else f'"{text}"'
