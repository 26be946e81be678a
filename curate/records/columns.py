"""The columns of a record and of a message, behind the words that checks and steps use.

The columns of findings stand in `findings.py`, those of changes in `records/edits.py`.
"""

import polars as pl

KEY = "key"
ID = "id"
TYPE = "type"
SOURCE = "source"
ROW = "row"
LINE = "line"
OFFSET = "offset"
LENGTH = "length"
MESSAGES = "messages"
TOOLS = "tools"
REJECTED = "rejected"
"""Of a preference: the response that was not chosen."""
CHOSEN = "chosen"
"""Of a preference: how many of the last messages are the chosen response."""
LABEL = "label"
"""Whether the response is one to learn, where the record says so."""
IGNORED = "ignored"
"""Codes whose findings the record's own field `curate_ignore` sets aside."""
PART = "part"
"""After a split: the part of the set that the record belongs to, such as `train`."""
RANK = "rank"
"""The record's place in the order of keys, from 0: the order that decides between equals."""
RAW_HASH = "raw_hash"
"""In an index: 64 bits over the very bytes of the record."""

RECORD = "record"
"""On a message: the rank of its record."""
TURN = "turn"
ROLE = "role"
CONTENT = "content"
PATH = "path"
JOINTS = "joints"
TOOL_CALLS = "tool_calls"
BEYOND = "beyond"
"""What a message says beyond its text: calls, media, reasoning; canonical JSON."""
TOOL_CALL_ID = "tool_call_id"
NAME = "name"
TURNS = "turns"
BRANCH = "branch"
"""Of a message of a preference: 0 with the chosen response, 1 with the rejected one."""
SHARED = "shared"
"""Whether a message stands in both branches and this is its second time."""

FACT = "fact:"
"""What stands before the name of a fact in the name of its column."""

MESSAGE = pl.Struct(
    {
        ROLE: pl.String(),
        CONTENT: pl.String(),
        PATH: pl.String(),
        JOINTS: pl.List(pl.UInt32()),
        TOOL_CALLS: pl.String(),
        BEYOND: pl.String(),
        TOOL_CALL_ID: pl.String(),
        NAME: pl.String(),
    }
)

SCHEMA: dict[str, pl.DataType] = {
    KEY: pl.String(),
    ID: pl.String(),
    TYPE: pl.String(),
    SOURCE: pl.UInt32(),
    ROW: pl.UInt32(),
    LINE: pl.UInt32(),
    OFFSET: pl.UInt64(),
    LENGTH: pl.UInt64(),
    MESSAGES: pl.List(MESSAGE),
    TOOLS: pl.String(),
    REJECTED: pl.List(MESSAGE),
    CHOSEN: pl.UInt32(),
    LABEL: pl.Boolean(),
    IGNORED: pl.List(pl.String()),
    PART: pl.String(),
    RANK: pl.UInt32(),
}


def fact(name: str) -> pl.Expr:
    """A fact by its name; whoever evaluates the expression computes it first, once."""
    return pl.col(FACT + name)


FIELD = "field:"
"""What stands before the name of a field of the user's own record, where it is read as a fact."""


def field(name: str) -> pl.Expr:
    """A field of the record as its owner wrote it, or what stands at a path in it: `score`, `meta.writer`."""
    return fact(FIELD + name)


FIELD_IF_ANY = "field-if-any:"


def field_if_any(name: str) -> pl.Expr:
    """The same, null everywhere where no record has the field."""
    return fact(FIELD_IF_ANY + name)


def text() -> pl.Expr:
    """The text of a message; null where there is none."""
    return pl.col(CONTENT)


def where(condition: pl.Expr, texts: pl.Expr) -> pl.Expr:
    """Texts where a condition holds, and empty ones elsewhere, for a pattern that is dear.

    Null in their place would spare nothing: polars searches the texts behind nulls too.
    """
    return pl.when(condition).then(texts).otherwise(pl.lit(""))


def role() -> pl.Expr:
    """Who speaks: system, developer, user, assistant or tool."""
    return pl.col(ROLE)


def role_before() -> pl.Expr:
    """Who spoke before, in the same record; null at its first message."""
    return _before(role())


def calls_tools() -> pl.Expr:
    """Whether the message calls a tool."""
    return pl.col(TOOL_CALLS).is_not_null()


def called_tools_before() -> pl.Expr:
    """Whether the message before, in the same record, calls a tool."""
    return _before(calls_tools()).fill_null(value=False)


def _before(of_message: pl.Expr) -> pl.Expr:
    """What is so of the message before, null at the first: the messages of a branch stand together, in order."""
    return pl.when(pl.col(TURN) > 0).then(of_message.shift(1))


def of_records_with(condition: pl.Expr) -> pl.Expr:
    """Whether any message of the same record meets a condition.

    The same as `condition.any().over(RECORD)`, which is slow where the condition reads texts.
    """
    return pl.col(RECORD).is_in(pl.col(RECORD).filter(condition).implode())


def is_last() -> pl.Expr:
    """Whether it is the last message of its record."""
    return pl.col(TURN) == pl.col(TURNS) - 1


def is_response() -> pl.Expr:
    """Whether the message is the response: the final one, by the assistant."""
    return is_last() & (role() == "assistant")


def is_prompt() -> pl.Expr:
    """Whether the message belongs to the prompt: before the response, and not from the system."""
    return ~is_response() & ~role().is_in(["system", "developer"])


def response_text() -> pl.Expr:
    """On a record: the text of its final message."""
    return pl.col(MESSAGES).list.last().struct.field(CONTENT)


def response_speaker() -> pl.Expr:
    """On a record: the role of its final message."""
    return pl.col(MESSAGES).list.last().struct.field(ROLE)


def all_asked() -> pl.Expr:
    """On a record: the texts of the user's messages, in order."""
    turn = pl.element().struct
    return pl.col(MESSAGES).list.eval(turn.field(CONTENT).filter(turn.field(ROLE) == "user"))


def last_asked() -> pl.Expr:
    """On a record: the text of the user's last message."""
    return all_asked().list.last()


def words() -> pl.Expr:
    """How many words the message has; a character of a script without spaces counts as one."""
    return fact("words")


def asked() -> pl.Expr:
    """On a response: the user's last turn before it; null where there is none, and on every other message."""
    return fact("asked")


def prompt_text() -> pl.Expr:
    """On a response: all messages of its prompt, a line apart; null where there is none."""
    return fact("prompt")


def system_text() -> pl.Expr:
    """On a response: the system message; null where there is none."""
    return fact("system")


def record_type() -> pl.Expr:
    """The kind of prompt, by the record's own label; null where it has none."""
    return pl.col(TYPE)
