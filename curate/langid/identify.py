"""The language of prose, by the profiles of `langdetect`, behind a gate for what can not be told."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from curate.files.resources import langdetect_profiles

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

UND = "und"
"""Undetermined: too little text, or no language is clearly ahead."""

ZXX = "zxx"
"""No language: code."""

LEAST_LETTERS = 40
"""Below this no cheap method is right often enough to accuse a text (about 80 % at 20 characters)."""
LEAST_CONFIDENCE = 0.9
WINDOW = 600
"""Characters of prose that are read; more do not make the answer better, only slower."""
SEED = 0

_HAN = re.compile(r"[㐀-䶿一-鿿]")
_KANA_OR_HANGUL = re.compile(r"[぀-ヿㇰ-ㇿ가-힯ᄀ-ᇿ]")
_CODE_SIGN = re.compile(r"[{}()\[\];=<>_|\\/#*+&$@^~]")
"""Prose has fewer than one of these in twenty characters."""
_NOT_PROSE = re.compile(
    r"```.*?(?:```|\Z)"  # fenced code
    r"|`[^`\n]*`"
    r"|https?://\S+|\S+@\S+\.\S+"
    r"|\$[^$\n]+\$|\\\([^\n]*?\\\)"  # LaTeX
    r"|</?[A-Za-z][^>\n]*>"
    r"|\((?:'[^'\n]*'|\"[^\"\n]*\")\)",  # what a call is given
    re.DOTALL,
)
_QUOTED = re.compile(r'"[^"\n]*"|“[^”\n]*”|«[^»\n]*»|„[^“”\n]*[“”]')


class Language(NamedTuple):
    """A language label (ISO 639-1, `zxx` or `und`) and how sure its source is of it, from 0 to 1."""

    lang: str
    confidence: float


def languages() -> frozenset[str]:
    """The labels that `identify` can give, apart from `und` and `zxx`."""
    return frozenset(_folded(lang) for lang in _factory().get_lang_list())


def identify(text: str | None) -> Language:
    """The language of the prose in a text; code, addresses and markup are left out.

    The same text always gets the same answer: the random trials of `langdetect` start from a fixed seed for
    each text, through a factory of our own, so that the seed of the process is neither read nor set.
    Lists of names and repeated labels are not read: only words that do not start with a capital, each once.
    Han characters without kana or hangul are Chinese, which `langdetect` often takes for Korean.
    """
    prose = _without_quotations(_NOT_PROSE.sub(" ", text or ""))[:WINDOW]
    han = len(_HAN.findall(prose))
    letters = sum(map(str.isalpha, prose))
    if han * 4 > letters and not _KANA_OR_HANGUL.search(prose):
        return Language("zh", 1.0) if han * 4 >= LEAST_LETTERS else Language(UND, 0.0)
    if len(_CODE_SIGN.findall(prose)) * 20 > len(prose) - prose.count(" "):
        return Language(ZXX, 1.0)
    words = _common_words(prose)
    if sum(map(str.isalpha, words)) < LEAST_LETTERS:
        return Language(UND, 0.0)
    return _by_profile(unicodedata.normalize("NFC", words))


def _without_quotations(prose: str) -> str:
    """The prose around what it quotes, which may be in any language; all of it where too little stands around."""
    around = _QUOTED.sub(" ", prose)
    return around if sum(map(str.isalpha, around)) >= LEAST_LETTERS else prose


def _common_words(prose: str) -> str:
    """The words that start with no capital, each once: names say nothing of the language they stand in."""
    words = (word for word in prose.split() if not _first_letter(word).isupper())
    return " ".join(dict.fromkeys(words))


def _first_letter(word: str) -> str:
    return next(filter(str.isalpha, word), "")


def identify_all(texts: Iterable[str | None]) -> Iterable[Language]:
    """The language of each text; equal texts are looked at once."""
    return map(cache(identify), texts)


def _by_profile(prose: str) -> Language:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.append(prose)
    try:
        best = detector.get_probabilities()[0]
    except (LangDetectException, IndexError):
        return Language(UND, 0.0)
    lang = _folded(best.lang) if best.prob >= LEAST_CONFIDENCE else UND
    return Language(lang, round(best.prob, 4))


def _folded(lang: str) -> str:
    return lang.partition("-")[0]


@cache
def _factory() -> "DetectorFactory":
    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    factory.load_json_profile(langdetect_profiles())
    factory.set_seed(SEED)
    return factory
