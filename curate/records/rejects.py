"""Why a record could not be read, in the words and places of the user's own file."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from curate.files.slices import Slice
from curate.records.strict_json import NotStrict, parsed_or_none

NOT_UTF_8 = "FMT001"
INVALID_JSON = "FMT002"
DUPLICATE_KEY = "FMT003"
WRONG_SHAPE = "FMT004"
BROKEN_CUT = "FMT005"


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


def cut_badly(source: int, piece: Slice) -> Reject:
    """A slice that is not one whole record."""
    return _whole(BROKEN_CUT, source, piece, piece.trouble)


def not_strict(source: int, piece: Slice, error: NotStrict) -> Reject:
    """JSON that not every program reads alike."""
    code = DUPLICATE_KEY if error.kind == "duplicate-key" else INVALID_JSON
    return _whole(code, source, piece, str(error))


def invalid(source: int, piece: Slice, error: ValidationError) -> Reject:
    """A record that pydantic refused, for its bytes, its JSON or its shape."""
    details = error.errors(include_url=False)
    if details[0]["type"] != "json_invalid":
        parsed = parsed_or_none(piece.raw)
        problems = tuple(dict.fromkeys(_problem(detail, parsed) for detail in details))
        return _whole(WRONG_SHAPE, source, piece, "")._replace(problems=problems)
    try:
        piece.raw.decode()
    except UnicodeDecodeError as undecodable:
        bad = piece.raw[undecodable.start]
        message = f"byte {undecodable.start + 1} of the record, 0x{bad:02x}, is not UTF-8"
        return _whole(NOT_UTF_8, source, piece, message)._replace(column=undecodable.start + 1)
    return _bad_json(source, piece, str(details[0].get("ctx", {}).get("error", details[0]["msg"])))


def _whole(code: str, source: int, piece: Slice, message: str) -> Reject:
    problem = Problem("", message)
    return Reject(code, source, piece.row, piece.line, piece.offset, None, (problem,), piece.raw)


_POSITION = re.compile(r" at line (\d+) column (\d+)$")


def _bad_json(source: int, piece: Slice, message: str) -> Reject:
    found = _POSITION.search(message)
    reject = _whole(INVALID_JSON, source, piece, _POSITION.sub("", message))
    if not found:
        return reject
    line, column = int(found[1]), int(found[2])
    before = b"\n".join(piece.raw.split(b"\n")[: line - 1])
    at = (len(before) + 1 if line > 1 else 0) + max(0, column - 1)
    near = piece.raw[max(0, at - 12) : at + 8].decode("utf-8", "replace")
    message = f"{reject.problems[0].message}, column {column}, near {json.dumps(near, ensure_ascii=False)}"
    return reject._replace(column=column, line=piece.line + line - 1, problems=(Problem("", message),))


def _problem(detail: Any, parsed: object) -> Problem:  # noqa: ANN401  pydantic's own error dictionary
    path = "".join(_steps(detail["loc"], parsed))
    return Problem(path.lstrip("."), _sentence(detail))


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


_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "int_type": "a whole number",
    "bool_type": "true or false",
}


def _sentence(detail: Any) -> str:  # noqa: ANN401  pydantic's own error dictionary
    kind, found = detail["type"], detail["input"]
    if kind == "missing":
        return "is missing"
    if kind == "too_short":
        return "is empty; at least one is expected"
    if kind == "literal_error":
        return f"expected {detail['ctx']['expected']}, found {_named(found)}"
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, found {_named(found)}"
    return str(detail["msg"])


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
