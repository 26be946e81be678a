"""TXT: text that was damaged on its way."""

import html
import re
from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck, changed_outside_of_code

_REPLACED = "\ufffd"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufdd0-\ufdef]"
_LATIN_1 = (
    r"[ÂÃ][\u0080-\u00bf]"  # two bytes of UTF-8, read as Latin-1
    r"|Ã[‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]"  # the same by Windows-1252
    r"|(?:^|[^A-ZÀ-Þ])Ã[…‘’“”–—]"  # in capitals, these may stand behind a Portuguese Ã
    r"|â€[\u0080-\u00bf™œ“”˜¦¢\u009d]?"
    r"|ï»¿|ï¿½"
    r"|[ÐÑ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ][ÐÑ]"
)
_ENTITIES = r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,5}|amp|nbsp|quot|apos|lt|gt|[rl][sd]quo|ndash|mdash|hellip);"
_DAMAGE = "|".join((_REPLACED, _CONTROL, _LATIN_1))
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes that Windows-1252 gives no character; a reader lets them stand as control characters."""
_WINDOWS_1252 = {byte: byte if byte in _UNDEFINED else ord(bytes([byte]).decode("cp1252")) for byte in range(256)}
_READINGS = tuple(
    {character: byte for byte, character in table.items()}
    for table in (dict(zip(range(256), range(256), strict=True)), _WINDOWS_1252)
)
"""From each character to the byte that it was read from, by Latin-1 and by Windows-1252."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_PAGE_BREAKS = re.compile(r"[\x0b\x0c]+")
_ROUNDS = 3
"""How often a text may have been damaged in the same way."""


class EncodingDamage(PatternCheck, code="TXT001"):
    """The text holds characters that show a wrong decoding, HTML entities, or control characters.

    Why it matters: the model learns to write them. UTF-8 that was read as Latin-1 or Windows-1252 shows as pairs
    such as `Ã©` and `â€™`; bytes that could not be read, as U+FFFD; files that were joined, as a byte order mark
    (U+FEFF) within the text; text copied from a page, as `&amp;`. Code, fenced or in backticks, is not looked at.

    Found: assistant: "The cafÃ© doesnâ€™t open on Mondays."

    Passes: assistant: "The café doesn’t open on Mondays."
    """

    of_rejected: ClassVar[bool] = True
    pattern: ClassVar[str] = "|".join((_REPLACED, _CONTROL, _LATIN_1, _ENTITIES))

    def flag(self) -> pl.Expr:
        """The pattern, in any message."""
        return self.has_pattern()

    def message(self) -> pl.Expr:
        """What kind of text it is."""
        return pl.lit("damaged characters, HTML entities or control characters")

    def mended(self, text: str) -> str:
        """The text decoded anew, without entities and control characters; as it is where damage would be left.

        A character that was replaced by U+FFFD is lost, and bytes that are no UTF-8 can not be told.
        """
        mended = text
        for _ in range(_ROUNDS):
            if self.stands_in(mended):
                mended = changed_outside_of_code(mended, _undamaged)
        return self.if_whole(text, mended)


def _undamaged(text: str) -> str:
    decoded = _BEYOND_ASCII.sub(lambda found: _decoded(found.group()), text)
    unescaped = re.sub(_ENTITIES, lambda found: html.unescape(found.group()), decoded)
    return re.sub(_CONTROL, "", _PAGE_BREAKS.sub("\n", _COLOURS.sub("", unescaped)))


def _decoded(run: str) -> str:
    """The characters that were written, where all of the run was UTF-8 and was read as something else."""
    if not re.search(_DAMAGE, run):
        return run
    for reading in _READINGS:
        read = [reading.get(ord(character)) for character in run]
        known = bytes(byte for byte in read if byte is not None)
        try:
            if len(known) == len(run):
                return known.decode()
        except UnicodeDecodeError:
            continue
    return run
