"""An instruction, an optional context, and a response."""

from collections.abc import Sequence
from typing import Any, Required

from typing_extensions import TypedDict

from curate.records.formats.base import RecordFormat, Row
from curate.records.formats.carry import no_preference, one_pair, parted, text_of
from curate.records.model import OPEN
from curate.records.texts import Texts, pairs
from curate.records.turns import Conversation, Turn, joined


class DollyRow(TypedDict, total=False):
    """`{"instruction": "...", "context": "...", "response": "..."}`."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    instruction: Required[str]
    context: str | None
    response: Required[str]


class Dolly(RecordFormat[DollyRow]):
    """An instruction, an optional context, and a response (databricks-dolly-15k)."""

    row = DollyRow

    def conversation(self, row: DollyRow) -> Conversation:
        """The context follows the instruction after a blank line."""
        prompt = joined("user", ("instruction", row["instruction"]), ("context", row.get("context")))
        return Conversation([prompt, Turn("assistant", row["response"], "response")])

    def texts(self, rows: Sequence[Any]) -> Texts | None:
        """Every row holds nothing else."""
        return pairs(rows, "instruction", "response", context="context")

    def written(self, said: Conversation, losses: list[str], *, plain: bool) -> Row:  # noqa: ARG002
        """One prompt and its response."""
        no_preference(said, losses)
        pair = one_pair(said, losses)
        instruction, context = parted(pair.prompt, losses)
        return {"instruction": instruction, "context": context, "response": text_of(pair.response, losses)}
