"""Why a record could not be read, in the words and places of the user's own file."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import ValidationError

from curate.files.slices import Slice
from curate.records.formats.base import Misshapen, RecordFormat
from curate.records.strict_json import NotStrict, parsed_or_why

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
        return _whole(WRONG_SHAPE, source, piece, tuple(_inside(error)))
    if isinstance(error, ValidationError):
        return _whole(WRONG_SHAPE, source, piece, tuple(_problems(error, value)))
    raise error


def misread(source: int, piece: Slice, by: RecordFormat[Any], error: Exception) -> Reject:
    """The reject of a record that a format of the user's own refuses by a `ValueError`, or fails at."""
    refused = type(error) is ValueError
    name = f"{type(by).__module__}:{type(by).__name__}"
    why = str(error) if refused else f"{name} fails at it: {type(error).__name__}: {error}"
    return _whole(WRONG_SHAPE, source, piece, (Problem("", why),))


def cut_badly(source: int, piece: Slice) -> Reject:
    """A slice that is not one whole record."""
    return _whole(BROKEN_CUT, source, piece, (Problem("", piece.trouble),))


def _not_strict(source: int, piece: Slice, error: NotStrict) -> Reject:
    margin = piece.margin if error.line == 1 else 0
    column = margin + error.column
    problem = Problem("", f"column {column}: {error.message}")
    reject = _whole(_CODES[error.kind], source, piece, (problem,))
    return reject._replace(column=column, line=piece.line + error.line - 1)


def _whole(code: str, source: int, piece: Slice, problems: tuple[Problem, ...]) -> Reject:
    return Reject(code, source, piece.row, piece.line, piece.offset, None, problems, piece.raw)


def _inside(wrong: Misshapen) -> Iterator[Problem]:
    """The problems of a part of the record, by their places in the whole."""
    for path, message in _problems(wrong.error, wrong.value):
        own = path.removeprefix("[0]") if wrong.alone else path
        yield Problem(wrong.path + (own if own.startswith("[") or not own else f".{own.lstrip('.')}"), message)


def _problems(error: ValidationError, value: object) -> Iterator[Problem]:
    """Each place at which something is wrong, once: of several shapes that fit there, all are named."""
    by_place: dict[str, list[Any]] = {}
    for detail in error.errors(include_url=False):
        path = "".join(_steps(detail["loc"], value, missing=detail["type"] == "missing")).lstrip(".")
        by_place.setdefault(path, []).append(detail)
    for path, details in by_place.items():
        # What is wrong inside of a text says more than that it is no list.
        details = [each for each in details if each["type"] == "value_error"] or details  # noqa: PLW2901
        kinds = [detail for detail in details if detail["type"] in _EXPECTED]
        if len(kinds) > 1:
            *others, last = dict.fromkeys(_EXPECTED[detail["type"]] for detail in kinds)
            expected = f"{', '.join(others)} or {last}" if others else last
            yield Problem(path, f"expected {expected}, found {_named(kinds[0]['input'])}")
        else:
            yield Problem(path, _sentence(details[0]))


def _steps(loc: tuple[str | int, ...], parsed: object, *, missing: bool) -> Iterator[str]:
    """The parts of the path that exist in the user's record; pydantic also names union branches."""
    value = parsed
    last = len(loc) - 1
    for depth, part in enumerate(loc):
        if isinstance(part, int) and isinstance(value, list):
            yield f"[{part}]"
            value = value[part] if part < len(value) else None
        elif isinstance(part, str) and isinstance(value, dict) and (part in value or (missing and depth == last)):
            yield f".{part}"
            value = value.get(part)


_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
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
    if kind in ("too_short", "too_long"):
        return _counted(detail["ctx"])
    if kind == "literal_error":
        expected = detail["ctx"]["expected"]
        return f"expected {expected}, found {_named(found)}{_meant(found, expected)}"
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, found {_named(found)}{_unpacked(kind, found)}"
    return str(detail["msg"]).removeprefix("Value error, ")


def _counted(bounds: dict[str, int]) -> str:
    if not bounds["actual_length"]:
        return "is empty; at least one is expected"
    least = bounds.get("min_length")
    expected = f"at least {least}" if least else f"at most {bounds['max_length']}"
    return f"holds {bounds['actual_length']}; {expected} are expected"


def _meant(found: object, expected: str) -> str:
    """What may have been meant by a word that is none of those expected."""
    word = str(found).lower()
    meant = next((each for each in (word, _MEANT.get(word, "")) if each and repr(each) in expected), "")
    return f"; did you mean {meant!r}?" if meant else ""


def _renamed(field: str, holder: object) -> str:
    """Which field of the record may be the one that is missing."""
    close = get_close_matches(field, list(holder), n=1, cutoff=0.7) if isinstance(holder, dict) else []
    return f"; is {close[0]!r} meant to be it?" if close else ""


def _unpacked(kind: str, found: object) -> str:
    if kind == "string_type" or not isinstance(found, str) or found.lstrip()[:1] not in ("[", "{"):
        return ""
    why = parsed_or_why(found.encode("utf-8", "surrogatepass"))
    if isinstance(why, NotStrict):
        return f"; it looks like JSON and is broken: column {why.column}: {why.message}"
    return "; it holds JSON: write it without the quotes around it"


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
