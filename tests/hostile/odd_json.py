"""Odd JSON by name, after RFC 8259: what a strict reader takes, what it refuses, and where we are stricter."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

RECORD = '{"prompt": "Wo laichen Aale?", "completion": "In der Sargassosee."}'
HOLDER = '{"prompt": "Wo laichen Aale?", "completion": "In der Sargassosee.", "x": %s}'
"""A record in which a value may be odd and the record is read all the same."""
SAMPLE = (
    r'{"prompt": "Wie heißt \u00e9 auf 中文, \"laut\" 🦔?", '
    r'"completion": "a\\b\/", "x": [-1.5e+3, {"y": [true, null]}]}'
)


class Case(NamedTuple):
    """A line that may be a record."""

    name: str
    text: bytes
    fine: bool
    """Whether it is JSON in which no object names a key twice."""
    stricter: str = ""
    """Why it is refused all the same."""

    @property
    def read(self) -> bool:
        """Whether it is parsed."""
        return self.fine and not self.stricter


def refused_by(text: bytes) -> str:
    """The code of what a strict reader refuses this with: Python's, that goes by the grammar but for its depth."""
    try:
        json.loads(text.decode(), object_pairs_hook=_once, parse_constant=_no_constant, parse_int=str)
    except UnicodeDecodeError:
        return "FMT001"
    except _Twice:
        return "FMT003"
    except ValueError:
        return "FMT002"
    return ""


class _Twice(Exception):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise _Twice
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise ValueError(name)


NUMBERS = (
    "0", "-0", "-0.0", "0e0", "0E+0", "0.1e1", "1E5", "1e-5", "1e+5", "1e999", "-1e999", "1e-999", "5e-324",
    "1.7976931348623157e308", "18446744073709551616", "-9223372036854775809", "123456789012345678901234567890",
)  # fmt: skip
NO_NUMBERS = (
    "01", "-01", "00", "+1", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1e5.5", "-", "--1", "+-1", "0x1F", "0b1",
    "0o7", "1_000", "1,000", "1 000", "١", "１", "1f", "1L", "1n", "∞", "1/2", "$1", "1%", "1e1e1", "1.2.3",
    "0.-1", "0e", "0.", "-0.", "1..2", "1d", "- 1", "1 .5", "1e 5", "Infinity", "-Infinity", "+Infinity", "NaN",
    "-NaN", "nan", "inf", "-inf", "infinity", "INF",
)  # fmt: skip
WORDS = ("true", "false", "null")
NO_WORDS = (
    "True", "False", "None", "TRUE", "nul", "tru", "fals", "nulll", "truee", "null0", "nil", "undefined", "yes",
    "t", "n", "abc", "\\u0041", "@", "`a`", "“a”", "'a'", "'a\"", '"a" "b"', '"""a"""', 'r"a"', 'b"a"',
    '"a" + "b"', "()", "(1)", "<1>", "{1, 2}", "[1; 2]", "1 2", "",
)  # fmt: skip
TEXTS = (
    r"\"", r"\\", r"\/", r"\b", r"\f", r"\n", r"\r", r"\t", r"\u0041", r"\u00e9", r"\u00E9", r"\uD83D\uDE00",
    r"\ud83d\ude00", r"\ud83D\uDe00", r"\u0000", r"\uffff", r"\uFFFE", r"\u2028", r"\\u0041", r"\\\\", "", "\x7f",
    "\x80", "\x85", "\u00a0", "\u2028", "\u2029", "\ufeff", "\ufffd", "\ufffe", "\U0010ffff", "e\u0301", "\u202e",
    "[", "}", "{[", ",", "//", "# no comment",
)  # fmt: skip
NO_TEXTS = (
    r"\x41", r"\a", r"\v", r"\0", r"\'", r"\e", r"\U0001F600", r"\u{41}", r"\u12", r"\u12G4", r"\u 041",
    r"\u+041", r"\uD83D\uDE0", r"\u", r"\N{DASH}", r"\ ", r"\101", "\\é",
)  # fmt: skip
HALVES = {
    "first alone": r"\ud800", "last first half": r"\udbff", "second alone": r"\udc00",
    "last second half": r"\udfff", "reversed": r"\udc00\ud800", "two first": r"\ud83d\ud83d",
    "first and letter": r"\ud83da", "first and escape": r"\ud83d\n", "first and escaped letter": r"\ud83d\u0041",
    "pair and second": r"\ud83d\ude00\ude00", "first and pair": r"\ud83d\ud83d\ude00",
    "first in the middle": r"a\ud800b", "second in the middle": r"a\udc00b",
}  # fmt: skip
BLANKS = {
    "vertical tab": "\x0b", "form feed": "\x0c", "no-break space": "\u00a0", "next line": "\x85",
    "ogham": "\u1680", "em space": "\u2003", "line separator": "\u2028", "paragraph separator": "\u2029",
    "ideographic": "\u3000", "byte order mark": "\ufeff", "zero width": "\u200b", "NUL": "\0",
    "unit separator": "\x1f", "backspace": "\x08", "record separator": "\x1e", "escape": "\x1b",
}  # fmt: skip
FINE_VALUES = {
    "empty list": "[]", "empty object": "{}", "empty key": '{"": 1}', "empty keys apart": '[{"": 1}, {"": 1}]',
    "blank key": '{" ": 1, "  ": 2}', "key of another case": '{"a": 1, "A": 2}',
    "key once a level": '{"a": {"a": 1}}', "composed and not": '{"\u00e9": 1, "e\u0301": 2}',
    "__proto__": '{"__proto__": {}}', "escaped key": r'{"\"\\": 1}', "tabs": "[\t1\t,\t2\t]",
    "returns": "[\r1\r,\r2\r]", "no blanks": '[{"a":[1,2,{}]},[[]]]', "NUL key": r'{"\u0000": 1}',
    "long text": '"' + "la " * 50_000 + '"', "long key": '{"' + "k" * 10_000 + '": 1}',
    "many items": "[" + "1," * 9_999 + "1]", "long fraction": "0." + "3" * 5_000,
    "number of 4,300 digits": "7" * 4_300,
}  # fmt: skip
BAD_VALUES = {
    "comma behind the last item": "[1,]", "comma behind the last pair": '{"a": 1,}', "comma first": "[,1]",
    "two commas": "[1,,2]", "only a comma": "[,]", "comma first in an object": '{,"a": 1}', "no comma": "[1 2]",
    "no comma between pairs": '{"a": 1 "b": 2}', "no colon": '{"a" 1}', "two colons": '{"a":: 1}',
    "equals": '{"a" = 1}', "arrow": '{"a" => 1}', "no value": '{"a":}', "no key": "{: 1}", "only a key": '{"a"}',
    "bare key": "{a: 1}", "single-quoted key": "{'a': 1}", "number as key": "{1: 1}", "null as key": "{null: 1}",
    "list as key": "{[]: 1}", "colon in a list": '["a": 1]', "comment //": "[1] // one",
    "comment /* */": "[/* one */ 1]", "comment #": "[1 # one", "comment <!-- -->": "[<!-- one --> 1]",
    "comment --": "[1 -- one", "comment before a key": '{/**/"a": 1}', "list closed as object": "[1}",
    "object closed as list": '{"a": 1]', "closed twice": '{"a": 1}}', "ellipsis": "[1, ...]",
    "spread": "[...[1]]", "semicolon": '{"a": 1;}', "template": "{{ a }}", "regular expression": "/a/",
}  # fmt: skip
TWICE = {
    "on top": '{"prompt": "Wo?", "completion": "Hier.", "prompt": "Wann?"}',
    "on top, first and last": '{"completion": "Hier.", "prompt": "Wo?", "completion": "Hier."}',
    "inside": HOLDER % '{"a": 1, "a": 2}', "inside, equal": HOLDER % '{"a": 1, "a": 1}',
    "in a list": HOLDER % '[{"b": 1}, {"a": 1, "b": 2, "a": 3}]',
    "five deep": HOLDER % '{"a":{"a":{"a":{"a":{"b":1,"b":1}}}}}',
    "by an escape": HOLDER % r'{"a": 1, "\u0061": 2}', "the empty key": HOLDER % '{"": 1, "": 2}',
    "three times": HOLDER % '{"a": 1, "a": 2, "a": 3}',
    "far apart": HOLDER % ('{"a": 1, ' + '"b%d": 0, ' * 500 % tuple(range(500)) + '"a": 2}'),
    "null": HOLDER % '{"a": null, "a": null}', "with blanks": HOLDER % '{"a" :1 , "a" :2}',
    "of an emoji": HOLDER % r'{"🦔": 1, "\ud83e\udd94": 2}',
    "holder": '{"x": 1, "x": 1, "prompt": "Wo?", "completion": "Hier."}',
    "objects as values": HOLDER % '{"a": {}, "a": {}}',
}  # fmt: skip
LINES = {
    "two records": f"{RECORD} {RECORD}", "two records, no blank": RECORD * 2,
    "two records, tab": f"{RECORD}\t{RECORD}", "two records, comma": f"{RECORD}, {RECORD}",
    "two records, semicolon": f"{RECORD};{RECORD}", "record and number": f"{RECORD} 1",
    "record and null": f"{RECORD}null", "record and comma": f"{RECORD},", "record and bracket": f"{RECORD}]",
    "record and brace": f"{RECORD}}}", "record and text": f'{RECORD} "x"',
    "record and comment": f"{RECORD} // fine", "number and record": f"57{RECORD}",
    "assignment": f"data = {RECORD};", "event stream": f"data: {RECORD}", "call": f"callback({RECORD})",
    "guard": f")]}}'{RECORD}", "fence": f"```json {RECORD}```",
    "markup": "<html><body>404 Not Found</body></html>", "words": "Traceback (most recent call last)",
    "yaml": "prompt: Wo laichen Aale?", "python": "{'prompt': 'Wo?', 'completion': None}",
    "cells": "Wo laichen Aale?,In der Sargassosee.", "brace": "}", "bracket": "]", "colon": ":", "comma": ",",
    "quote": '"', "backslash": "\\", "log": "2024-01-01 12:00 INFO done", "comment": "# no record",
    "commented out": f"// {RECORD}", "lists": "[1][2]", "quoted twice": f'"{RECORD}"',
}  # fmt: skip
SHAPES = {
    "number": "1", "text": '"Wo?"', "null": "null", "list": "[]", "record in a list": f"[{RECORD}]",
    "object": "{}", "true": "true", "a record as text": json.dumps(RECORD),
}  # fmt: skip

_HALF = "a lone surrogate is no character; other programs replace it or stop"
_DEEP = "deeper than 200 is no record, and deep enough ends other programs"
_DIGITS = "a number of more than 4,300 digits is refused, as by Python"


def _holding(group: str, values: dict[str, str] | tuple[str, ...], *, fine: bool, why: str = "") -> Iterator[Case]:
    named = values.items() if isinstance(values, dict) else ((value, value) for value in values)
    yield from (Case(f"{group}: {name}", (HOLDER % value).encode(), fine, why) for name, value in named)


def _quoted(texts: tuple[str, ...]) -> dict[str, str]:
    return {ascii(text): f'"a{text}z"' for text in texts}


def _blank_places() -> Iterator[Case]:
    for name, blank in BLANKS.items():
        yield Case(f"{name} before the record", (blank + RECORD).encode(), fine=False)
        yield Case(f"{name} behind the record", (RECORD + blank).encode(), fine=False)
        yield Case(f"{name} before a value", (HOLDER % (blank + "1")).encode(), fine=False)


def _nested() -> Iterator[Case]:
    kinds = {"lists": ("[", "1", "]"), "objects": ('{"a":', "1", "}"), "mixed": ('[{"a":', "[]", "}]")}
    for kind, (opening, core, closing) in kinds.items():
        for depth in (10, 100, 190, 1_000, 10_000, 100_000):
            times = (depth - (len(core) - 1)) // len(closing)
            whole = opening * times + core + closing * times
            why = _DEEP if whole.count("[") + whole.count("{") > 200 else ""
            yield Case(f"{depth:,} {kind}", (HOLDER % whole).encode(), fine=True, stricter=why)
            yield Case(f"{depth:,} {kind}, not closed", (HOLDER[:-3] + opening * times).encode(), fine=False)
            yield Case(f"{depth:,} {kind}, one not closed", (HOLDER % whole[:-1]).encode(), fine=False)
    yield Case("200 lists", (HOLDER % ("[" * 200 + "]" * 200)).encode(), fine=True)
    yield Case("201 lists", (HOLDER % ("[" * 201 + "]" * 201)).encode(), fine=True, stricter=_DEEP)


def _damaged() -> Iterator[Case]:
    """The sample ended at each byte, and without each."""
    sample = SAMPLE.encode()
    for at in range(1, len(sample)):
        yield Case(f"ended at byte {at}", sample[:at], fine=False)
    for at in range(len(sample)):
        left = sample[:at] + sample[at + 1 :]
        yield Case(f"without byte {at}", left, fine=not refused_by(left))


def _cases() -> Iterator[Case]:
    yield from _holding("number", NUMBERS, fine=True)
    yield from _holding("no number", NO_NUMBERS, fine=False)
    yield from _holding(
        "number", {"of 4,301 digits": "7" * 4_301, "of 50,000 digits": "1" * 50_000}, fine=True, why=_DIGITS
    )
    yield from _holding("word", WORDS, fine=True)
    yield from _holding("no word", NO_WORDS, fine=False)
    yield from _holding("text", _quoted(TEXTS), fine=True)
    yield from _holding("no text", _quoted(NO_TEXTS), fine=False)
    yield from _holding("control", _quoted(tuple(map(chr, range(32)))), fine=False)
    yield from _holding("half", {name: f'"{text}"' for name, text in HALVES.items()}, fine=True, why=_HALF)
    yield from _holding(
        "half in a key", {name: f'{{"{text}": 1}}' for name, text in HALVES.items()}, fine=True, why=_HALF
    )
    yield from _holding("value", FINE_VALUES, fine=True)
    yield from _holding("no value", BAD_VALUES, fine=False)
    yield from (Case(f"key twice: {name}", text.encode(), fine=False) for name, text in TWICE.items())
    yield from (Case(f"line: {name}", text.encode(), fine=False) for name, text in LINES.items())
    yield from (Case(f"shape: {name}", text.encode(), fine=True) for name, text in SHAPES.items())
    yield from _blank_places()
    yield from _nested()
    yield from _damaged()


CASES = tuple(_cases())
