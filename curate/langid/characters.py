"""What is known of each character: what langdetect takes it for, its script, and what else tells prose."""

import unicodedata
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

Signs = npt.NDArray[np.uint32]
"""A number for each code point: what it is taken for in the lowest bits, what is true of it, and its script."""

EVERY = 0x110000
"""Code points of Unicode."""
_PLANE = 1 << 16
"""Those of the basic plane, to which all that the profiles know belongs."""
_ASSIGNED = 4 << 16
"""Those of the planes that hold letters; the others hold private characters, tags, and nothing so far."""

UNKNOWN, SPACE = 0, 1
"""What no profile knows, and what stands between words."""
TAKEN_FOR = (1 << 12) - 1
"""The bits that say what a character is taken for."""
UPPER = 1 << 12
"""What it is taken for is a capital."""
CAPITAL = 1 << 13
"""It is a capital itself."""
LETTER = 1 << 14
BLANK = 1 << 15
"""White space."""
COMPOSES = 1 << 18
"""The text may have another form in NFC."""
SCRIPT = 24
"""Bits below the script."""

_COMPOSING = [*range(0x300, 0x370), 0x3099, 0x309A, *range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]
"""Marks of European letters and of kana, and the parts of Korean syllables."""

NO_SCRIPT, HAN, KANA, HANGUL = 0, 1, 2, 3
SCRIPTS: dict[str, str] = {
    "Zyyy": r"[\p{Common}\p{Inherited}]",
    "Hani": r"[\p{Han}\p{Bopomofo}]", "Jpan": r"[\p{Hiragana}\p{Katakana}]", "Kore": r"\p{Hangul}",
    "Latn": r"\p{Latin}", "Cyrl": r"\p{Cyrillic}", "Grek": r"\p{Greek}", "Arab": r"\p{Arabic}",
    "Hebr": r"\p{Hebrew}", "Armn": r"\p{Armenian}", "Geor": r"\p{Georgian}", "Ethi": r"\p{Ethiopic}",
    "Deva": r"\p{Devanagari}", "Beng": r"\p{Bengali}", "Guru": r"\p{Gurmukhi}", "Gujr": r"\p{Gujarati}",
    "Orya": r"\p{Oriya}", "Taml": r"\p{Tamil}", "Telu": r"\p{Telugu}", "Knda": r"\p{Kannada}",
    "Mlym": r"\p{Malayalam}", "Sinh": r"\p{Sinhala}", "Thai": r"\p{Thai}", "Laoo": r"\p{Lao}",
    "Tibt": r"\p{Tibetan}", "Mymr": r"\p{Myanmar}", "Khmr": r"\p{Khmer}", "Mong": r"\p{Mongolian}",
    "Thaa": r"\p{Thaana}", "Syrc": r"\p{Syriac}", "Cher": r"\p{Cherokee}", "Cans": r"\p{Canadian_Aboriginal}",
    "Tfng": r"\p{Tifinagh}", "Nkoo": r"\p{Nko}",
    "Zzzz": "",
}  # fmt: skip
"""Scripts by their code in ISO 15924, and what finds their characters; `Zyyy` is none, `Zzzz` any other.

Japanese and Korean stand for kana and hangul, which nothing else is written in.
"""


def scripts_of(characters: pl.Series) -> npt.NDArray[np.uint32]:
    """The number of the script of each character in `SCRIPTS`; 0 for marks and signs that many scripts share."""
    script = np.full(len(characters), len(SCRIPTS) - 1, np.uint32)
    for number, pattern in enumerate(SCRIPTS.values()):
        if pattern:
            script[characters.str.contains(pattern).to_numpy()] = number
    return script


def signs_of(known: Mapping[str, int]) -> Signs:
    """The table of all code points.

    Args:
        known: The characters that the profiles know, and what each is taken for.
    """
    signs = np.full(EVERY, UNKNOWN, np.uint32)
    signs[:_PLANE] = [_taken_for(code, known) for code in range(_PLANE)]
    tests = ((CAPITAL, str.isupper), (LETTER, str.isalpha), (BLANK, str.isspace))
    assigned = [chr(code) for code in range(_ASSIGNED)]
    for flag, test in tests:
        signs[:_ASSIGNED] |= np.fromiter((flag * test(each) for each in assigned), np.uint32, _ASSIGNED)
    signs[_COMPOSING] |= COMPOSES
    signs[:_ASSIGNED] |= np.fromiter((COMPOSES * _changes(each) for each in assigned), np.uint32, _ASSIGNED)
    named = np.flatnonzero([unicodedata.category(each)[0] in "LM" for each in assigned])
    script = scripts_of(pl.Series([assigned[code] for code in named]))
    signs[named] |= script << SCRIPT
    return signs


def _taken_for(code: int, known: Mapping[str, int]) -> int:
    """What langdetect takes a character for, and whether that is a capital."""
    from langdetect.utils.ngram import NGram

    normal: str = NGram.normalize(chr(code))
    return known.get(normal, UNKNOWN) | UPPER * normal.isupper()


def _changes(character: str) -> bool:
    return not unicodedata.is_normalized("NFC", character)
