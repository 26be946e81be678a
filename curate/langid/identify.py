"""The language of prose, by the profiles of `langdetect`, behind a gate for what can not be told."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from curate.langid.profiles import profiles

UND = "und"
"""Undetermined: too little text, or no language is clearly ahead."""

ZXX = "zxx"
"""No language: code."""

LEAST_LETTERS = 40
"""Below this no cheap method is right often enough to accuse a text (about 80 % at 20 characters)."""
LEAST_CONFIDENCE = 0.7
"""From here on a label is given; how many of those are right: benchmarks/results/language.json."""
COOLED_BY = 12
"""N-grams that say as much as one would alone: they overlap. Fitted by benchmarks/language.py."""
WINDOW = 600
"""Characters of prose that are read; more do not make the answer better, only slower."""

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


Scores = npt.NDArray[np.float64]


class Language(NamedTuple):
    """A language label (ISO 639-1, `zxx` or `und`) and how sure its source is of it, from 0 to 1."""

    lang: str
    confidence: float


def languages() -> frozenset[str]:
    """The labels that `identify` can give, apart from `und` and `zxx`."""
    return frozenset(map(_folded, profiles().languages))


def identify(text: str | None) -> Language:
    """The language of the prose in a text; code, addresses and markup are left out.

    The same text always gets the same answer, whatever stands beside it: what all n-grams of the profiles of
    `langdetect` say is summed, where `langdetect` itself draws some of them at random.
    Lists of names and repeated labels are not read: only words that do not start with a capital, each once.
    Han characters without kana or hangul are Chinese, which `langdetect` often takes for Korean.
    """
    return identify_all([text])[0]


def identify_all(texts: Iterable[str | None]) -> list[Language]:
    """The language of each text; equal texts are looked at once."""
    asked = list(texts)
    told, prose = dict[str | None, Language](), dict[str | None, str]()
    for text in dict.fromkeys(asked):
        looked = _by_signs(text)
        if isinstance(looked, Language):
            told[text] = looked
        else:
            prose[text] = looked
    told.update(zip(prose, _by_profiles(list(prose.values())), strict=True))
    return [told[text] for text in asked]


def _by_signs(text: str | None) -> Language | str:
    """The language, where a look at the characters tells it, or the words that may tell it."""
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
    return unicodedata.normalize("NFC", words)


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


def _by_profiles(prose: Sequence[str]) -> list[Language]:
    """The language of each text by its n-grams."""
    known = profiles()
    scores, found = scored(prose)
    every = chances(scores, found)
    best = every.argmax(axis=1)
    return [
        _told(known.languages[language], float(every[number, language])) if found[number] else Language(UND, 0.0)
        for number, language in enumerate(best)
    ]


def scored(texts: Sequence[str]) -> tuple[Scores, npt.NDArray[np.int64]]:
    """A row for each text of what its n-grams say for each language, and how many they are."""
    from curate.langid.kernels.score import score

    known = profiles()
    starts = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    characters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    return score(characters, starts, known.table, known.signs, len(known.languages))


def chances(scores: Scores, found: npt.NDArray[np.int64], cooled_by: int = COOLED_BY) -> Scores:
    """What n-grams say, cooled by their number, as a chance among all languages."""
    cooled = (scores - scores.max(axis=1, keepdims=True)) / np.maximum(1, found / cooled_by)[:, np.newaxis]
    return np.asarray(np.exp(cooled) / np.exp(cooled).sum(axis=1, keepdims=True))


def _told(language: str, chance: float) -> Language:
    return Language(_folded(language) if chance >= LEAST_CONFIDENCE else UND, round(chance, 4))


def _folded(lang: str) -> str:
    return lang.partition("-")[0]
