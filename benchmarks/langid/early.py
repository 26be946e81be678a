"""What is told by some parts of a long text, beside what all its n-grams tell."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from benchmarks.langid.sums import best, sums_of
from benchmarks.langid.texts import LENGTHS, Text, long_texts
from curate.langid.identify import LEAST_CONFIDENCE, identify
from curate.langid.kernels.score import AHEAD
from curate.langid.names import UND, ZXX


def early(texts: Sequence[Text]) -> dict[str, Any]:
    """By length, what parts and all n-grams tell as confidently."""
    told = dict[str, Any](ahead=AHEAD)
    for length in LENGTHS[1:]:
        rows = long_texts(texts, length)
        column, own = pl.Series([row.text for row in rows]), np.array([row.lang for row in rows])
        parts = identify(column).struct.field("lang").to_numpy()
        labels, sure = best(sums_of(column))
        enough, known = sure >= LEAST_CONFIDENCE, ~np.isin(parts, [UND, ZXX])
        told[str(length)] = {
            "texts": len(rows),
            "told": {"parts": round(float(known.mean()), 4), "whole": round(float(enough.mean()), 4)},
            "wrong": {
                "parts": int((known & (parts != own)).sum()),
                "whole": int((enough & (np.array(labels) != own)).sum()),
            },
        }
    return told
