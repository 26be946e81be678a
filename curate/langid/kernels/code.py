"""How many signs of code stand in texts: those that prose has too are told by what stands around them.

`f(x)` is a call and `rain (in June)` is not; `a = b` is an assignment and `12 / 60 = 0.2` is a sum.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

Bytes: TypeAlias = npt.NDArray[np.uint8]
Numbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Number: TypeAlias = int | np.uint8


def _any_of(signs: bytes) -> Flags:
    flags = np.zeros(256, np.bool_)
    flags[list(signs)] = True
    return flags


_DIGITS = b"0123456789"
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGN = _any_of(b"{}([];=<>_|\\/#*+&$@^~")
"""What code is full of. A closing parenthesis says nothing more than the one that opened it."""
_DIGIT, _IN_WORD, _CALLED = _any_of(_DIGITS), _any_of(_DIGITS + _LETTERS), _any_of(_DIGITS + _LETTERS + b"_)]")
_MARK = _any_of(b"*#_~")
"""Doubled, or at the end of a line, they are emphasis, a heading, or a gap that is to be filled."""
_BULLET = _any_of(b"*#+>")
"""At the beginning of a line they are emphasis too, or a quotation."""
_SUM = _any_of(b"=+*/<>$#^~")
_WITHIN_SUM = _any_of(b"=+*/<>$#^~ ()-%")
_AT_ONCE = 8
_REACH = 6
"""Bytes between a sign of a sum and its number."""
_BLANK, _TAB, _NEWLINE = ord(" "), ord("\t"), ord("\n")
_CALL, _END, _AND, _OR, _SLASH = ord("("), ord(";"), ord("&"), ord("|"), ord("/")


@compiled
def _begins_a_line(text: Bytes, at: int) -> bool:
    """Whether nothing but blanks stands before a sign in its line."""
    while at and text[at - 1] in (_BLANK, _TAB):
        at -= 1
    return bool(at == 0 or text[at - 1] == _NEWLINE)


@compiled
def _is_in_a_sum(text: Bytes, at: int) -> bool:
    """Whether a number stands before or behind, with no more than signs and blanks between."""
    before, behind = at, at + 1
    while before > max(0, at - _REACH) and _WITHIN_SUM[text[before - 1]]:
        before -= 1
    if before and _DIGIT[text[before - 1]]:
        return True
    while behind < min(len(text), at + 1 + _REACH) and _WITHIN_SUM[text[behind]]:
        behind += 1
    return bool(behind < len(text) and _DIGIT[text[behind]])


@compiled
def _is_markup(text: Bytes, at: int, before: Number, behind: Number) -> bool:
    """Whether a sign sets off what is emphasised, a heading, a gap, or an item of a list."""
    if _MARK[text[at]] and (text[at] in (before, behind) or behind == _NEWLINE):
        return True
    return bool(_BULLET[text[at]] and _begins_a_line(text, at))


@compiled
def _is_in_prose(text: Bytes, at: int) -> bool:
    """Whether a sign stands as prose has it."""
    sign = text[at]
    before = text[at - 1] if at else np.uint8(_NEWLINE)
    behind = text[at + 1] if at + 1 < len(text) else np.uint8(_NEWLINE)
    if sign == _CALL:
        return not _CALLED[before]
    if sign == _END:
        return bool(behind == _BLANK)
    if sign in (_AND, _OR):
        return sign not in (before, behind)
    if sign == _SLASH and _IN_WORD[before] and _IN_WORD[behind]:
        return True
    return _is_markup(text, at, before, behind) or bool(_SUM[sign] and _is_in_a_sum(text, at))


@compiled
def _any_near(flags: Flags, text: Bytes, at: int) -> bool:
    """Whether any byte of so many is flagged, from here on; to ask for all at once takes half as long."""
    found = np.bool_(0)
    for ahead in range(_AT_ONCE):
        # An index without a sign is not looked at for being one from the end.
        found |= flags[text[np.uint64(at) + np.uint64(ahead)]]
    return bool(found)


@compiled
def _signs(text: Bytes) -> int:
    """How many signs of code stand in one text."""
    signs, at = 0, 0
    while at < len(text):
        end = at + _AT_ONCE
        if end > len(text) or _any_near(_SIGN, text, at):
            for place in range(at, min(end, len(text))):
                signs += _SIGN[text[place]] and not _is_in_prose(text, place)
        at = end
    return signs


@kernel
def signs_of_code(text: Bytes, starts: Numbers) -> Numbers:
    """How many signs of code stand in each text.

    Args:
        text: All texts as UTF-8, one behind the other.
        starts: Where each begins; one more than there are texts.
    """
    signs = np.empty(len(starts) - 1, np.int64)
    for number in range(len(signs)):
        signs[number] = _signs(text[starts[number] : starts[number + 1]])
    return signs
