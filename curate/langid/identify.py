"""The language of prose, by the profiles of `langdetect`, behind a gate for what can not be told."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.langid.answering import Answering, Bytes, Numbers, Shares
from curate.langid.characters import HAN, HANGUL, KANA, NO_SCRIPT, SCRIPTS
from curate.langid.installed import folded
from curate.langid.names import UND, ZXX
from curate.langid.profiles import WIDTH, profiles
from curate.utf8 import one_behind_the_other

LEAST_LETTERS = 40
"""Below this no cheap method is right often enough to accuse a text (about 80 % at 20 characters)."""
LEAST_OF_ONE = 10
"""Letters that tell a language whose script no other one is written in."""
LEAST_CONFIDENCE = 0.7
"""From here on a label is given; how many of those are right: benchmarks/results/language.json."""
SIGNS_OF_CODE = 25
"""A text in which one in so many characters is a sign of code is code."""
KANA_IN_JAPANESE, HANGUL_IN_KOREAN = 0.08, 0.3
"""Of the characters of East Asia; a text with fewer is Chinese that names something."""

_TOGETHER = 8 << 20
"""Bytes of texts that are read at once, or one text."""
LANGUAGE_TYPE = pl.Struct(
    {
        "lang": pl.String,
        "confidence": pl.Float64,
        "script": pl.String,
        "script_share": pl.Float64,
        "letters": pl.Int64,
    }
)
"""What is told of a text.

`lang` is an ISO 639-1 code, `zxx` or `und`, and `confidence` how sure that is, from 0 to 1. `script` is the ISO
15924 code of the script that says most, `script_share` its share of all letters, and `letters` how many letters
the prose has. What is left out counts for none of these: code, formulas, markup and addresses.
"""

Flags: TypeAlias = npt.NDArray[np.bool_]

_SAYS = {"Hani": 3.0, "Jpan": 2.25, "Kore": 2.25, "Deva": 1.5, "Beng": 1.5, "Guru": 1.5, "Gujr": 1.5, "Orya": 1.5}
_SAYS |= {"Taml": 1.25, "Telu": 1.25, "Knda": 1.25, "Mlym": 1.25, "Sinh": 1.25, "Thai": 1.25, "Laoo": 1.25}
"""How many Latin letters say what one letter of a script does; guessed once, not fitted."""


class Gate(NamedTuple):
    """What the script of a text says of its language."""

    kept: Flags
    """For each script whether each character of the profiles is read, or is another script's."""
    languages: Flags
    """For each script which languages are written in it."""
    only: tuple[str, ...]
    """For each script the language that is alone written in it, empty where there are several or none."""


@cache
def gate() -> Gate:
    """What the profiles tell of scripts."""
    known = profiles()
    numbers = np.arange(len(SCRIPTS))[:, np.newaxis]
    written = known.written[np.newaxis, :]
    languages = np.zeros((len(SCRIPTS), WIDTH), np.bool_)
    languages[:, : len(known.languages)] = known.scripts[np.newaxis, :] == numbers
    names = [{folded(known.languages[each]) for each in np.flatnonzero(own)} for own in languages]
    only = tuple(next(iter(own)) if len(own) == 1 else "" for own in names)
    return Gate((written == numbers) | (written == NO_SCRIPT), languages, only)


def languages() -> frozenset[str]:
    """The labels that `identify` can give, apart from `und` and `zxx`."""
    return frozenset(map(folded, profiles().languages))


def identify(texts: pl.Series, by: Answering | None = None) -> pl.Series:
    """What is told of the language of each text, as `LANGUAGE_TYPE`; null for null.

    Whoever is asked for the language of prose: what is not prose is left out, a script that one language is alone
    written in tells it, and too few words tell none. What else follows holds for the profiles, the default.

    The same text always gets the same answer, whatever stands beside it: what all n-grams of the profiles of
    `langdetect` say is summed, where `langdetect` itself draws some of them at random.
    Code, formulas, markup and addresses are left out, and quotations where enough stands around them. Lists of
    names and repeated labels are not read: only words that do not start with a capital, each once.
    Only the languages of the script that says most are asked for; Han characters without kana or hangul are
    Chinese, which `langdetect` often takes for Korean.
    A long text is read in parts: the first, the middle and the last, and then others until the leader is ahead of
    each other language by 80 in the sum of logarithms, which with twelve n-grams taken for one leaves the other a
    chance of 1 in 800 (`AHEAD` of the kernel), or until all sixteen are read.

    Args:
        texts: The texts.
        by: Who is asked for the language of prose; the profiles by default.
    """
    answering = by or by_profiles()
    parts = [_told_of(part, answering) for part in _slices(texts)]
    if not parts:
        return pl.Series(texts.name, [], LANGUAGE_TYPE)
    told = Told(*map(np.concatenate, zip(*parts, strict=True)))
    answers = pl.when(texts.is_not_null()).then(_column(told, answering.labels))
    return pl.select(answers.alias(texts.name)).to_series()


def _slices(texts: pl.Series) -> list[pl.Series]:
    """Texts that stand one behind the other, about so many bytes together."""
    ends = texts.str.len_bytes().fill_null(0).cast(pl.Int64).cum_sum().to_numpy()
    heaps = (ends - 1) // _TOGETHER
    borders = [0, *(np.flatnonzero(np.diff(heaps)) + 1).tolist(), len(texts)]
    return [texts[begin:end] for begin, end in pairwise(borders) if begin < end]


def bytes_of(texts: pl.Series) -> Bytes:
    """The bytes of texts, none of null, in memory that can be written: a kernel leaves only prose there."""
    text, starts = one_behind_the_other(texts)
    return Bytes(text.copy(), starts)


class Read(NamedTuple):
    """What is read of texts before anyone asks for their language."""

    counts: Numbers
    """A row for each text; see `curate.langid.kernels.read`."""
    signs: Numbers
    """Signs of code in each."""
    prose: Bytes


def read_of(texts: pl.Series) -> Read:
    """What is counted in texts, and their prose."""
    from curate.langid.kernels.code import signs_of_code
    from curate.langid.kernels.read import read

    own = bytes_of(texts)
    counts = read(*own, profiles().signs)  # which leaves nothing but the prose of them
    return Read(counts, signs_of_code(*own), own)


class Written(NamedTuple):
    """Which letters texts are written in."""

    script: Numbers
    """The number of the one that says most; 0 if there are no letters."""
    own: Numbers
    """Letters of that script, with Han characters among those of Japanese and Korean."""
    letters: Numbers
    """All letters."""


def scripts_in(counts: Numbers) -> Written:
    """The script that says most in each text."""
    letters = counts[:, : len(SCRIPTS)]
    says = letters * np.array([_SAYS.get(name, 1.0) for name in SCRIPTS])
    says[:, NO_SCRIPT] = 0
    says[:, HAN] += says[:, KANA] + says[:, HANGUL]
    says[:, [KANA, HANGUL]] = 0
    script = np.where(says.any(axis=1), says.argmax(axis=1), NO_SCRIPT)
    own = letters[np.arange(len(letters)), script] * (script > 0)
    east = letters[:, [HAN, KANA, HANGUL]].sum(axis=1)
    for other, least in ((HANGUL, HANGUL_IN_KOREAN), (KANA, KANA_IN_JAPANESE)):
        there = (script == HAN) & (letters[:, other] > least * east)
        script[there] = other
        own[there] = (letters[:, HAN] + letters[:, other])[there]
    return Written(script, own, letters.sum(axis=1))


class Told(NamedTuple):
    """What is told of each text, in numbers."""

    label: Numbers
    """The number of its language among those that can be told; `und` and `zxx` are the last two."""
    sure: Shares
    script: Numbers
    own: Numbers
    letters: Numbers


def _told_of(texts: pl.Series, by: Answering) -> Told:
    """What is told of texts, of those that are not composed as in NFC once they are."""
    from curate.langid.kernels.read import OTHER_FORM

    taken = read_of(texts)
    told = _told(taken, by)
    other = np.flatnonzero(taken.counts[:, OTHER_FORM])
    if len(other):
        composed = _told(read_of(texts.gather(other).str.normalize("NFC")), by)
        for before, now in zip(told, composed, strict=True):
            before[other] = now
    return told


def _told(taken: Read, by: Answering) -> Told:
    """What is told of texts that were read."""
    written = scripts_in(taken.counts)
    return Told(*_decided(taken, written, by), *written)


def _column(told: Told, labels: Sequence[str]) -> pl.Series:
    """What is told, as `LANGUAGE_TYPE`."""
    return pl.DataFrame(
        {
            "lang": pl.Series([*labels, UND, ZXX]).gather(told.label),
            "confidence": np.round(told.sure, 4),
            "script": pl.Series(list(SCRIPTS)).gather(told.script),
            "script_share": np.round(told.own / np.maximum(1, told.letters), 4),
            "letters": told.letters,
        }
    ).to_struct()


def _decided(taken: Read, written: Written, by: Answering) -> tuple[Numbers, Shares]:
    """The number of the label of each text, and how sure it is; the last two are `und` and `zxx`."""
    from curate.langid.kernels.read import DATA, MASKED, SOLID

    counts = taken.counts
    und, zxx = len(by.labels), len(by.labels) + 1
    alone = np.array([by.labels.index(lang) if lang else -1 for lang in by.only])[written.script]
    data = counts[:, DATA] > 0
    by_script = ~data & (alone >= 0) & (written.own >= LEAST_OF_ONE)
    signs = (taken.signs * SIGNS_OF_CODE > counts[:, SOLID]) & (written.letters > 0) & (alone < 0)
    code = data | signs
    code |= (written.letters < LEAST_LETTERS) & (counts[:, MASKED] > written.letters)
    asked = ~by_script & ~code & (written.own >= LEAST_LETTERS)
    best, sure = by.answer(taken.prose, np.where(asked, written.script, NO_SCRIPT))
    label = np.where(sure >= LEAST_CONFIDENCE, best, und)
    label = np.where(by_script, alone, np.where(code, zxx, label))
    return label, np.where(by_script | code, 1.0, sure)


@cache
def by_profiles() -> Answering:
    """The profiles, all n-grams of which are summed."""

    def answer(prose: Bytes, scripts: Numbers) -> tuple[Numbers, Shares]:
        best, chance, enough = read_by_profiles(prose, scripts)
        return best, np.where(enough, chance, 0.0)

    return Answering(tuple(map(folded, profiles().languages)), gate().only, answer)


def read_by_profiles(prose: Bytes, scripts: Numbers) -> tuple[Numbers, Shares, Flags]:
    """The best language of each text among those of a script, its chance, and whether enough words tell it.

    Names and what was said before do not: a list of names has none.
    """
    from curate.langid.kernels.score import tell

    own = gate()
    best, chance, taken, _ = tell(*prose, profiles().signs, (scripts, own.kept, own.languages), profiles().table)
    return best, chance, taken >= LEAST_LETTERS


def scored(texts: pl.Series) -> tuple[Shares, Numbers]:
    """A row for each text of what its n-grams say for each language, and how many they are.

    Every n-gram is read, as `langdetect` finds them, but those of other scripts than the one that says most; what
    is said for a language of another script is minus infinity.
    """
    from curate.langid.kernels.score import score

    own, known = gate(), profiles()
    script = scripts_in(read_of(texts).counts).script
    scores, found = score(*bytes_of(texts), known.signs, (script, own.kept, own.languages), known.table)
    written = own.languages[script]
    scores[~written & written.any(axis=1, keepdims=True)] = -np.inf
    return scores[:, : len(known.languages)], found
