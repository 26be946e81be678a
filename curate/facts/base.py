"""What a fact is."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import polars as pl

from curate.progress import Tell


class Fact(NamedTuple):
    """Something computed once about each record or each message, by an array kernel or an expression."""

    name: str
    of: Literal["record", "message"]
    compute: Callable[[pl.DataFrame, Tell], pl.Series]
    """From the records or the messages, with the facts it needs, to one value for each row."""
    needs: tuple[str, ...] = ()
    """Other facts of the same table that it reads."""
