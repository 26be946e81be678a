"""Which format a file is in, told by its content."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import ValidationError

from curate.errors import InputError
from curate.records.formats import FORMATS, RecordFormat
from curate.records.strict_json import parsed_or_none

SAMPLED = 100
"""Records that are looked at. Unreadable ones do not count against any format."""

NOT_DEMONSTRATIONS = (
    ({"chosen", "rejected"}, "pairs of a chosen and a rejected response"),
    ({"label", "messages"}, "responses with a label for good or bad"),
    ({"label", "completion"}, "responses with a label for good or bad"),
)


class Detected(NamedTuple):
    """A format, and why it was taken."""

    format: RecordFormat[Any]
    reason: str


def detect(name: str, raws: Iterable[bytes]) -> Detected:
    """The format that explains strictly more fields of the first records than any other.

    Raises:
        InputError: none fits, two fit equally well, or the records are no demonstrations.
    """
    pieces = list(raws)
    if not pieces:
        raise InputError(f"{name} holds no records.")
    rows = [row for raw in pieces if isinstance(row := parsed_or_none(raw), dict)]
    fields = Counter(field for row in rows for field in row)
    _must_be_demonstrations(name, fields, len(rows))
    scores = {known: _explained(known, rows) for known in FORMATS}
    if not any(scores.values()):
        scores = {known: _named(known, rows) for known in FORMATS}
    best = max(scores.values())
    winners = [known for known, score in scores.items() if score == best]
    if best == 0:
        raise _none_fits(name, fields, len(rows))
    if len(winners) > 1:
        names = " and ".join(known.name for known in winners)
        raise InputError(
            f"{name}: {names} fit its first records equally well.",
            hint=f"Say which: --from {winners[0].name}",
        )
    present = sorted(winners[0].fields & fields.keys())
    return Detected(winners[0], f"it has {', '.join(present)}")


def _explained(known: RecordFormat[Any], rows: list[dict[str, Any]]) -> int:
    return sum(len(known.fields & row.keys()) for row in rows if _fits(known, row))


def _named(known: RecordFormat[Any], rows: list[dict[str, Any]]) -> int:
    """The same by names alone, for a file in which every record has something wrong."""
    return sum(len(known.fields & row.keys()) for row in rows if known.required <= row.keys())


def _fits(known: RecordFormat[Any], row: dict[str, Any]) -> bool:
    try:
        known.row.model_validate(row)
    except ValidationError:
        return False
    return True


def _must_be_demonstrations(name: str, fields: Counter[str], rows: int) -> None:
    for telling, what in NOT_DEMONSTRATIONS:
        if rows and all(fields[field] == rows for field in telling):
            raise InputError(
                f"{name} holds {what} ({', '.join(sorted(telling))}), not demonstrations.",
                hint="This version reads demonstrations only. To read it as such all the same, name the format "
                "with --from.",
            )


def _none_fits(name: str, fields: Counter[str], rows: int) -> InputError:
    known = ", ".join(f"{known.name} ({', '.join(sorted(known.required))})" for known in FORMATS)
    if not rows:
        return InputError(
            f"{name}: none of its first {SAMPLED} records is a JSON object.",
            hint="One JSON object a line, or one JSON array of objects, is read.",
        )
    names = ", ".join(field for field, _ in fields.most_common(12))
    seen = names.encode("utf-8", "backslashreplace").decode()
    return InputError(
        f"{name}: none of the known formats fits its records (fields: {seen}).", hint=f"Known: {known}."
    )
