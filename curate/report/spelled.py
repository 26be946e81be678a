"""Text of a record, safe on any terminal, with its lines."""

import re

from rich.text import Text

from curate.report.excerpt import Piece, excerpt
from curate.report.marks import Mark

_BLANK = re.compile(r"[ \t\xa0]*\n(?:[ \t\xa0]*\n)*")
_UNPRINTABLE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What a terminal would obey, and what nobody can see."""


def spelled(text: str) -> str:
    """A text in which that is spelled out; its lines stay, but for empty ones."""
    plain = _BLANK.sub("\n", text.replace("\r\n", "\n")).replace("\t", "    ").replace("\xa0", " ")
    return _UNPRINTABLE.sub(_number, plain)


def on_one_line(text: str) -> str:
    """The same in one line, each run of blanks as one."""
    return spelled(" ".join(text.split()))


def _number(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004  what four digits hold


def with_marks(text: str, marks: list[Mark], styles: dict[str, str]) -> Text:
    """A text with its marks, `«LEN001: ok.»`, so that colour only says it once more; what is long is abridged.

    A mark of the same codes as the one before it does not say them again.
    """
    made, behind_gap, said = Text(), False, tuple[str, ...]()
    for piece in excerpt(text, marks):
        # Of several marks in one another, the innermost gives the colour.
        style = styles.get(piece.codes[-1], "") if piece.codes else ""
        if piece.left_out:
            made.rstrip()
            made.append(f" [{piece.left_out:,} characters] ", "dim")
        elif piece.sign:
            made.append(_sign(piece, said), style)
            said = piece.codes if piece.sign != "ends" else said
        else:
            plain = spelled(piece.text)
            made.append(plain.lstrip() if behind_gap else plain, style)
        behind_gap = bool(piece.left_out)
    return made


def _sign(piece: Piece, said: tuple[str, ...]) -> str:
    codes = " ".join(piece.codes)
    if piece.sign == "begins":
        return "«" if piece.codes == said else f"«{codes}: "
    return "»" if piece.sign == "ends" else f"«{codes}»"
