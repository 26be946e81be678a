"""Values and comments as TOML. Whatever comes from records or from names of files is spelled out in either."""

import re
from collections.abc import Iterable, Mapping
from textwrap import wrap

WIDTH = 100
"""The longest line of a comment."""
LONGEST_NAME = 60
"""Of a name that somebody else chose, in characters; a comment shows no more of it."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TIED = "\x00"
"""Stands for a blank at which no line ends, while lines are made."""


def string(text: str) -> str:
    """A TOML string that says this text; what can not be printed is spelled out, so that it stays on one line.

    Half a character, which TOML can not hold, becomes U+FFFD.
    """
    whole = _SURROGATES.sub("\ufffd", text)
    return '"' + "".join(rf"\{each}" if each in '"\\' else _spelled(each) for each in whole) + '"'


def _spelled(character: str) -> str:
    """A character as it is, if it can be printed; else its number. A blank other than a space can not."""
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004  what four digits hold


def value(given: object) -> str:
    """A setting as TOML writes it: a text, a number, true or false, a list or a table of these."""
    if isinstance(given, str):
        return string(given)
    if isinstance(given, Mapping):
        pairs = ", ".join(f"{key(str(name))} = {value(each)}" for name, each in given.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(given, list | tuple):
        return f"[{', '.join(map(value, given))}]"
    return str(given).lower() if isinstance(given, bool) else str(given)


def key(name: str) -> str:
    """A name to the left of `=`, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else string(name)


def shown(name: str) -> str:
    """A name that somebody else chose, safe in a comment: on one line, spelled out, cut to a length."""
    cut = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 3] + "..."
    return "".join(map(_spelled, cut))


def comment(text: str, *, hang: int = 0) -> list[str]:
    """Lines of a comment that say this text; nothing in it ends a line but at a blank, or begins one without `#`.

    A number keeps its unit: no line ends before `%`. `hang` is by how much the second line and later stand in.
    """
    safe = "".join(_spelled(each) for each in " ".join(text.split())).replace(" %", f"{_TIED}%")
    lines = wrap(safe, WIDTH - 2, subsequent_indent=" " * hang, break_long_words=False, break_on_hyphens=False)
    return [f"# {line.replace(_TIED, ' ')}" for line in lines]


def counted(number: int, what: str) -> str:
    """`1 record`, `2 records`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def percent(part: float) -> str:
    """A part of one, in full per cent."""
    return f"{round(100 * part)} %"


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent, never rounded to none or to all where it is neither."""
    if not whole or not part:
        return "0 %"
    percent = 100 * part / whole
    if percent < 0.1:  # noqa: PLR2004  the last digit that is shown
        return "under 0.1 %"
    if part < whole and percent > 99.9:  # noqa: PLR2004
        return "over 99.9 %"
    return f"{percent:.1f} %" if part < whole else "100 %"


def listed(names: Iterable[str], most: int) -> str:
    """The first of several names, and how many more there are."""
    every = list(names)
    left = len(every) - most
    return ", ".join(every[:most]) + (f" and {left:,} more" if left > 0 else "")
