"""What formats of few fields can carry of a conversation, and what is lost in them."""

from typing import NamedTuple

from curate.records.turns import JOINT, Conversation, Turn


def text_of(turn: Turn, losses: list[str]) -> str:
    """The text of a turn; whatever else it holds is lost."""
    losses += [f"{turn.path}: {lost}" for lost in _beside_the_text(turn)]
    return turn.content or ""


def _beside_the_text(turn: Turn) -> list[str]:
    more = turn.more or {}
    names = {"tool_calls": "a tool call", "content": "content in parts"}
    held = {name: value for name, value in more.items() if value is not None and (value or name != "tool_calls")}
    lost = [names.get(name, f"the field {name}") for name in (*held, *(turn.foreign or ()))]
    return lost if turn.content is not None or lost else ["a message without text"]


def parted(turn: Turn, losses: list[str]) -> tuple[str, str]:
    """The text of a turn as an instruction and what it is about, where it was joined from two texts."""
    text = text_of(turn, losses)
    if len(turn.joints) != 1:
        return text, ""
    return text[: turn.joints[0] - len(JOINT)], text[turn.joints[0] :]


def no_preference(said: Conversation, losses: list[str]) -> None:
    """What a format of demonstrations loses of a preference."""
    if said.rejected is not None:
        losses.append("rejected: the response that was not chosen")
    if said.label is not None:
        losses.append("label: whether the response is one to learn")


def no_tools(said: Conversation, losses: list[str]) -> None:
    """What a format without tools loses."""
    if said.tools:
        losses.append("tools: the tools that the assistant may call")


class Pair(NamedTuple):
    """What a user said, and what the assistant responded."""

    prompt: Turn
    response: Turn


_EMPTY = Pair(Turn("user", "", ""), Turn("assistant", "", ""))


def pairs_of(said: Conversation, losses: list[str]) -> tuple[Turn | None, list[Pair]]:
    """A system message, and pairs of prompt and response; what fits in neither is lost."""
    no_tools(said, losses)
    turns = list(said.turns)
    system = turns.pop(0) if turns and turns[0].role == "system" else None
    pairs: list[Pair] = []
    while turns:
        asked = turns.pop(0)
        if asked.role == "user" and turns and turns[0].role == "assistant":
            pairs.append(Pair(asked, turns.pop(0)))
        else:
            losses.append(f"{asked.path}: a message of the {asked.role} that is not a prompt with its response")
    return system, pairs or [_EMPTY]


def one_pair(said: Conversation, losses: list[str]) -> Pair:
    """One prompt and its response, for a format that has room for no more."""
    system, pairs = pairs_of(said, losses)
    if system:
        losses.append(f"{system.path}: a system message")
    losses += [f"{pair.prompt.path}: an earlier prompt with its response" for pair in pairs[:-1]]
    return pairs[-1]
