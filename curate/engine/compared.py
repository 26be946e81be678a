"""What a check of the set compares, of records that need not fit into memory."""

import polars as pl

from curate.checks import SetCheck
from curate.facts.view import View
from curate.progress import Tell
from curate.records import columns as c
from curate.records.records import Records


def compared(records: Records, check: SetCheck, tell: Tell) -> pl.DataFrame:
    """The keys of all records, in the order that decides."""
    made, done = list[pl.DataFrame](), 0
    nobody = pl.DataFrame(schema=c.SCHEMA)
    for frame in (*(part.frame(records.index) for part in records.parts), nobody):
        tell("preparing records", done, len(records))
        view = View.of(frame)
        view.need(check.facts())
        made.append(check.keys(view.records))
        done += frame.height
    return pl.concat(made).sort(c.RANK)
