"""The name of a record: a hash of what it says, the same in every format and on every machine."""

import json
from collections.abc import Iterable
from hashlib import blake2b

from curate.records.turns import Conversation, json_text


def content_key(conversation: Conversation) -> str:
    """64 bits of BLAKE2b, in hex, over the messages and the tools.

    Each part is preceded by its length, so that no two different conversations share their bytes. Tool calls
    and tools count by what they say: the order of keys, spacing and call ids do not matter.
    """
    digest = blake2b(digest_size=8)
    for turn in conversation.turns:
        _add(digest, (turn.role, turn.content or "", _plain_calls(turn.tool_calls)))
    _add(digest, (_sorted_json(conversation.tools),))
    return digest.hexdigest()


def _add(digest: blake2b, parts: Iterable[str]) -> None:
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)


def _plain_calls(text: str | None) -> str:
    if text is None:
        return ""
    functions = [call["function"] for call in json.loads(text)]
    return json_text([[f["name"], _sorted_json(f.get("arguments", "{}"))] for f in functions])


def _sorted_json(value: object) -> str:
    """JSON text or a value, with its keys in order; text that is not JSON stays as it is."""
    if value is None:
        return ""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def raw_hash(raw: bytes) -> int:
    """64 bits over a record's very bytes: orders records whose content is the same."""
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big")
