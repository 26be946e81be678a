"""Each record as tokens of a tokenizer that a check names: how many, and what its chat template refuses."""

import json
from functools import lru_cache
from typing import Any

import polars as pl

from curate.facts.base import Fact
from curate.pretrained.conversation import Conversations, Refusal, Turns
from curate.pretrained.place import folder_of
from curate.progress import Tell
from curate.records import columns as c

_TOKENS, _SPECIAL = "tokens-by:", "special-token-by:"
PROMPT, RESPONSE, REFUSED = "prompt", "response", "refused"
COUNTS = pl.Struct({PROMPT: pl.UInt32, RESPONSE: pl.UInt32, REFUSED: pl.String})
_SAID, _AT, _RESPONDS = "said", "at", "responds"


def tokens(tokenizer: str) -> pl.Expr:
    """On a response: how many tokens its prompt has, and itself; or why the template refuses it."""
    return c.fact(_TOKENS + tokenizer)


def special_token(tokenizer: str) -> pl.Expr:
    """The first special token of a tokenizer that a text holds; null where it holds none."""
    return c.fact(_SPECIAL + tokenizer)


@lru_cache(maxsize=4)
def conversations_by(tokenizer: str) -> Conversations:
    """A tokenizer by the name of its model, as `curate measure` takes it.

    Raises:
        UsageError: there is none of that name, or what reads it is not installed.
    """
    return Conversations(tokenizer, folder_of(tokenizer, weights=False))


def fact_by_tokenizer(name: str) -> Fact | None:
    """The fact with this name, if it is one that a tokenizer tells."""
    for kind, told in ((_TOKENS, _counts), (_SPECIAL, _special)):
        if name.startswith(kind):
            tokenizer = name.removeprefix(kind)
            return Fact(name, "message", lambda messages, tell: told(messages, tokenizer, tell))  # noqa: B023
    return None


def _counts(messages: pl.DataFrame, tokenizer: str, tell: Tell) -> pl.Series:
    said = pl.struct(c.ROLE, c.CONTENT, c.TOOL_CALLS).alias(_SAID)
    last = (pl.col(_AT).last(), c.is_response().last().alias(_RESPONDS), pl.col(c.TOOLS).last())
    records = messages.with_row_index(_AT).group_by(c.RECORD, c.BRANCH, maintain_order=True).agg(said, *last)
    asked = records.filter(_RESPONDS)
    tell("making tokens", 0, asked.height)
    spoken = [[_message(turn) for turn in turns] for turns in asked[_SAID]]
    tools = [_parsed(each) for each in asked[c.TOOLS]]
    told: list[dict[str, Any] | None] = [None] * messages.height
    for at, turns in zip(asked[_AT], conversations_by(tokenizer).turns(spoken, tools), strict=True):
        told[at] = _counted(turns)
    return pl.Series(told, dtype=COUNTS)


def _counted(turns: Turns | Refusal) -> dict[str, Any]:
    if isinstance(turns, Refusal):
        return {REFUSED: turns.reason}
    return {PROMPT: len(turns.prompt), RESPONSE: len(turns.response)}


def _message(turn: dict[str, str | None]) -> dict[str, Any]:
    calls = _parsed(turn[c.TOOL_CALLS])
    return {"role": turn[c.ROLE], "content": turn[c.CONTENT], **({"tool_calls": calls} if calls else {})}


def _parsed(text: str | None) -> Any:  # noqa: ANN401  whatever the record holds
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None  # another check tells that it is broken


def _special(messages: pl.DataFrame, tokenizer: str, _tell: Tell) -> pl.Series:
    special = conversations_by(tokenizer).special
    if not special:
        return pl.Series([None], dtype=pl.String).new_from_index(0, messages.height)
    pattern = "|".join(pl.escape_regex(each) for each in special)
    return messages.select(c.text().str.extract(f"({pattern})", 1)).to_series()
