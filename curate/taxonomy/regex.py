"""Regular expressions that a file brings: those that can not be searched for in linear time are refused."""

import re

import polars as pl

from curate.errors import UsageError

_BACKTRACKS = ("look-around", "backreferences", "look-ahead", "look-behind")
_SHOWN = 80


def must_be_linear(regex: str, where: str) -> None:
    """Refuse what Rust's engine does not read.

    That engine has no way back: its time is linear in the text, and what can only be found by going back,
    look-around and back-references, it does not read at all (https://docs.rs/regex, "Untrusted input").

    Raises:
        UsageError: the expression does not compile, goes back, is too large, or is found in every text.
    """
    try:
        found = pl.Series([""]).str.contains(regex)[0]
    except pl.exceptions.PolarsError as error:
        said = f"{where}: {_short(regex)} is no regular expression: {_said(error)}."
        raise UsageError(said, hint=_hint(error)) from None
    if found:
        said = f"{where}: {_short(regex)} is found in every text, even in an empty one."
        raise UsageError(said, hint="Ask for at least one character.")


def _short(regex: str) -> str:
    return repr(regex if len(regex) <= _SHOWN else f"{regex[:_SHOWN]}...")


def _said(error: Exception) -> str:
    """What the engine says, without its drawing of the place."""
    lines = str(error).splitlines()
    said = [line.strip().removeprefix("error: ") for line in lines if line.strip().startswith("error:")]
    return said[-1].rstrip(".") if said else "it is too large"


def _hint(error: Exception) -> str:
    if any(word in str(error) for word in _BACKTRACKS):
        return "Look-around and back-references may go back and forth without end. Use `unless`, or two patterns."
    return "It repeats too much. Use smaller counts." if "size limit" in str(error) else ""


_EDGE = re.compile(r"(?<!\\)((?:\\\\)*)\\b")


def quick(regex: str) -> str:
    """The same with edges of words as ASCII has them, where all of it is ASCII.

    Behind an edge as Unicode has it Rust's engine takes its slow way through any text that is not all ASCII.
    """
    return _EDGE.sub(r"\1(?-u:\\b)", regex) if regex.isascii() else regex
