"""From texts as somebody wrote them to their sets of shingles: what is normalised, what is cut by characters."""

from collections.abc import Callable
from functools import partial
from itertools import compress, product
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.minhash.sets import Joining, Sets
from curate.minhash.shingles import Tokens, shingle_sets, shingle_sets_of_both
from curate.records import columns as c
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
    from curate.compiled import ahead

    works = (partial(cut, texts.slice(at, _TOGETHER)) for at in range(0, len(texts), _TOGETHER))
    return Sets.joined(ahead(works, pl.thread_pool_size()), about=_about(texts))


def sets_of_both(first: pl.Series, second: pl.Series, cutting: Cutting = USUAL) -> tuple[Sets, Sets]:
    """The shingles of texts in two parts, between which a word ends, and those of the second parts alone.

    They are those of the whole texts and of the second parts, and no text is normalised and cut twice.
    """
    from curate.compiled import ahead

    def piece(at: int) -> Callable[[], tuple[Sets, Sets]]:
        return partial(_sets_of_both, first.slice(at, _TOGETHER), second.slice(at, _TOGETHER), cutting)

    about = _about(second)
    whole, seconds = Joining(_about(first) + about), Joining(about)
    for one, other in ahead(map(piece, range(0, len(first), _TOGETHER)), pl.thread_pool_size()):
        whole.add(one)
        seconds.add(other)
    return whole.sets(), seconds.sets()


def _about(texts: pl.Series) -> int:
    """How many shingles there are at most: between two words is a byte, or else a character takes three."""
    return int(texts.str.len_bytes().sum()) // 2


def _sets_of(texts: pl.Series, cutting: Cutting) -> Sets:
    read = _read(texts, cutting.normalise)
    letters = _letters(read["text"], read["unspaced"] > 0)
    by_character = _by_character(read["unspaced"], letters, cutting)
    return shingle_sets(one_behind_the_other(read["text"]), by_character, cutting.tokens())


def _sets_of_both(first: pl.Series, second: pl.Series, cutting: Cutting) -> tuple[Sets, Sets]:
    count = len(first)
    read = _read(pl.concat([first, second]), cutting.normalise)
    unspaced = read["unspaced"][:count], read["unspaced"][count:]
    whole = unspaced[0] + unspaced[1]
    letters = _letters(read["text"], pl.concat([whole, whole]) > 0)
    by_character = (
        _by_character(whole, letters[:count] + letters[count:], cutting),
        _by_character(unspaced[1], letters[count:], cutting),
    )
    return shingle_sets_of_both(one_behind_the_other(read["text"]), by_character, cutting.tokens())


def _read(texts: pl.Series, normalise: tuple[Difference, ...]) -> pl.DataFrame:
    """Texts as they are cut, and how many characters each has of scripts without spaces."""
    said, beyond, plain = pl.col("said"), pl.col("beyond"), pl.col("plain")
    given = pl.DataFrame({"said": texts}).with_columns(
        (said.str.len_bytes() != said.str.len_chars()).alias("beyond")
    )
    return _with_plain(given, normalise).select(
        pl.when(beyond).then(plain).otherwise(said).alias("text"),
        plain.str.count_matches(rf"[{UNSPACED}]").alias("unspaced"),
    )


def _letters(texts: pl.Series, counted: pl.Series) -> pl.Series:
    """How many letters there are in those texts where they are counted."""
    given = pl.DataFrame({"text": texts, "counted": counted})
    return given.select(c.where(pl.col("counted"), pl.col("text")).str.count_matches(r"\p{L}")).to_series()


def _by_character(unspaced: pl.Series, letters: pl.Series, cutting: Cutting) -> npt.NDArray[np.bool_]:
    if cutting.by_character is not None:
        return np.full(len(letters), cutting.by_character)
    return (unspaced * 2 > letters).to_numpy()


def _with_plain(texts: pl.DataFrame, normalise: tuple[Difference, ...]) -> pl.DataFrame:
    """Texts, and of those beyond ASCII one each in which only bytes of ASCII stand between words."""
    said, spaced, changed = c.where(pl.col("beyond"), pl.col("said")), pl.col("spaced"), pl.col("changed")
    if normalise != ALL:
        return texts.with_columns(_plain(said, normalise).alias("plain"))
    plain = normalised(c.where(changed, pl.col("said")), normalise).str.replace_all(_FURTHER, " ")
    return (
        texts.with_columns(said.str.replace_all(_FURTHER, " ").alias("spaced"))
        .with_columns(spaced.str.contains(_CHANGED).alias("changed"))
        .with_columns(pl.when(changed).then(plain).otherwise(spaced).alias("plain"))
    )


def _plain(text: pl.Expr, normalise: tuple[Difference, ...]) -> pl.Expr:
    """A text of which only bytes of ASCII stand between words, where not everything is normalised."""
    text = normalised(text, normalise)
    for name, kind in (("whitespace", _SPACES), ("punctuation", _ASCII_MARKS + _MARKS)):
        text = text.str.replace_all(f"[{kind}]", _BREAK if name in normalise else f"{_BREAK}${{0}}{_BREAK}")
    return text
