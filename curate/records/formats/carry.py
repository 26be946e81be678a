"""What formats of few fields can carry of a conversation, and what is lost in them."""

from curate.records.turns import Conversation, Turn


def text_of(turn: Turn, losses: list[str]) -> str:
    """The text of a turn; whatever else it holds is lost."""
    losses += [f"{turn.path}: {lost}" for lost in _beside_the_text(turn)]
    return turn.content or ""


def _beside_the_text(turn: Turn) -> list[str]:
    more = turn.more or {}
    names = {"tool_calls": "a tool call", "content": "content in parts"}
    lost = [names.get(name, f"the field {name}") for name, value in more.items() if value is not None]
    return lost if turn.content is not None or lost else ["a message without text"]


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


def pairs_of(said: Conversation, losses: list[str]) -> tuple[Turn | None, list[tuple[str, str]]]:
    """A system message, and pairs of what the user and the assistant said; what fits in neither is lost."""
    no_tools(said, losses)
    turns = list(said.turns)
    system = turns.pop(0) if turns and turns[0].role == "system" else None
    pairs: list[tuple[str, str]] = []
    while turns:
        asked = turns.pop(0)
        if asked.role != "user" or not turns or turns[0].role != "assistant":
            losses.append(f"{asked.path}: a message of the {asked.role} that is not a prompt with its response")
            continue
        pairs.append((text_of(asked, losses), text_of(turns.pop(0), losses)))
    return system, pairs or [("", "")]


def one_pair(said: Conversation, losses: list[str]) -> tuple[str, str]:
    """One prompt and its response, for a format that has room for no more."""
    system, pairs = pairs_of(said, losses)
    if system:
        losses.append(f"{system.path}: a system message")
    if pairs[1:]:
        losses.append(f"{said.turns[0].path}: {len(pairs) - 1} earlier prompt and response")
    return pairs[-1]
