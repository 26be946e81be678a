"""What backends have in common."""

from functools import partial

import numpy as np
import polars as pl

from curate.langid.answering import Answering, Bytes, Numbers, Shares
from curate.langid.characters import NO_SCRIPT, SCRIPTS
from curate.langid.identify import identify

SENTENCE = "we left the harbour before dawn because the wind was turning and nobody wanted to row"
LATIN = list(SCRIPTS).index("Latn")


def always(sure: float, prose: Bytes, scripts: Numbers) -> tuple[Numbers, Shares]:
    assert len(prose.starts) == len(scripts) + 1
    asked = scripts != NO_SCRIPT
    assert set(scripts[asked]) <= {LATIN}
    return np.where(asked, 1, -1), np.where(asked, sure, 0.0)


def of(sure: float) -> Answering:
    alone = tuple("el" if script == "Grek" else "" for script in SCRIPTS)
    return Answering(("el", "tlh"), alone, partial(always, sure))


def test_only_prose_that_the_gate_lets_through_is_asked_for() -> None:
    texts = [
        SENTENCE,
        "Yes.",
        "φύγαμε από το λιμάνι πριν την αυγή",
        '{"a": "b c d e f"}',
        "x = f(y); z = g(x)",
        None,
    ]
    told = identify(pl.Series(texts), of(0.9))
    assert told.struct.field("lang").to_list() == ["tlh", "und", "el", "zxx", "zxx", None]
    assert told.struct.field("confidence").to_list() == [0.9, 0.0, 1.0, 1.0, 1.0, None]


def test_an_answer_that_is_not_sure_is_none() -> None:
    row = identify(pl.Series([SENTENCE]), of(0.69)).item()
    assert (row["lang"], row["confidence"]) == ("und", 0.69)
