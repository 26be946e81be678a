"""Records as tokens."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Records as tokens, end to end, each cut where the context ends.

    What is trained and scored is the response: from where it begins to the end of its turn.
    """

    tokens: Tokens
    starts: Places
    """Where each record begins in `tokens`, and at last where all end: one more than there are records."""
    responses: Places
    """Where each response begins in `tokens`; where a record has none within the context, its own end."""
    lost: Places
    """Response tokens of each record that are cut off."""

    def __len__(self) -> int:
        return len(self.responses)

    @property
    def _first(self) -> Places:
        """Where each record's first token stands that is trained on: nothing predicts the very first."""
        return np.maximum(self.responses, self.starts[:-1] + 1)

    @property
    def trained(self) -> Places:
        """Response tokens of each record that are trained on."""
        counts: Places = np.maximum(self.starts[1:] - self._first, 0)
        return counts

    @property
    def lengths(self) -> Places:
        """Tokens of each record."""
        return np.diff(self.starts)

    def cut(self, rows: Places, trained: Places) -> tuple["Encoded", Places]:
        """The same, with some records once more behind all others, and where each of these stands now.

        Args:
            rows: Records.
            trained: How many response tokens are left of each. One that has no more stands where it did.
        """
        more = self.trained[rows] - trained
        longer = np.flatnonzero(more > 0)
        begins, ends = self.starts[rows[longer]], self.starts[rows[longer] + 1] - more[longer]
        parts = [self.tokens[begin:end] for begin, end in zip(begins, ends, strict=True)]
        starts = len(self.tokens) + np.cumsum([0, *(ends - begins)])
        stand = rows.copy()
        stand[longer] = len(self) + np.arange(len(longer))
        cut = Encoded(
            np.concatenate([self.tokens, *parts]),
            np.concatenate([self.starts, starts[1:]]),
            np.concatenate([self.responses, starts[:-1] + self.responses[rows[longer]] - begins]),
            np.concatenate([self.lost, self.lost[rows[longer]] + more[longer]]),
        )
        return cut, stand

    def __iter__(self) -> Iterator[tuple[Tokens, int]]:
        """Each record's tokens, and how many of them stand before its response."""
        for start, response, end in zip(self.starts, self.responses, self.starts[1:], strict=False):
            yield self.tokens[start:end], int(response - start)


def encoded(records: Iterable[tuple[list[int], list[int]]], context: int) -> Encoded:
    """Records whose prompt and response are tokens already.

    Args:
        records: Tokens of each up to its response, and those of the response to the end of its turn.
        context: Tokens of a record beyond which it is cut, as trainers do: at the end.
    """
    tokens, starts, responses, lost = list[int](), [0], list[int](), list[int]()
    for prompt, response in records:
        room = max(0, context - len(prompt))
        tokens += prompt[:context]
        responses.append(len(tokens))
        tokens += response[:room]
        lost.append(max(0, len(response) - room))
        starts.append(len(tokens))
    numbers = (np.asarray(each, np.int64) for each in (starts, responses, lost))
    return Encoded(np.asarray(tokens, np.int32), *numbers)
