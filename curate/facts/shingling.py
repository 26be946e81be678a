"""From texts as somebody wrote them to their sets of shingles: what is normalised, what is cut by characters."""

from collections.abc import Callable
from functools import partial
from itertools import compress, product
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.facts.sets import column_of
from curate.minhash.sets import Sets
from curate.minhash.shingles import Tokens, shingle_sets, shingle_sets_of_both
from curate.records import columns as c
from curate.threads import ahead
from curate.utf8 import one_behind_the_other
from curate.words.pattern import UNSPACED

Difference = Literal["nfkc", "case", "whitespace", "punctuation"]
"""What two texts may differ in and have the same shingles: compatible characters (as in full width), letter case,
white space, and marks between words. Where it is not normalised, each white space or mark is a word of its own."""
ALL: tuple[Difference, ...] = get_args(Difference)
WAYS: tuple[tuple[Difference, ...], ...] = tuple(
    tuple(compress(ALL, chosen)) for chosen in product((True, False), repeat=len(ALL))
)
"""Everything that can be normalised together; all of it first."""

_ASCII_MARKS, _MARKS = r""".,;:!?'"()\[\]{}""", "“”‘’„«»…。，、；：！？（）《》「」『』【】·"
"""What separates words. Signs such as + - * / = are none, since sums differ by them."""
_SPACES, _ASCII_SPACES = r"\s", "\t\n\v\f\r "
_FULL_WIDTH = "".join(chr(ord(mark) + 0xFEE0) for mark in _ASCII_MARKS.replace("\\", ""))
_FURTHER = rf"[{_SPACES}{_MARKS}{_FULL_WIDTH}&&[^\x00-\x7F]]"
"""What separates words, beyond ASCII, whether it is normalised before or not."""
_CHANGED = (
    r"[^\x00-\x7F£¥§°±×÷ß-öø-ÿāăąćčďđēęěğīıłńňōőœřśşšťūůűźżžɐ-ʯˈˌː"
    r"‐‒–—―‘’‚“”„•€→−≤≥★а-яё、。〈-】ぁ-ゔァ-ヾ\x{4E00}-\x{9FFF}]"
)
"""What NFKC or lower case may change, alone or beside something else; of all else they change ASCII at most."""
MESSAGE_END, _BREAK = "\x1e", "\x1f"
"""Separate words, and are compared in no case."""
_SAID = pl.col("said")
_TOGETHER = 4_096
"""Texts that are normalised at once: what is made of them on the way takes several times their room."""


class Cutting(NamedTuple):
    """How texts are cut."""

    normalise: tuple[Difference, ...] = ALL
    by_character: bool | None = None
    """Whether runs of characters are taken and not of words; None: the script of each text decides."""

    def tokens(self) -> Tokens:
        """What the kernel does with each byte of ASCII."""
        kinds = {"whitespace": _ASCII_SPACES, "punctuation": _ASCII_MARKS.replace("\\", "")}
        between, alone = (
            "".join(kind for name, kind in kinds.items() if (name in self.normalise) is left_out)
            for left_out in (True, False)
        )
        return Tokens((between + MESSAGE_END + _BREAK).encode(), alone.encode(), any_case="case" in self.normalise)


USUAL = Cutting()


def normalised(text: pl.Expr, normalise: tuple[Difference, ...] = ALL) -> pl.Expr:
    """NFKC, lower case, each run of white space one space: those of these that are normalised."""
    if "nfkc" in normalise:
        beyond_ascii = text.str.len_bytes() != text.str.len_chars()
        text = pl.when(beyond_ascii).then(c.where(beyond_ascii, text).str.normalize("NFKC")).otherwise(text)
    if "case" in normalise:
        text = text.str.to_lowercase()
    if "whitespace" in normalise:
        # A single space, by far the most common, is left alone.
        text = text.str.replace_all(rf"{_SPACES}{{2,}}|[^\S ]", " ").str.strip_chars(" ")
    return text


def sets_of_texts(texts: pl.Series, cutting: Cutting = USUAL) -> Sets:
    """The shingles of texts; what is not ASCII is normalised before it is cut, the rest while it is."""
    return in_pieces(texts, partial(_sets_of, cutting=cutting))


def in_pieces(texts: pl.Series, cut: Callable[[pl.Series], Sets]) -> Sets:
    """The sets of texts; few are cut at once, by each thread that polars has, which takes little memory."""
    works = (partial(cut, texts.slice(at, _TOGETHER)) for at in range(0, len(texts), _TOGETHER))
    return Sets.joined(ahead(works, pl.thread_pool_size()), about=_about(texts))


def shingles_of_both(first: pl.Series, second: pl.Series, cutting: Cutting = USUAL) -> pl.DataFrame:
    """The shingles of texts in two parts, between which a word ends: `whole`, and `second` of second parts alone.

    They are those of the whole texts and of the second parts, and no text is normalised and cut twice.
    """

    def piece(at: int) -> Callable[[], pl.DataFrame]:
        return partial(_columns_of_both, first.slice(at, _TOGETHER), second.slice(at, _TOGETHER), cutting)

    pieces = map(piece, range(0, max(len(first), 1), _TOGETHER))
    return pl.concat(ahead(pieces, pl.thread_pool_size()), rechunk=True)


def _about(texts: pl.Series) -> int:
    """How many shingles there are at most: between two words is a byte, or else a character takes three."""
    return int(texts.str.len_bytes().sum()) // 2


def _sets_of(texts: pl.Series, cutting: Cutting) -> Sets:
    said, unspaced = _read(texts, cutting.normalise)
    letters = _counted(r"\p{L}", said, unspaced > 0)
    by_character = _by_character(unspaced, letters, cutting)
    return shingle_sets(one_behind_the_other(said), by_character, cutting.tokens())


def _columns_of_both(first: pl.Series, second: pl.Series, cutting: Cutting) -> pl.DataFrame:
    count = len(first)
    said, unspaced = _read(pl.concat([first, second]), cutting.normalise)
    whole = unspaced[:count] + unspaced[count:]
    letters = _counted(r"\p{L}", said, pl.concat([whole, whole]) > 0)
    by_character = (
        _by_character(whole, letters[:count] + letters[count:], cutting),
        _by_character(unspaced[count:], letters[count:], cutting),
    )
    both = shingle_sets_of_both(one_behind_the_other(said), by_character, cutting.tokens())
    names = ("whole", "second")
    return pl.DataFrame([column_of(sets).alias(name) for name, sets in zip(names, both, strict=True)])


def _read(texts: pl.Series, normalise: tuple[Difference, ...]) -> tuple[pl.Series, pl.Series]:
    """Texts as they are cut, and how many characters each has of scripts without spaces.

    Only bytes of ASCII stand between words then, as they do from the first in most texts.
    """
    beyond = texts.str.len_bytes() != texts.str.len_chars()
    plain = _plain(texts.filter(beyond), normalise)
    said = texts.clone().scatter(beyond.arg_true(), plain)
    return said, _counted(rf"[{UNSPACED}]", said, beyond)


def _counted(pattern: str, texts: pl.Series, chosen: pl.Series) -> pl.Series:
    """How often a pattern stands in those texts that are chosen; 0 in the others, which are not searched."""
    counts = _each(texts.filter(chosen), _SAID.str.count_matches(pattern))
    return pl.Series(np.zeros(len(texts), np.uint32)).scatter(chosen.arg_true(), counts)


def _plain(texts: pl.Series, normalise: tuple[Difference, ...]) -> pl.Series:
    """Texts beyond ASCII in which only bytes of ASCII stand between words."""
    if normalise != ALL:
        return _each(texts, _parted(_SAID, normalise))
    spaced = _each(texts, _SAID.str.replace_all(_FURTHER, " "))
    changed = _each(spaced, _SAID.str.contains(_CHANGED))
    whole = _each(texts.filter(changed), normalised(_SAID, normalise).str.replace_all(_FURTHER, " "))
    return spaced.scatter(changed.arg_true(), whole)


def _each(texts: pl.Series, made: pl.Expr) -> pl.Series:
    """What is made of each text, by the threads of polars, which keep the patterns that they have read."""
    return texts.to_frame("said").select(made).to_series()


def _by_character(unspaced: pl.Series, letters: pl.Series, cutting: Cutting) -> npt.NDArray[np.bool_]:
    if cutting.by_character is not None:
        return np.full(len(letters), cutting.by_character)
    return (unspaced * 2 > letters).to_numpy()


def _parted(text: pl.Expr, normalise: tuple[Difference, ...]) -> pl.Expr:
    """A text of which only bytes of ASCII stand between words, where not everything is normalised."""
    text = normalised(text, normalise)
    for name, kind in (("whitespace", _SPACES), ("punctuation", _ASCII_MARKS + _MARKS)):
        text = text.str.replace_all(f"[{kind}]", _BREAK if name in normalise else f"{_BREAK}${{0}}{_BREAK}")
    return text
