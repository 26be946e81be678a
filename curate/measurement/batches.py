"""Records side by side, as a network takes them."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from curate.measurement.encoded import Encoded, Places, Tokens


class Batch(NamedTuple):
    """Some records, each filled up behind its end to the length of the longest."""

    tokens: Tokens
    """`(records, positions)`; what fills up is 0, and no token sees what stands behind it."""
    row: Places
    """Of each token that is scored, the record in this batch,"""
    position: Places
    """and the position of the token before it, whose state predicts it."""
    target: Places
    """The token itself."""


def batch_of(examples: Encoded, rows: Places) -> Batch:
    """These records, and which of their tokens are scored: those of the response."""
    starts, ends = examples.starts[rows], examples.starts[rows + 1]
    lengths = ends - starts
    longest = int(lengths.max(initial=1))
    at = starts[:, None] + np.arange(longest)
    inside = np.arange(longest) < lengths[:, None]
    tokens = np.where(inside, examples.tokens[np.minimum(at, len(examples.tokens) - 1)], 0)
    # The first token of a record is predicted by nothing.
    first = np.maximum(examples.responses[rows] - starts, 1)
    row, place = np.nonzero(inside & (np.arange(longest) >= first[:, None]))
    return Batch(tokens, row, place - 1, tokens[row, place].astype(np.int64))


def alike_in_length(examples: Encoded, rows: Places, most: int) -> Iterator[Places]:
    """Rows in groups of like length, each of at most so many tokens, filling counted; together all rows, once.

    A record that is longer than that makes a group of its own.
    """
    lengths = examples.lengths[rows]
    order = np.argsort(lengths, kind="stable")[::-1]
    group, longest = list[int](), 0
    for at in order:
        longest = longest or int(lengths[at])
        if group and (len(group) + 1) * longest > most:
            yield rows[group]
            group, longest = [], int(lengths[at])
        group.append(int(at))
    if group:
        yield rows[group]
