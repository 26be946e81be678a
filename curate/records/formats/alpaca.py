"""An instruction, an optional input, and an output."""

from curate.records.formats.base import RecordFormat
from curate.records.model import Open
from curate.records.turns import Conversation, Turn, joined


class AlpacaRow(Open):
    """`{"instruction": "...", "input": "...", "output": "..."}`."""

    instruction: str
    input: str | None = None
    output: str


class Alpaca(RecordFormat[AlpacaRow]):
    """An instruction, an optional input, and an output (Stanford Alpaca)."""

    row = AlpacaRow

    def conversation(self, row: AlpacaRow) -> Conversation:
        """The input follows the instruction after a blank line."""
        prompt = joined(("instruction", "input"), row.instruction, row.input)
        return Conversation([prompt, Turn("assistant", row.output, "output")])
