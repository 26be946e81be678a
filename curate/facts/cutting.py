"""How records become sets of shingles, in a few words: sets that were made in one way can be compared."""

from functools import cache

import polars as pl
from xxhash import xxh3_64_hexdigest

from curate.facts.shingling import sets_of_texts
from curate.minhash.shingles import CHARACTERS, WORDS

VIEWS = 1
"""To be raised whenever a view of a record takes other messages than before, or puts them together otherwise."""
_TRIED = (
    "The Osprey's nest, (above the weir) holds  three\tchicks; 3 * 4 = 12!",
    "Ｆｕｌｌ ｗｉｄｔｈ ﬁnds, ÅNGSTRÖM e\u0301te\u0301 Straße 'ДНЕПР' «ΟΔΟΣ» ½ ①",
    "鱼鹰在河边的大树上筑巢，每年春天回来。",
    "みさごは川のそばの木に巣を作る。",
    "نسر السمك يبني عشه قرب النهر 🪺🐟 naïve",
    "two words",
)
"""Texts in which every part of the cutting has something to do."""


def cutting() -> dict[str, int | str]:
    """What decides which shingles a text has; `cut` is another wherever any of some texts is cut otherwise."""
    return {"words": WORDS, "characters": CHARACTERS, "views": VIEWS, "cut": _cut()}


@cache
def _cut() -> str:
    sets = sets_of_texts(pl.Series(_TRIED))
    return xxh3_64_hexdigest(sets.values.tobytes() + sets.starts.tobytes())
