"""Examples by what they say: each is encoded once, however many arms hold it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from curate.measurement.arms import Whole
from curate.measurement.demonstrations import PROMPT_TYPE, RESPONSE, SAID, messages_of, numbers
from curate.measurement.encoded import Encoded
from curate.measurement.held_out import Positions
from curate.measurement.models.base import Message, Model
from curate.records import columns as c

_BATCH = 500
"""Records that are encoded between two words on how far that is."""


@dataclass
class Examples:
    """Conversations in the order in which they came, each with its key, its type and its response."""

    said: list[str] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)
    _rows: dict[tuple[int, str], int] = field(default_factory=dict)

    def rows(self, shown: pl.DataFrame) -> Positions:
        """Where these demonstrations stand; those that were not there are added."""
        columns = zip(
            numbers(shown[c.KEY]).tolist(), shown[SAID], shown[PROMPT_TYPE], shown[RESPONSE], strict=True
        )
        return np.asarray([self._row(*each) for each in columns], np.int64)

    def pairs(self, prompts: Positions, responses: Positions) -> Positions:
        """Where the prompt of one example stands with the response of another, each at the place of the first."""
        made = zip(prompts.tolist(), responses.tolist(), strict=True)
        return np.asarray([self._joined(one, other) for one, other in made], np.int64)

    def _joined(self, one: int, other: int) -> int:
        prompt, response = messages_of(self.said[one]), messages_of(self.said[other])
        said = json.dumps([*prompt[:-1], response[-1]], ensure_ascii=False)
        return self._row(self.keys[one], said, self.types[one], self.responses[other])

    def _row(self, key: int, said: str, kind: str, response: str) -> int:
        row = self._rows.setdefault((key, said), len(self.said))
        if row == len(self.said):
            self.said.append(said)
            self.keys.append(key)
            self.types.append(kind)
            self.responses.append(response)
        return row

    def encoded(self, model: Model, context: int) -> Encoded:
        """All of them as tokens."""
        conversations: Sequence[Sequence[Message]] = [messages_of(said) for said in self.said]
        return model.encode(conversations, context)

    def whole(self, tokens: Positions) -> Whole:
        """What arms are drawn from."""
        return Whole(np.asarray(self.keys, np.uint64), self.types, self.responses, tokens)
