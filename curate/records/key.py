"""The name of a record: a hash of what it says, the same in every format and on every machine."""

from collections.abc import Iterable
from hashlib import blake2b

from curate.records.turns import Conversation, canonical_json


def content_key(conversation: Conversation) -> str:
    """64 bits of BLAKE2b, in hex, over the messages and the tools.

    Each part is preceded by its length, so that no two different conversations share their bytes. Tool calls
    and tools count by what they say: the order of keys, spacing and call ids do not matter.
    """
    digest = blake2b(digest_size=8)
    for turn in conversation.turns:
        _add(digest, (turn.role, turn.content or "", turn.calls or ""))
    _add(digest, (canonical_json(conversation.tools),))
    return digest.hexdigest()


def _add(digest: blake2b, parts: Iterable[str]) -> None:
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)


def raw_hash(raw: bytes) -> int:
    """64 bits over a record's very bytes: orders records whose content is the same."""
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big")
