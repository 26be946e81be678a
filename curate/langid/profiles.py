"""The profiles of the installed `langdetect` as tables for kernels, kept in the user's cache folder."""

import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
from xxhash import xxh3_64_hexdigest

from curate import __version__
from curate.errors import InputError, OutputRefused
from curate.files.cache import Cache, cache_folder
from curate.files.resources import langdetect_profiles
from curate.files.shelf import Frames
from curate.langid.characters import EVERY, NO_SCRIPT, SCRIPTS, SPACE, Signs, scripts_of, signs_of
from curate.langid.installed import Profile, parsed

WEIGHT = 0.5 / 10_000
"""What langdetect adds to every frequency, so that one n-gram decides nothing (`ALPHA_DEFAULT`, `BASE_FREQ`)."""
LONGEST = 3
"""Characters of the longest n-gram."""
UNIT = 4096
"""What an n-gram says is kept in whole numbers, so many for 1: their sum is the same in any order."""
WIDTH = 56
"""Columns of a row: a place for each language, and as many more as make the rows even."""
BITS = 12
"""Of a character, as far as the profiles know it."""
ROW = 28
"""Bits for the number of a row, below those of the n-gram."""
PLACES = 1 << 17
"""Of the table of n-grams, which fill less than half of them."""
MIX = 0x9E3779B97F4A7C15
"""Spreads what is alike (Knuth, TAOCP 3, 6.4: the golden ratio of the word length)."""
SHIFT = 64 - 17
_MADE_AS = "2"
"""What is kept of another making is not used, nor what another version has kept."""

Rows: TypeAlias = npt.NDArray[np.uint16]
Table: TypeAlias = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32], Rows]
Said: TypeAlias = dict[str, dict[int, float]]
"""What each n-gram says, by the number of the language."""


@dataclass(frozen=True)
class Profiles:
    """How much each n-gram says for each language."""

    languages: tuple[str, ...]
    scripts: npt.NDArray[np.int32]
    """The script that each language is mainly written in, by its number."""
    signs: Signs
    """What is known of each character."""
    written: npt.NDArray[np.uint8]
    """The script of each character that the profiles know."""
    places: npt.NDArray[np.uint64]
    """The n-grams of two and three characters, each beside the number of its row; 0 is a free place."""
    alone: npt.NDArray[np.int32]
    """The row of each single character; 0 for those that say nothing alone."""
    rows: Rows
    """How much an n-gram says for each language: the logarithm of its frequency beside that of an n-gram that the
    language does not know."""

    @property
    def table(self) -> Table:
        """What tells the kernel of n-grams."""
        return self.places, self.alone, self.rows


@cache
def profiles() -> Profiles:
    """The profiles, once for a process; made anew where the cache does not hold those of the installed ones.

    Raises:
        UnfitPackage: the profiles of the installed `langdetect` are missing, or not those that are known.
    """
    texts = langdetect_profiles()
    made_of_these = (_MADE_AS, __version__, unicodedata.unidata_version, pl.__version__, *texts)
    name = xxh3_64_hexdigest("\0".join(made_of_these).encode())
    folder = cache_folder()
    if folder is None:
        return made_of(parsed(texts))
    kept = Cache(folder)
    shelf = kept.shelf("language")
    with suppress(InputError, ValueError, pl.exceptions.PolarsError):
        return _unpacked({frame: shelf.get(name, frame) for frame in _FRAMES})
    made = made_of(parsed(texts))
    with suppress(OutputRefused):
        kept.put(shelf, name, _packed(made))
    return made


def made_of(installed: list[Profile]) -> Profiles:
    """The tables of profiles."""
    said = _said(installed)
    known = {" ": SPACE}
    for character in sorted(set("".join(said)) - {" "}):
        known[character] = len(known) + 1
    rows = np.zeros((len(said) + 1, WIDTH), np.uint16)
    places, alone = np.zeros(PLACES, np.uint64), np.zeros(1 << BITS, np.int32)
    for row, (gram, told) in enumerate(said.items(), 1):
        rows[row, list(told)] = np.rint(np.array(list(told.values())) * UNIT)
        key = packed([known[character] for character in gram])
        if len(gram) == 1:
            alone[key] = row
        else:
            places[_free_place(key, places)] = key << ROW | row
    written = np.zeros(1 << BITS, np.uint8)
    written[list(known.values())] = scripts_of(pl.Series(list(known)))
    scripts = np.array([_main_script(each) for each in installed], np.int32)
    names = tuple(each["name"] for each in installed)
    return Profiles(names, scripts, signs_of(known), written, places, alone, rows)


def _said(installed: list[Profile]) -> Said:
    """What the n-grams say that can be read: a third holds characters that are always taken for others."""
    from langdetect.utils.ngram import NGram

    @cache
    def is_read(character: str) -> bool:
        return bool(NGram.normalize(character) == character)

    said = Said()
    for number, profile in enumerate(installed):
        for gram, times in profile["freq"].items():
            if len(gram) <= LONGEST and all(map(is_read, gram)):
                share = times / profile["n_words"][len(gram) - 1]
                said.setdefault(gram, {})[number] = float(np.log1p(share / WEIGHT))
    return said


def packed(gram: list[int]) -> int:
    """An n-gram as one number, its last character in the lowest bits."""
    number = 0
    for character in gram:
        number = number << BITS | character
    return number


def _free_place(key: int, places: npt.NDArray[np.uint64]) -> int:
    """Where the kernel finds a key that is put there; a test finds each n-gram."""
    place = (key * MIX % (1 << 64)) >> SHIFT
    while places[place]:
        place = (place + 1) % PLACES
    return place


def _main_script(profile: Profile) -> int:
    """The script of most letters in the texts of a language."""
    letters = {gram: times for gram, times in profile["freq"].items() if len(gram) == 1}
    most = np.bincount(scripts_of(pl.Series(list(letters))), list(letters.values()), minlength=len(SCRIPTS))
    most[NO_SCRIPT] = 0
    return int(most.argmax())


_FRAMES = ("languages", "signs", "written", "places", "alone", "rows")


def _packed(made: Profiles) -> Frames:
    frames = {name: pl.DataFrame({name: getattr(made, name).ravel()}) for name in _FRAMES[1:]}
    return {"languages": pl.DataFrame({"name": made.languages, "script": made.scripts}), **frames}


def _unpacked(frames: Frames) -> Profiles:
    names = tuple(frames["languages"]["name"])
    scripts = frames["languages"]["script"].to_numpy(writable=True)
    signs, written, places, alone, rows = (frames[name][name].to_numpy(writable=True) for name in _FRAMES[1:])
    read = Profiles(names, scripts, signs, written, places, alone, rows.reshape(-1, WIDTH))
    sizes = len(signs), len(written), len(places), len(alone)
    if sizes != (EVERY, 1 << BITS, PLACES, 1 << BITS) or alone.max() >= len(read.rows):
        raise ValueError(names)  # a kernel would read beyond their ends
    return read
