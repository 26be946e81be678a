"""Which patterns of a taxonomy are found in which prompts."""

from collections.abc import Sequence
from typing import TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from curate.langid.names import UND, ZXX
from curate.taxonomy.model import Language, Pattern, Sign, Taxonomy
from curate.taxonomy.regex import quick
from curate.taxonomy.signs import sign_column, with_signs
from curate.taxonomy.window import ALL, window

Flags: TypeAlias = npt.NDArray[np.bool_]
Rows: TypeAlias = npt.NDArray[np.intp]


def patterns_of(by: Taxonomy) -> tuple[Pattern, ...]:
    """All patterns, those that weigh most first: in this order the reasons of an answer are told."""
    return tuple(sorted((*by.own, *by.patterns), key=lambda each: -each.weight))


def hits(prompts: pl.Series, languages: pl.Series, by: Taxonomy) -> Flags:
    """A row for each prompt, a column for each pattern."""
    return hits_in(what_is_read(prompts, languages, by), by)


def what_is_read(prompts: pl.Series, languages: pl.Series, by: Taxonomy) -> pl.DataFrame:
    """The window of each prompt, its language, and the signs that patterns ask for."""
    return with_signs(window(prompts, by).with_columns(languages.alias(_TOLD)), set(signs_of(by)))


def signs_of(by: Taxonomy) -> tuple[Sign, ...]:
    """The signs that are looked at: those that patterns ask for."""
    asked = {_APART, *(sign for each in patterns_of(by) for sign in (*each.when, *each.unless))}
    return tuple(sign for sign in get_args(Sign) if sign in asked)


def hits_in(read: pl.DataFrame, by: Taxonomy) -> Flags:
    """The same, by what is read of the prompts."""
    patterns = patterns_of(by)
    found = np.zeros((len(read), len(patterns)), np.bool_)
    every = np.arange(len(read))
    _look(read, every, [(at, each) for at, each in enumerate(patterns) if not each.lang], found)
    for language in by.languages:
        rows = np.flatnonzero(read.select(_may_be(language)).to_series().to_numpy())
        _look(read, rows, [(at, each) for at, each in enumerate(patterns) if each.lang == language.id], found)
    return found


_TOLD = "language"
_APART: Sign = "supplied"
"""Prompts with this sign are looked at apart: they are long, and most patterns ask for it or rule it out."""


def _may_be(language: Language) -> pl.Expr:
    """Whether the patterns of a language are tried: it is told, its cue is found, or nothing speaks against it."""
    told = pl.col(_TOLD)
    may_be = (told == language.id).fill_null(value=False)
    if language.cue:
        return may_be | pl.col(ALL).str.contains(language.cue)
    return may_be | told.is_null() | told.is_in([UND, ZXX])


def _look(read: pl.DataFrame, rows: Rows, patterns: Sequence[tuple[int, Pattern]], found: Flags) -> None:
    """Look for patterns in some prompts, and note where they are found."""
    some = read if len(rows) == len(read) else read[rows]
    given = some[sign_column(_APART)].to_numpy()
    for there in (True, False):
        own = [(at, each) for at, each in patterns if _APART not in (each.unless if there else each.when)]
        places = np.flatnonzero(given == there)
        if not own or not len(places):
            continue
        looked = some[places].select(_found(each).alias(str(at)) for at, each in own)
        for at, _ in own:
            found[rows[places], at] = looked[str(at)].to_numpy()


def _found(pattern: Pattern) -> pl.Expr:
    flags = [pl.col(pattern.where).str.contains(quick(pattern.regex))] if pattern.regex else []
    flags += [pl.col(sign_column(sign)) for sign in pattern.when]
    flags += [~pl.col(sign_column(sign)) for sign in pattern.unless]
    return pl.all_horizontal(flags)
