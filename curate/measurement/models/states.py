"""What lower layers make of records, which no training changes: computed once for each, and kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from xxhash import xxh3_128_digest

from curate.files.vectors import Numbers as Rows
from curate.files.vectors import Vectors
from curate.measurement.batches import alike_in_length, batch_of
from curate.measurement.encoded import Encoded, Places
from curate.measurement.models.layers import states_before
from curate.measurement.models.precision import Numbers, computing
from curate.progress import Tell

_TOGETHER = 2_000
"""Tokens that go through the layers at once."""
_PIECE = 32 << 20
"""Bytes that are put in place together, at least: what a computation that was ended loses."""


class States:
    """Before one layer, by record: a record that is there once is computed once, in whichever set it stands."""

    def __init__(self, folder: Path, width: int, numbers: Numbers) -> None:
        self.numbers = numbers
        self._half = numbers == "bfloat16"
        self.folder = folder
        self._kept = Vectors(folder, width, np.uint16 if self._half else np.float32)

    def missing(self, examples: Encoded) -> Places:
        """The records whose states are not there yet, each once."""
        rows = {key_of(tokens): row for row, (tokens, _) in reversed([*enumerate(examples)])}
        return np.asarray(sorted(row for key, row in rows.items() if key not in self._kept), np.int64)

    def compute(self, model: Any, layer: int, examples: Encoded, tell: Tell) -> None:  # noqa: ANN401  of transformers
        """Those of the records that are not there yet, longest first."""
        keys, waiting, size, total = list[bytes](), list[Rows](), 0, len(self.missing(examples))
        for done, (key, rows) in enumerate(self._computed(model, layer, examples)):
            tell("computing what is not trained", done, total)
            keys.append(key)
            waiting.append(rows)
            size += rows.nbytes
            if size >= _PIECE:
                self._kept.put(keys, waiting)
                keys, waiting, size = [], [], 0
        if keys:
            self._kept.put(keys, waiting)

    def _computed(self, model: Any, layer: int, examples: Encoded) -> Iterator[tuple[bytes, Rows]]:  # noqa: ANN401
        where = next(model.parameters()).device
        for group in alike_in_length(examples, self.missing(examples), _TOGETHER):
            batch = batch_of(examples, group)
            with torch.no_grad(), computing(self.numbers, where.type):
                states = states_before(model, torch.from_numpy(batch.tokens.astype(np.int64)).to(where), layer)
            for row, own in zip(group, states, strict=True):
                start, end = examples.starts[row : row + 2]
                yield key_of(examples.tokens[start:end]), self._rows(own[: end - start])

    def _rows(self, states: Tensor) -> Rows:
        rows: Rows = (states.bfloat16().view(torch.uint16) if self._half else states.float()).cpu().numpy()
        return rows

    def of(self, examples: Encoded, rows: Places) -> Tensor:
        """Of these records, `(records, positions, width)`; 0 behind the end of each."""
        starts, ends = examples.starts[rows], examples.starts[rows + 1]
        kind = torch.bfloat16 if self._half else torch.float32
        side_by_side = torch.zeros(len(rows), int((ends - starts).max(initial=1)), self._kept.width, dtype=kind)
        for own, start, end in zip(side_by_side, starts, ends, strict=True):
            held = torch.from_numpy(self._kept[key_of(examples.tokens[start:end])])
            own[: end - start] = held.view(torch.bfloat16) if self._half else held
        return side_by_side


class AnyStates:
    """Of the right shape, for timing what is done with them."""

    def __init__(self, width: int) -> None:
        self.width = width

    def of(self, examples: Encoded, rows: Places) -> Tensor:
        """As many as of these records."""
        return torch.ones(len(rows), int(examples.lengths[rows].max(initial=1)), self.width)


def key_of(tokens: npt.NDArray[np.int32]) -> bytes:
    """By which a record's states are found."""
    return xxh3_128_digest(tokens.tobytes())
