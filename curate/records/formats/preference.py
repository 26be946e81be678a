"""Two responses to one prompt, of which one is preferred."""

from collections.abc import Iterable
from typing import Any, NamedTuple, Required

from typing_extensions import TypedDict

from curate.records.formats.base import RecordFormat, Row
from curate.records.formats.chat import as_text, split_response, turns_in
from curate.records.formats.messages import listed_tools
from curate.records.model import OPEN, Tools
from curate.records.turns import Conversation, Turn, joined, tools_text

_NO_TEXT = "rejected: there is no second response; a preference needs one that was not chosen"


class PreferenceRow(TypedDict, total=False):
    """`{"prompt": "...", "chosen": "...", "rejected": "..."}`, each as text or as messages.

    The prompt may also be ShareGPT's `conversations`, Alpaca's `instruction` and `input`, or what both responses
    begin with.
    """

    __pydantic_config__ = OPEN  # type: ignore[misc]

    prompt: str | list[Any] | None
    conversations: list[Any] | None
    instruction: str | None
    input: str | None
    system: str | None
    tools: Tools
    chosen: Required[str | dict[str, Any] | list[Any]]
    rejected: Required[str | dict[str, Any] | list[Any]]


class Preference(RecordFormat[PreferenceRow]):
    """Two responses to one prompt, of which one is preferred (TRL, LLaMA-Factory)."""

    row = PreferenceRow

    def conversation(self, row: PreferenceRow) -> Conversation:
        """The chosen response ends the conversation; the rejected one stands beside it."""
        prompt, chosen, rejected, again = _parts(row)
        prompt, chosen, rejected = prompt or chosen[:again], chosen[again:], rejected[again:]
        if system := row.get("system"):
            prompt.insert(0, Turn("system", system, "system"))
        tools = tools_text(row.get("tools"))
        return Conversation(prompt + chosen, tools, rejected=rejected, chosen=len(chosen))

    def repeated(self, row: Row) -> Iterable[tuple[Turn, Turn]]:
        """The prompt, where both responses begin with it."""
        prompt, chosen, rejected, again = _parts(row)  # type: ignore[arg-type]
        both = [*zip(prompt, chosen[:again], strict=False), *zip(prompt, rejected[:again], strict=False)]
        return both or zip(chosen[:again], rejected[:again], strict=True)

    def written(self, said: Conversation, losses: list[str], *, plain: bool) -> Row:
        """Text where every record of the set is, else messages."""
        if said.rejected is None:
            losses.append(_NO_TEXT)
        if said.label is not None:
            losses.append("label: whether the response is one to learn")
        prompt, chosen = split_response(said)
        row: Row = {"prompt": as_text(prompt, plain=plain)} if prompt else {}
        row["chosen"] = as_text(chosen, plain=plain)
        row["rejected"] = as_text(said.rejected or [Turn("assistant", "", "")], plain=plain)
        if said.tools:
            row["tools"] = listed_tools(said.tools)
        return row

    def unknown(self, row: Any) -> Row:  # noqa: ANN401  a row
        """Of several fields that may hold the prompt one does; the others are unknown."""
        own = super().unknown(row)
        given = next((name for name in _PROMPTS if row.get(name)), "")
        others = {"prompt", "conversations", "instruction", "input"} - {given}
        others -= {"input"} if given == "instruction" else set()
        return own | {name: row[name] for name in row if name in others}


_PROMPTS = ("prompt", "conversations", "instruction")
"""The fields that may hold the prompt; the first that holds anything does."""


def _prompt(row: PreferenceRow) -> list[Turn]:
    if prompt := row.get("prompt"):
        return turns_in(prompt, "prompt", "user")
    if said := row.get("conversations"):
        return turns_in(said, "conversations", "user")
    if instruction := row.get("instruction"):
        return [joined("user", ("instruction", instruction), ("input", row.get("input")))]
    return []


class _Parts(NamedTuple):
    """A row's own prompt, if it has one, and both responses with what they repeat of it."""

    prompt: list[Turn]
    chosen: list[Turn]
    rejected: list[Turn]
    again: int
    """With how many messages of the prompt both responses begin."""


def _parts(row: PreferenceRow) -> _Parts:
    prompt = _prompt(row)
    chosen = turns_in(row["chosen"], "chosen", "assistant")
    rejected = turns_in(row["rejected"], "rejected", "assistant")
    again = _shared(chosen, rejected)
    if prompt:
        # Some sets give the prompt as a text beside whole conversations.
        told = list(map(_says, prompt)) == list(map(_says, chosen[: len(prompt)]))
        again = len(prompt) if len(prompt) <= again and told else 0
    return _Parts(prompt, chosen, rejected, again)


def _shared(chosen: list[Turn], rejected: list[Turn]) -> int:
    """With how many messages both begin; a response is left to each."""
    most = min(len(chosen), len(rejected)) - 1
    pairs = enumerate(zip(chosen[:most], rejected[:most], strict=True))
    said = (number for number, (one, other) in pairs if _says(one) != _says(other))
    return next(said, most)


def _says(turn: Turn) -> tuple[object, ...]:
    return turn.role, turn.content, turn.more
