"""The name of a record: a hash of what it says, the same in every format and on every machine."""

from collections.abc import Iterable

from xxhash import xxh3_64_digest, xxh3_64_hexdigest, xxh3_64_intdigest

from curate.records.turns import Conversation, Turn, beyond, canonical_json

_ROLES = {"system": b"S", "developer": b"D", "user": b"U", "assistant": b"A", "tool": b"T"}


def content_key(said: Conversation) -> str:
    """64 bits, in hex, over the messages and the tools; of a preference also over both responses, or the label.

    XXH3 (Yann Collet, the specification of xxHash 0.8), whose values are fixed for good. Each text counts by its
    own hash, so that no two different conversations share what is hashed. Tool calls and tools count by what they
    say: the order of keys, spacing and call ids do not matter.
    """
    parts = _hashed(said.turns)
    if said.tools:
        parts += b"tools", _text(canonical_json(said.tools))
    if said.rejected is not None:
        parts += b"chosen", bytes([said.chosen % 256]), *_hashed(said.rejected)
    if said.label is not None:
        parts += b"label", bytes([said.label])
    return xxh3_64_hexdigest(b"".join(parts))


def _hashed(turns: Iterable[Turn]) -> list[bytes]:
    parts: list[bytes] = []
    for turn in turns:
        parts += _ROLES[turn.role], _text(turn.content or "")
        if turn.more and (more := beyond(turn)):
            parts += b"+", _text(more)
    return parts


def _text(text: str) -> bytes:
    try:
        return xxh3_64_digest(text.encode())
    except UnicodeEncodeError:
        return xxh3_64_digest(text.encode("utf-8", "surrogatepass"))


def raw_hashes(raws: Iterable[bytes]) -> list[int]:
    """64 bits over the very bytes of each record: they order records whose content is the same."""
    return list(map(xxh3_64_intdigest, raws))
