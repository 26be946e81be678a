"""TXT: text that was damaged on its way."""

from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck

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
