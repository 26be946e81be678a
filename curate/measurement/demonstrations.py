"""What of records can be trained on: conversations that end with a response."""

import json

import numpy as np
import polars as pl
from xxhash import xxh3_64_intdigest

from curate.facts.language import languages_of
from curate.langid.names import USUAL
from curate.measurement.models.base import Message
from curate.measurement.schedule import Keys
from curate.progress import Tell
from curate.records import columns as c
from curate.records.parts import by_part
from curate.records.records import Records
from curate.taxonomy.assign import assign
from curate.taxonomy.labels import known_types_of
from curate.taxonomy.read import taxonomy
from curate.taxonomy.settle import settle

PROMPT_TYPE, SAID, CONTENT = "prompt_type", "said", "digest"
PROMPT, RESPONSE = "prompt", "response"
SCHEMA: dict[str, pl.DataType] = {
    c.KEY: pl.String(),
    c.ID: pl.String(),
    c.TYPE: pl.String(),
    SAID: pl.String(),
    PROMPT: pl.String(),
    RESPONSE: pl.String(),
    CONTENT: pl.UInt64(),
}
"""One row for each record that can be trained on, in the order of keys.

`id` and `type` are its own; `said` the JSON text of its messages, each `role` and `content`; `prompt` what is said
before the response but for the system message; `digest` tells two apart that say different things.
"""


def demonstrations(records: Records, tell: Tell) -> pl.DataFrame:
    """The records whose last message is a response to learn, as `SCHEMA`."""
    made, done = [pl.DataFrame(schema=SCHEMA)], 0
    for part, own in zip(records.parts, by_part(records.index, records.parts), strict=True):
        tell("reading what can be trained on", done, len(records))
        frame = part.frame(own)
        made.append(_of(frame))
        done += frame.height
    return pl.concat(made).sort(c.KEY)


def unusable(records: Records, shown: pl.DataFrame) -> int:
    """How many records are no demonstrations: not read, or with no prompt or no response that is to be learned."""
    return len(records) + len(records.rejects) - shown.height


def _of(frame: pl.DataFrame) -> pl.DataFrame:
    usable = pl.col(c.LABEL).fill_null(value=True) & (c.response_speaker() == "assistant")
    rows = []
    for key, own, label, turns in frame.filter(usable).select(c.KEY, c.ID, c.TYPE, c.MESSAGES).iter_rows():
        messages = [{"role": turn[c.ROLE], "content": _content(turn)} for turn in turns]
        *before, last = messages
        asked = [each for each in before if each["role"] not in ("system", "developer")]
        if asked and last["content"].strip():
            said = json.dumps(messages, ensure_ascii=False)
            prompt = "\n".join(each["content"] for each in asked)
            digest = xxh3_64_intdigest(said.encode("utf-8", "surrogatepass"))
            rows.append((key, own, label, said, prompt, last["content"], digest))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _content(turn: dict[str, str | None]) -> str:
    """The text of a message; of one that only calls tools, these."""
    return turn[c.CONTENT] or turn[c.BEYOND] or ""


def messages_of(said: str) -> list[Message]:
    """The messages of one demonstration."""
    found: list[Message] = json.loads(said)
    return found


def with_types(shown: pl.DataFrame, tell: Tell) -> pl.DataFrame:
    """The same with the prompt type of each: by the record's own label, else by patterns."""
    by = taxonomy()
    languages = languages_of(shown[PROMPT], USUAL, tell).struct.field("lang")
    told = assign(shown[PROMPT], languages, by)
    types = settle(known_types_of(shown[c.TYPE], by), told, by).struct.field("type")
    return shown.with_columns(types.alias(PROMPT_TYPE))


def numbers(keys: pl.Series) -> Keys:
    """Keys as numbers, by which a record's place in an epoch is told."""
    return np.fromiter((xxh3_64_intdigest(key.encode()) for key in keys), np.uint64, len(keys))
