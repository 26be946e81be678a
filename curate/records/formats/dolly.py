"""An instruction, an optional context, and a response."""

from curate.records.formats.base import RecordFormat
from curate.records.model import Open
from curate.records.turns import Conversation, Turn, joined


class DollyRow(Open):
    """`{"instruction": "...", "context": "...", "response": "..."}`."""

    instruction: str
    context: str | None = None
    response: str


class Dolly(RecordFormat[DollyRow]):
    """An instruction, an optional context, and a response (databricks-dolly-15k)."""

    row = DollyRow

    def conversation(self, row: DollyRow) -> Conversation:
        """The context follows the instruction after a blank line."""
        prompt = joined(("instruction", "context"), row.instruction, row.context)
        return Conversation([prompt, Turn("assistant", row.response, "response")])
