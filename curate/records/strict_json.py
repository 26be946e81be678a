"""JSON text as every program reads it: no key twice, no NaN, no half of a character."""

import re
from collections.abc import Iterable
from functools import partial
from typing import Any, Literal

from jiter import from_json

_POSITION = re.compile(r" at line (\d+) column (\d+)$")
_SHOWN = 24

_HALF = r"half of a character (a lone \ud800-\udfff); write both halves, or the character"
_OPEN = r"the record ends inside a text: its closing quote is missing, or a line break in it is not written as \n"
_SAID = {
    "expected `:`": 'a ":" is missing behind a key',
    "expected `,` or `]`": "a comma, or the ] that ends the list, is missing",
    "expected `,` or `}`": "a comma, or the } that ends the object, is missing",
    "expected ident": "expected true, false or null",
    "expected value": "expected a value: text in quotes, a number, true, false, null, a list or an object",
    "key must be a string": "a key must stand in double quotes",
    "trailing comma": "there is a comma before the closing bracket; take it out",
    "trailing characters": "there is more text after the end of the record; one line holds one record",
    "invalid escape": r"\ stands before a character that needs none; write \\ for a backslash",
    "number out of range": "this number has more digits than any program reads",
    "invalid number": "this is no number of JSON (no leading zero, + or bare point)",
    "recursion limit exceeded": "it is nested deeper than any record needs to be",
    "unexpected end of hex escape": _HALF,
    "lone leading surrogate in hex escape": _HALF,
    "EOF while parsing a string": _OPEN,
    "EOF while parsing a list": "the record ends inside a list; the rest of it is missing",
    "EOF while parsing an object": "the record ends inside an object; the rest of it is missing",
    "EOF while parsing a value": "the record ends where a value should stand; the rest of it is missing",
}
"""What the parser says, in words that tell how to mend it."""
_CONTROL = "control character"
_NO_NUMBERS = re.compile(rb"-?(?:NaN|Infinity|inf)", re.IGNORECASE)

Kind = Literal["not-utf-8", "invalid-json", "duplicate-key"]


_parse = partial(from_json, allow_inf_nan=False, catch_duplicate_keys=True, cache_mode="keys")


class NotStrict(ValueError):
    """Bytes that are no JSON, or none that every program reads alike."""

    def __init__(self, kind: Kind, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message
        self.line = line
        """Of the text, from 1."""
        self.column = column
        """In code points, from 1."""


def parse_json(raw: bytes) -> Any:  # noqa: ANN401  JSON is anything
    """The value of a JSON text.

    Raises:
        NotStrict: it is none, an object names a key twice, or a number is NaN or infinite.
    """
    try:
        return _parse(raw)
    except ValueError as error:
        raise _told(raw, str(error)) from None


def parse_all(raws: Iterable[bytes]) -> list[Any]:
    """The value of each of these JSON texts, or what is wrong with it."""
    values: list[Any] = []
    for raw in raws:
        try:
            values.append(_parse(raw))
        except ValueError as error:
            values.append(_told(raw, str(error)))
    return values


def must_be_utf_8(raw: bytes) -> None:
    """Refuse bytes that are no text.

    Raises:
        NotStrict: they are not UTF-8.
    """
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        line, column = _place(raw, error.start)
        said = f"byte 0x{raw[error.start]:02x} is not UTF-8; if the file is in another encoding, iconv converts it"
        raise NotStrict("not-utf-8", said, line, column) from None


def _told(raw: bytes, message: str) -> NotStrict:
    try:
        must_be_utf_8(raw)
    except NotStrict as error:
        return error
    found = _POSITION.search(message)
    at = _offset(raw, int(found[1]), int(found[2])) if found else 0
    said = _POSITION.sub("", message)
    if said == "expected ident" or _NO_NUMBERS.match(raw, at):
        at = _word(raw, at)
    line, column = _place(raw, at)
    if said.startswith("Detected duplicate key"):
        name = said.removeprefix("Detected duplicate key ")[1:-1].replace('\\"', '"')
        return NotStrict("duplicate-key", f"the key {name!r} stands twice in one object; keep one", line, column)
    return NotStrict("invalid-json", f"{_advice(said, raw[at:])}{_near(raw, at)}", line, column)


def _advice(said: str, rest: bytes) -> str:
    if number := _NO_NUMBERS.match(rest):
        return f"{number[0].decode()} is no JSON value; write null or a number"
    if said.startswith(_CONTROL):
        return r"a control character stands in a text; write it as \n, \t or \u00.."
    if rest[:1] == b"'":
        return "texts and keys stand in double quotes, not in single ones"
    return _SAID.get(said, said)


def _word(raw: bytes, at: int) -> int:
    """Where the word begins in which the parser stopped."""
    while raw[at - 1 : at].isalpha():
        at -= 1
    return at - 1 if raw[at - 1 : at] == b"-" else at


def _near(raw: bytes, at: int) -> str:
    if at >= len(raw) - 1:
        return ""
    shown = raw[at : at + _SHOWN].decode("utf-8", "ignore")
    return f"; here: {' '.join(shown.split())}"


def _offset(raw: bytes, line: int, column: int) -> int:
    """The position of the byte that the parser stopped at; its columns count bytes behind the last line end."""
    start = 0
    for _ in range(line - 1):
        start = raw.index(b"\n", start) + 1
    return min(len(raw), start + max(0, column - 1))


def _place(raw: bytes, at: int) -> tuple[int, int]:
    """Line and column, from 1, of a position."""
    before = raw[:at]
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1


def parsed_or_why(raw: bytes) -> Any:  # noqa: ANN401  JSON is anything
    """The parsed value, or what is wrong with the text."""
    try:
        return parse_json(raw)
    except NotStrict as error:
        return error
