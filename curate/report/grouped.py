"""What a record says of itself: the value of a field, as steps that group by one read it."""

from collections.abc import Hashable

from curate.records import columns as c
from curate.records.fields import FILE
from curate.records.formats.mapped import value_at
from curate.records.turns import json_text
from curate.report.left import Row
from curate.report.said import Saying


def value_of(line: Row, saying: Saying | None, field: str) -> Hashable:
    """A field of the user's own record, its input's name, or its label of a type; None where there is none."""
    if field == FILE:
        return str(line["file"])
    if saying is None or saying.held.known is None:
        return None
    known, row = saying.held.known, saying.read
    if field == c.TYPE:
        return known.about([row]).types[0]
    value = value_at(row, known.paths.get(field, field))
    return value if isinstance(value, Hashable) else json_text(value)
