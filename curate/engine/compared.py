"""What a check of the set compares, of records that need not fit into memory."""

from itertools import chain

import polars as pl

from curate.checks import SetCheck
from curate.facts.view import View
from curate.progress import Tell
from curate.records import columns as c
from curate.records.parts import by_part
from curate.records.records import Records


def compared(records: Records, check: SetCheck, tell: Tell) -> pl.DataFrame:
    """The keys of all records, in the order that decides."""
    made, done = list[pl.DataFrame](), 0
    nobody = pl.DataFrame(schema=c.SCHEMA)
    whose = zip(records.parts, by_part(records.index, records.parts), strict=True)
    for frame in chain((part.frame(own) for part, own in whose), [nobody]):
        tell("preparing records", done, len(records))
        view = View.of(frame)
        view.need(check.facts())
        made.append(check.keys(view.records))
        done += frame.height
    return pl.concat(made).sort(c.RANK)
