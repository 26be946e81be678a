"""Which format a file is in, told by its content."""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from curate.errors import InputError, NoFormatFits
from curate.records.cells import cells_as_values
from curate.records.formats import FORMATS, RecordFormat
from curate.records.strict_json import NotStrict

SAMPLED = 100
"""Records that are looked at. Unreadable ones do not count against any format."""

_PROMPTS = ("prompt", "question", "query", "instruction", "input", "user", "text", "source", "problem")
_RESPONSES = ("response", "answer", "completion", "output", "assistant", "reply", "target", "solution")
"""What columns of prompts and of responses are often called, the likeliest first."""


class Detected(NamedTuple):
    """A format, and why it was taken."""

    format: RecordFormat[Any]
    reason: str


def detect(name: str, sample: Sequence[object], *, cells: bool = False) -> Detected:
    """The format that explains strictly more fields of the first records than any other.

    The sample holds what each record says, or why it can not be parsed; with `cells` all values are text.

    Raises:
        InputError: none fits, or two fit equally well.
    """
    if not sample:
        raise InputError(f"{name} holds no records.")
    rows = [row for row in sample if isinstance(row, dict)]
    fields = Counter(field for row in rows for field in row)
    scores = {known: _explained(known, rows, cells=cells) for known in FORMATS}
    if not any(scores.values()):
        scores = {known: _named(known, rows) for known in FORMATS}
    best = max(scores.values())
    winners = [known for known, score in scores.items() if score == best]
    if best == 0:
        raise _no_objects(name, sample) if not rows else _none_fits(name, fields, rows)
    if len(winners) > 1:
        names = " and ".join(known.name for known in winners)
        raise InputError(
            f"{name}: {names} fit its first records equally well.",
            hint=f"Say which: --from {max(winners, key=lambda known: len(known.required)).name}",
        )
    present = sorted(winners[0].fields & fields.keys())
    return Detected(winners[0], f"has {', '.join(present)}")


def _explained(known: RecordFormat[Any], rows: list[dict[str, Any]], *, cells: bool) -> int:
    as_read = [cells_as_values(known, row) for row in rows] if cells else rows
    return sum(len(known.fields & _given(row)) for row in as_read if known.fits(row))


def _given(row: Mapping[str, Any]) -> set[str]:
    """The fields in which anything stands."""
    return {name for name, value in row.items() if value is not None}


def _named(known: RecordFormat[Any], rows: list[dict[str, Any]]) -> int:
    """The same by names alone, for a file in which every record has something wrong."""
    return sum(len(known.fields & row.keys()) for row in rows if known.required <= row.keys())


def _none_is(sample: Sequence[object], what: str) -> str:
    if len(sample) == 1:
        return f"its first record is not {what}."
    return f"none of its first {len(sample):,} records is {what}."


def _no_objects(name: str, sample: Sequence[object]) -> InputError:
    wrong = [each for each in sample if isinstance(each, NotStrict)]
    if wrong and all(each.kind == "not-utf-8" for each in wrong):
        return InputError(
            f"{name}: {_none_is(sample, 'UTF-8')}",
            hint=f"If you know its encoding: iconv -f GB18030 -t UTF-8 {name}",
        )
    why = f" The first: column {wrong[0].column}: {wrong[0].message}." if wrong else ""
    return InputError(
        f"{name}: {_none_is(sample, 'a JSON object')}{why}",
        hint="Read are one JSON object a line, or one JSON array of objects; tables by the ending .csv or .tsv.",
    )


def _none_fits(name: str, fields: Counter[str], rows: list[dict[str, Any]]) -> NoFormatFits:
    names = ", ".join(field for field, _ in fields.most_common(12))
    seen = names.encode("utf-8", "backslashreplace").decode()
    known = ", ".join(f"{known.name} ({', '.join(sorted(known.required))})" for known in FORMATS)
    named = [field for field in fields if field.lower() != "id" and not field.lower().endswith("_id")]
    prompt = _likely(_PROMPTS, named)
    alone = prompt or next((f"{field}[0]" for field in named if _are_texts(rows, field)), "")
    error = NoFormatFits(
        f"{name}: none of the known formats fits its records (fields: {seen}).",
        hint=f"{_mapped(name, named, prompt, alone)}\nKnown: {known}.",
    )
    error.name, error.prompts, error.rows = name, alone, rows
    return error


def _mapped(name: str, named: list[str], prompt: str, alone: str) -> str:
    """The call that may read these fields."""
    response = _likely(_RESPONSES, [field for field in named if field != prompt])
    mapped = f"--map prompt={prompt or 'FIELD'} --map response={response or 'FIELD'}"
    both = f"If it is prompts and responses:  curate check {name} {mapped}"
    if response:
        return both
    coverage = f"curate coverage {name} --map prompt={alone or 'FIELD'}"
    return f"{both}\nIf it is prompts alone:  {coverage}  (of a target: --target-map)"


def _are_texts(rows: list[dict[str, Any]], field: str) -> bool:
    """Whether a field holds lists of texts."""
    said = [row[field] for row in rows if field in row]
    return all(isinstance(each, list) and each and all(isinstance(text, str) for text in each) for each in said)


def _likely(called: tuple[str, ...], fields: list[str]) -> str:
    low = {field.lower(): field for field in reversed(fields)}
    exact = next((low[name] for name in called if name in low), "")
    return exact or next((low[close[0]] for name in called if (close := get_close_matches(name, low, n=1))), "")
