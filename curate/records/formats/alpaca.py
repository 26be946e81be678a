"""An instruction, an optional input, and an output."""

from collections.abc import Sequence
from typing import Annotated, Any, Required

from pydantic import Field
from typing_extensions import TypedDict

from curate.records.formats.base import RecordFormat, Row
from curate.records.formats.carry import no_preference, pairs_of, parted, text_of
from curate.records.model import OPEN
from curate.records.texts import Texts, none_has, pairs
from curate.records.turns import Conversation, Turn, joined

Pair = Annotated[list[str], Field(min_length=2, max_length=2)]


class AlpacaRow(TypedDict, total=False):
    """`{"instruction": "...", "input": "...", "output": "...", "system": "...", "history": [["...", "..."]]}`."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    instruction: Required[str]
    input: str | None
    output: Required[str]
    system: str | None
    history: list[Pair] | None


class Alpaca(RecordFormat[AlpacaRow]):
    """An instruction, an optional input, and an output (Stanford Alpaca; system and history as LLaMA-Factory)."""

    row = AlpacaRow

    def conversation(self, row: AlpacaRow) -> Conversation:
        """System and history come first; the input follows the instruction after a blank line."""
        turns: list[Turn] = []
        if system := row.get("system"):
            turns.append(Turn("system", system, "system"))
        for number, (asked, answered) in enumerate(row.get("history") or ()):
            turns += (
                Turn("user", asked, f"history[{number}][0]"),
                Turn("assistant", answered, f"history[{number}][1]"),
            )
        turns.append(joined("user", ("instruction", row["instruction"]), ("input", row.get("input"))))
        turns.append(Turn("assistant", row["output"], "output"))
        return Conversation(turns)

    def texts(self, rows: Sequence[Any]) -> Texts | None:
        """Where nothing comes before the instruction."""
        bare = none_has(rows, "system", "history")
        return pairs(rows, "instruction", "output", context="input") if bare else None

    def written(self, said: Conversation, losses: list[str], *, plain: bool) -> Row:  # noqa: ARG002
        """The last prompt and its response; what was said before them is the history."""
        no_preference(said, losses)
        system, pairs = pairs_of(said, losses)
        instruction, given = parted(pairs[-1].prompt, losses)
        row: Row = {"instruction": instruction, "input": given, "output": text_of(pairs[-1].response, losses)}
        if system:
            row["system"] = text_of(system, losses)
        if pairs[1:]:
            row["history"] = [[text_of(turn, losses) for turn in pair] for pair in pairs[:-1]]
        return row
