"""How a prompt opens, in two words: the one it begins with, and the first that is about something."""

import polars as pl

from curate.taxonomy.model import Taxonomy
from curate.taxonomy.window import OPENING, window
from curate.words.pattern import UNSPACED, WORD

LOOKED_AT = 16
"""Words of a prompt."""
UNSPACED_ROOT = 4
"""Characters of a script that puts no spaces between words."""
_ENGLISH = """
a an the this that these those some any each every all my your our their his her its of to in on at by for from
with about into as and or but if than then so is are was were be been being am do does did can could will would
should may might must shall have has had i you he she it we they me him them us who whom which what whose when
where why how there here not no one two three four five ten few several many much more most other another such
"""
_GERMAN = """
der die das den dem des ein eine einen einem einer und oder ist sind von zu für mit auf im über mir
"""
_FRENCH = "le la les un une des du de et ou est sont à au aux pour avec sur dans moi"
_SPANISH = "el los las una unos unas y es son del al para con sobre en mi"
FUNCTION_WORDS = frozenset(f"{_ENGLISH} {_GERMAN} {_FRENCH} {_SPANISH}".split())
"""Words that say how others hang together, and not what a prompt is about."""


def opening_roots(prompts: pl.Series, by: Taxonomy) -> pl.Series:
    """The first word of each prompt and the first behind it that is no function word; null for null.

    Courtesies (*please*) do not count. It is what Self-Instruct takes a parser for, the root verb and its object
    (Wang et al. 2023, arXiv:2212.10560, section 3.3): nearly the same for requests, in any language and quickly.
    In a script without spaces it is the first four characters.
    """
    text = pl.col(OPENING)
    words = text.str.extract_all(WORD).list.head(LOOKED_AT)
    about = pl.element().filter(~pl.element().is_in(list(FUNCTION_WORDS)))
    behind = words.list.slice(1).list.eval(about).list.first()
    spaced = pl.concat_str(words.list.first(), behind, separator=" ", ignore_nulls=True)
    unspaced = text.str.contains(f"^[{UNSPACED}]")
    root = pl.when(unspaced).then(text.str.head(UNSPACED_ROOT)).otherwise(spaced)
    told = window(prompts, by).select(root.alias(prompts.name)).to_series()
    return pl.select(pl.when(prompts.is_not_null()).then(told).alias(prompts.name)).to_series()
