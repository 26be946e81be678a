"""From the bytes of texts to their prose, and to what is counted in it.

What is not prose is overwritten with blanks, so that any part of a text can be read without the rest.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from curate.compiled import compiled, kernel

# Compiled code is kept by the time of this file alone, so that it says itself what curate.langid.characters says.
LETTER, BLANK, COMPOSES, SCRIPT, SCRIPTS, LATIN = 1 << 14, 1 << 15, 1 << 18, 24, 35, 4

Bytes: TypeAlias = npt.NDArray[np.uint8]
Numbers: TypeAlias = npt.NDArray[np.int64]
Signs: TypeAlias = npt.NDArray[np.uint32]
Flags: TypeAlias = npt.NDArray[np.bool_]
Number: TypeAlias = int | np.int64

COUNTS = SCRIPTS + 5
SOLID, MASKED, QUOTED, OTHER_FORM, DATA = range(SCRIPTS, COUNTS)
"""What is counted beside the letters of each script: characters that are not blank, bytes that are left out, and
bytes that are quoted; whether a character may not be as in NFC, and whether the text is written as JSON."""
LEAST_AROUND = 40
"""Letters that stand around what is quoted; where there are fewer, what is quoted is read too."""

_AT_ONCE = 8
_LETTER_BIT, _BLANK_BIT = 14, 15
_HALF, _LOWER_HALF = 32, (1 << 32) - 1
_KIND = np.zeros(128, np.int64)
"""Whether a character of ASCII is a letter, in the lower half of a number, and whether it is not blank."""
for _byte in range(128):
    _KIND[_byte] = chr(_byte).isalpha() | (not chr(_byte).isspace()) << _HALF
_YES, _NO = np.bool_(1), np.bool_(0)
_TWO, _THREE, _FOUR = 0x80, 0xE0, 0xF0
"""First bytes from which a character takes so many."""
_LATIN_1, _GENERAL, _PUNCTUATION = 0xC2, 0xE2, 0x80
_LEFT_DOUBLE, _LOW_DOUBLE, _GUILLEMET = 0x9C, 0x9E, 0xAB
"""Bytes of the quotation marks that are not ASCII: the first, for some a second, and the last."""
_NEWLINE, _BLANK = ord("\n"), ord(" ")
_TICK, _DOLLAR, _BACKSLASH, _TAG, _CALL, _AT = ord("`"), ord("$"), ord("\\"), ord("<"), ord("("), ord("@")
_QUOTE, _APOSTROPHE, _SQUARE, _COLON, _SLASH, _BAR = ord('"'), ord("'"), ord("["), ord(":"), ord("/"), ord("|")
_H, _T = ord("h"), ord("t")
_OPENS = np.zeros(256, np.bool_)
for _byte in b'`$\\<(@:"\xc2\xe2':
    _OPENS[_byte] = True
"""What is not prose may begin with such a byte; the last two are the first of other quotation marks."""
_ADDRESS = np.zeros(256, np.bool_)
for _byte in b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-":
    _ADDRESS[_byte] = True
_BEFORE_AT, _BEHIND_AT = 64, 255
"""Characters of an address of mail, at most (RFC 5321, 4.5.3.1)."""


@compiled
def _decoded(text: Bytes, at: int) -> tuple[np.int64, int]:
    """The character that begins at a byte of UTF-8, and where the next one begins."""
    first = np.int64(text[at])
    if first < _TWO:
        return first, at + 1
    second = np.int64(text[at + 1]) & 0x3F
    if first < _THREE:
        return (first & 0x1F) << 6 | second, at + 2
    third = np.int64(text[at + 2]) & 0x3F
    if first < _FOUR:
        return (first & 0x0F) << 12 | second << 6 | third, at + 3
    return (first & 0x07) << 18 | second << 12 | third << 6 | np.int64(text[at + 3]) & 0x3F, at + 4


@compiled
def _starts(text: Bytes, at: int, first: int, second: int) -> bool:
    """Whether two characters of ASCII stand here."""
    return at + 1 < len(text) and text[at] == first and text[at + 1] == second


@compiled
def _after_line(text: Bytes, begin: int, closers: tuple[Number, Number], opener: Number) -> int:
    """The place after the next closer; -1 if the line ends before, or another opener stands there.

    Nothing is looked at twice for openers of one kind, since each search ends at the next of them.
    """
    at = begin
    while at < len(text):
        character, at = _decoded(text, at)
        if character in closers:
            return at
        if character in (_NEWLINE, opener):
            break
    return -1


@compiled
def _after_lines(text: Bytes, begin: int, first: Number, closers: tuple[Number, Number]) -> int:
    """The place after two characters that close what may be several lines long; -1 if it is opened again."""
    for at in range(begin, len(text) - 1):
        if text[at] == first and text[at + 1] == closers[0]:
            return at + 2
        if text[at] == first and text[at + 1] == closers[1]:
            break
    return -1


@compiled
def _after_fence(text: Bytes, begin: int) -> int:
    """The place after three backticks, or the end of the text."""
    for at in range(begin, len(text) - 2):
        if text[at] == _TICK and text[at + 1] == _TICK and text[at + 2] == _TICK:
            return at + 3
    return len(text)


@compiled
def _after_block(text: Bytes, at: int) -> int:
    """The place after fenced code, or a formula that may be several lines long; -1 if none begins here."""
    if _starts(text, at, _TICK, _TICK) and _starts(text, at + 1, _TICK, _TICK):
        return _after_fence(text, at + 3)
    if at + 1 >= len(text):
        return -1
    closer, opener = 0, np.int64(text[at + 1])
    if text[at] == _DOLLAR and opener == _DOLLAR:
        closer = _DOLLAR
    elif text[at] == _BACKSLASH and opener in (_CALL, _SQUARE):
        closer = _CALL + 1 if opener == _CALL else _SQUARE + 2
    return _after_lines(text, at + 2, np.int64(text[at]), (closer, opener)) if closer else -1


@compiled
def _quotation(character: Number) -> tuple[Number, Number, Number]:
    """What closes a quotation, by the marks of several languages, and what would open another; 0 for no mark."""
    if character == _QUOTE:
        return _QUOTE, _QUOTE, 0
    if character == ord("“"):
        return ord("”"), ord("”"), character
    if character == ord("«"):
        return ord("»"), ord("»"), character
    if character == ord("„"):
        return ord("“"), ord("”"), character
    return 0, 0, 0


@compiled
def _is_tag(text: Bytes, at: int) -> bool:
    """Whether a name of markup stands here, or of a special token, after a slash, a bar or none."""
    name = at + 1 if at < len(text) and text[at] in (_SLASH, _BAR) else at
    return bool(name < len(text) and ord("a") <= text[name] | 32 <= ord("z"))


@compiled
def _in_a_line(text: Bytes, at: int, character: Number) -> tuple[int, Number]:
    """Where what ends in its line has its first character, and its closer: code, a formula, a tag, an argument.

    Both are 0 if none begins here.
    """
    behind = at + 1
    if behind >= len(text):
        return 0, 0
    if character == _TICK or (character == _DOLLAR and text[behind] not in (_BLANK, _NEWLINE, _DOLLAR)):
        return behind, character
    if character == _TAG and _is_tag(text, behind):
        return behind, _TAG + 2
    if character == _CALL and (text[behind] == _QUOTE or text[behind] == _APOSTROPHE):
        return behind + 1, np.int64(text[behind])
    return 0, 0


@compiled
def _is_closed(text: Bytes, end: int, character: Number) -> bool:
    """Whether what was found to end here is what it began as.

    A formula does not end after a blank, nor before a digit, as pandoc reads them (`tex_math_dollars`): two
    amounts of money are none. An argument ends with a parenthesis.
    """
    next_byte = np.int64(text[end]) if end < len(text) else 0
    if character == _CALL:
        return bool(text[end - 1] == _CALL + 1)
    if character == _DOLLAR:
        return bool(text[end - 2] > _BLANK and not ord("0") <= next_byte <= ord("9"))
    return True


@compiled
def _after(text: Bytes, at: int, quotes: np.bool_) -> tuple[int, bool]:
    """The place after what is no prose and begins here, or -1; and whether that is a quotation."""
    character, following = _decoded(text, at)
    block = _after_block(text, at)
    if block >= 0:
        return block, False
    begin, closer = _in_a_line(text, at, character)
    if begin:
        end = _after_line(text, begin, (closer, closer), character)
        end += character == _CALL  # with the parenthesis
        return end if end > 0 and _is_closed(text, end, character) else -1, False
    closer, other, opener = _quotation(character)
    return _after_line(text, following, (closer, other), opener) if closer and quotes else -1, True


@compiled
def _page(text: Bytes, at: int, least: int) -> tuple[int, int]:
    """Where the address of a page around a colon begins and ends; both are -1 if there is none."""
    begin = at - 1 if at > least and text[at - 1] == ord("s") else at
    if begin - 4 < least or not (_starts(text, begin - 4, _H, _T) and _starts(text, begin - 2, _T, ord("p"))):
        return -1, -1
    if not _starts(text, at + 1, _SLASH, _SLASH):
        return -1, -1
    end = at
    while end < len(text) and text[end] > _BLANK:
        end += 1
    return begin - 4, end


@compiled
def _mail(text: Bytes, at: int, least: int) -> tuple[int, int]:
    """Where the address of mail around a sign begins and ends; both are -1 if there is none."""
    begin, end, dots = at, at + 1, 0
    while begin > max(least, at - _BEFORE_AT) and _ADDRESS[text[begin - 1]]:
        begin -= 1
    while end < min(len(text), at + _BEHIND_AT) and _ADDRESS[text[end]]:
        dots += text[end] == ord(".")
        end += 1
    return (begin, end) if dots and begin < at else (-1, -1)


@compiled
def _may_open(text: Bytes, at: int) -> bool:
    """Whether more than the first byte of a mark stands here, so that a closer look is worth it."""
    first = text[at]
    behind = text[at + 1] if at + 1 < len(text) else 0
    if first == _GENERAL:
        last = text[at + 2]
        return bool(behind == _PUNCTUATION and last in (_LEFT_DOUBLE, _LOW_DOUBLE))
    if first == _LATIN_1:
        return bool(behind == _GUILLEMET)
    if first == _COLON:
        return bool(behind == _SLASH)
    if first == _CALL:
        return bool(behind in (_QUOTE, _APOSTROPHE))
    return True


@compiled
def _any_near(flags: Flags, text: Bytes, at: int) -> bool:
    """Whether any byte of so many is flagged, from here on; to ask for all at once takes half as long."""
    found = np.bool_(0)
    for ahead in range(_AT_ONCE):
        # An index without a sign is not looked at for being one from the end.
        found |= flags[text[np.uint64(at) + np.uint64(ahead)]]
    return bool(found)


@compiled
def _next_opener(text: Bytes, begin: int) -> int:
    """Where the next byte is that what is not prose may begin with, or the end of the text."""
    at = begin
    while at < len(text):
        end = at + _AT_ONCE
        if end > len(text) or _any_near(_OPENS, text, at):
            for place in range(at, min(end, len(text))):
                if _OPENS[text[place]] and _may_open(text, place):
                    return place
        at = end
    return len(text)


@compiled
def _left_out(text: Bytes, at: int, behind: int, quotes: np.bool_) -> tuple[int, int, bool]:
    """Where what is not prose begins and ends, and whether it is a quotation; the end is -1 if it is prose.

    Args:
        text: The text.
        at: A byte that may be the first of it, or in the midst of an address.
        behind: Where it may begin at the earliest.
        quotes: Whether quotations are left out, too.
    """
    if text[at] == _COLON:
        begin, end = _page(text, at, behind)
        return begin, end, False
    if text[at] == _AT:
        begin, end = _mail(text, at, behind)
        return begin, end, False
    end, is_quoted = _after(text, at, quotes)
    return at, end, is_quoted


@compiled
def _clean(text: Bytes, quotes: np.bool_) -> tuple[int, int]:
    """Put blanks over what is not prose, and tell how many bytes were left out, and how many as quotations."""
    behind, masked, quoted = 0, 0, 0
    at = _next_opener(text, 0)
    while at < len(text):
        begin, end, is_quoted = _left_out(text, at, behind, quotes)
        # A special token, such as `<|endoftext|>`, makes no text one of code.
        size = end - begin if end >= 0 and not _starts(text, begin, _TAG, _BAR) else 0
        for place in range(begin, end):
            text[place] = _BLANK
        quoted += size if is_quoted else 0
        masked += 0 if is_quoted else size
        behind = max(behind, end)
        at = _next_opener(text, max(at + 1, end))
    return masked, quoted


@compiled
def _count(text: Bytes, signs: Signs, counts: Numbers) -> None:
    """Count letters by their script, and other characters."""
    at, script, letters, seen = 0, np.int64(0), np.int64(0), np.int64(0)
    ascii_kinds, solid = np.int64(0), np.int64(0)
    while at < len(text):
        if text[at] < _TWO:
            ascii_kinds += _KIND[text[at]]
            at += 1
            continue
        character, at = _decoded(text, at)
        sign = np.int64(signs[character])
        seen |= sign
        solid += 1 - ((sign & BLANK) >> _BLANK_BIT)
        is_letter = (sign & LETTER) >> _LETTER_BIT
        if is_letter & (sign >> SCRIPT != script):
            counts[script] += letters
            letters, script = np.int64(0), sign >> SCRIPT
        letters += is_letter
    counts[script] += letters
    counts[LATIN] += ascii_kinds & _LOWER_HALF
    counts[SOLID], counts[OTHER_FORM] = solid + (ascii_kinds >> _HALF), seen & COMPOSES != 0


@compiled
def _is_data(text: Bytes) -> bool:
    """Whether a text begins and ends as an object or a list of JSON does."""
    begin, end = 0, len(text) - 1
    while begin < end and text[begin] <= _BLANK:
        begin += 1
    while begin < end and text[end] <= _BLANK:
        end -= 1
    inner = begin + 1
    while inner < end and text[inner] <= _BLANK:
        inner += 1
    if begin >= end:
        return False
    if text[begin] == ord("{"):
        return bool(text[end] == ord("}") and (text[inner] == ord('"') or inner == end))
    listed = text[inner] == ord('"') or text[inner] == ord("{") or text[inner] == ord("[")
    return bool(text[begin] == ord("[") and text[end] == ord("]") and listed)


@compiled
def _read(text: Bytes, quotes: np.bool_, signs: Signs, counts: Numbers) -> None:
    """Leave the prose of a text, and count."""
    for number in range(len(counts)):
        counts[number] = 0
    is_data = _is_data(text)
    masked, quoted = _clean(text, quotes)
    _count(text, signs, counts)
    counts[MASKED], counts[QUOTED], counts[DATA] = masked, quoted, is_data


@compiled
def _put(text: Bytes, into: Bytes) -> None:
    for at in range(len(text)):
        into[at] = text[at]


@kernel
def read(text: Bytes, starts: Numbers, signs: Signs) -> Numbers:
    """Leave the prose of each text, and tell what is counted in it.

    Quotations are left out where enough stands around them.

    Args:
        text: All texts as UTF-8, one behind the other; blanks are put over what is not prose.
        starts: Where each begins; one more than there are texts.
        signs: What is known of each character.
    """
    counts, longest = np.empty((len(starts) - 1, COUNTS), np.int64), 0
    for number in range(len(starts) - 1):
        longest = max(longest, starts[number + 1] - starts[number])
    kept = np.empty(longest, np.uint8)
    for number in range(len(starts) - 1):
        own, counted = text[starts[number] : starts[number + 1]], counts[number]
        _put(own, kept)
        _read(own, _YES, signs, counted)
        letters = 0
        for script in range(SCRIPTS):
            letters += counted[script]
        if counted[QUOTED] and letters < LEAST_AROUND:
            _put(kept[: len(own)], own)
            _read(own, _NO, signs, counted)
    return counts
