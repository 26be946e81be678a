"""Why a record could not be read, in the words and places of the user's own file."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import ValidationError

from curate.files.slices import Slice
from curate.records.formats.base import Misshapen
from curate.records.strict_json import NotStrict

NOT_UTF_8 = "FMT001"
INVALID_JSON = "FMT002"
DUPLICATE_KEY = "FMT003"
WRONG_SHAPE = "FMT004"
BROKEN_CUT = "FMT005"

_CODES = {"not-utf-8": NOT_UTF_8, "invalid-json": INVALID_JSON, "duplicate-key": DUPLICATE_KEY}


class Problem(NamedTuple):
    """One thing that is wrong with a record."""

    path: str
    message: str


class Reject(NamedTuple):
    """A record that could not be read: where it stands, all that is wrong with it, and its bytes."""

    code: str
    source: int
    row: int
    line: int
    """0 where the source has rows only."""
    offset: int
    column: int | None
    problems: tuple[Problem, ...]
    raw: bytes

    @property
    def path(self) -> str:
        """The place of the first problem in the user's record."""
        return self.problems[0].path

    @property
    def message(self) -> str:
        """Every problem, each with its place."""
        return "; ".join(f"{at}: {text}" if at else text for at, text in self.problems)


def rejected(source: int, piece: Slice, error: Exception, value: object) -> Reject:
    """The reject of a record for which reading it raised this."""
    if isinstance(error, NotStrict):
        return _not_strict(source, piece, error)
    if isinstance(error, Misshapen):
        return _wrong_shape(source, piece, error.error, prefix=error.path)
    if isinstance(error, ValidationError):
        return _wrong_shape(source, piece, error, value=value)
    raise error


def cut_badly(source: int, piece: Slice) -> Reject:
    """A slice that is not one whole record."""
    return _whole(BROKEN_CUT, source, piece, (Problem("", piece.trouble),))


def _not_strict(source: int, piece: Slice, error: NotStrict) -> Reject:
    margin = piece.margin if error.line == 1 else 0
    column = margin + error.column
    problem = Problem("", f"column {column}: {error.message}")
    reject = _whole(_CODES[error.kind], source, piece, (problem,))
    return reject._replace(column=column, line=piece.line + error.line - 1)


def _wrong_shape(
    source: int, piece: Slice, error: ValidationError, *, value: object = None, prefix: str = ""
) -> Reject:
    details = error.errors(include_url=False)
    problems = dict.fromkeys(_problem(detail, value, prefix) for detail in details)
    return _whole(WRONG_SHAPE, source, piece, tuple(_together(problems)))


def _together(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems in their order; what one place may hold instead is told in one sentence."""
    expected: dict[tuple[str, str], list[str]] = {}
    for path, message in problems:
        kind, _, found = message.partition(", found ")
        if kind.startswith(_EXPECTS) and found:
            expected.setdefault((path, found), []).append(kind.removeprefix(_EXPECTS))
        else:
            expected[path, message] = []
    for (path, found), kinds in expected.items():
        yield Problem(path, f"{_EXPECTS}{' or '.join(kinds)}, found {found}" if kinds else found)


def _whole(code: str, source: int, piece: Slice, problems: tuple[Problem, ...]) -> Reject:
    return Reject(code, source, piece.row, piece.line, piece.offset, None, problems, piece.raw)


def _problem(detail: Any, value: object, prefix: str) -> Problem:  # noqa: ANN401  pydantic's own error dictionary
    # A union names its branches in the path; only what is in the record, or is missing there, is shown.
    path = "".join(_steps(detail["loc"], value)) if value is not None else _plain(detail["loc"])
    return Problem((prefix + path).lstrip("."), _sentence(detail))


def _plain(loc: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)


def _steps(loc: tuple[str | int, ...], parsed: object) -> Iterator[str]:
    """The parts of the path that exist in the user's record; pydantic also names union branches."""
    value = parsed
    last = len(loc) - 1
    for depth, part in enumerate(loc):
        if isinstance(part, int) and isinstance(value, list):
            yield f"[{part}]"
            value = value[part] if part < len(value) else None
        elif isinstance(part, str) and isinstance(value, dict) and (part in value or depth == last):
            yield f".{part}"
            value = value.get(part)


_EXPECTS = "expected "
_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "int_type": "a whole number",
    "bool_type": "true or false",
}
_MEANT = {
    "human": "user", "prompter": "user", "gpt": "assistant", "bot": "assistant", "ai": "assistant",
    "model": "assistant", "chatbot": "assistant", "function": "tool", "observation": "tool", "ipython": "tool",
}  # fmt: skip
"""Roles as others call them."""


def _sentence(detail: Any) -> str:  # noqa: ANN401  pydantic's own error dictionary
    kind, found = detail["type"], detail["input"]
    if kind == "missing":
        return f"is missing{_renamed(str(detail['loc'][-1]), found)}"
    if kind == "too_short":
        return "is empty; at least one is expected"
    if kind == "literal_error":
        meant = _MEANT.get(str(found).lower(), "")
        meant = meant if repr(meant) in detail["ctx"]["expected"] else ""
        advice = f"; did you mean {meant!r}?" if meant else ""
        return f"expected {detail['ctx']['expected']}, found {_named(found)}{advice}"
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, found {_named(found)}{_unpacked(kind, found)}"
    return str(detail["msg"])


def _renamed(field: str, holder: object) -> str:
    """Which field of the record may be the one that is missing."""
    close = get_close_matches(field, list(holder), n=1, cutoff=0.7) if isinstance(holder, dict) else []
    return f"; is {close[0]!r} meant to be it?" if close else ""


def _unpacked(kind: str, found: object) -> str:
    holds_json = isinstance(found, str) and found.lstrip()[:1] in ("[", "{")
    return "; it holds JSON: write it without the quotes around it" if holds_json and kind != "string_type" else ""


def _named(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case str():
            return f"the text {value[:40]!r}"
        case list():
            return f"a list of {len(value)}"
        case _:
            return "an object"
