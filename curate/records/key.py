"""The name of a record: a hash of what it says, the same in every format and on every machine."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from xxhash import xxh3_64_digest, xxh3_64_hexdigest, xxh3_64_intdigest

from curate.records.texts import Texts
from curate.records.turns import Conversation, Turn, beyond, canonical_json

_DIGEST = 8
"""Bytes of a hash."""
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


def texts_keys(texts: Texts) -> list[str]:
    """The key of each record whose texts these are."""
    try:
        encoded = list(map(str.encode, texts.contents))
    except UnicodeEncodeError:
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts.contents]
    # Of each turn: one byte for its role, and the hash of its text.
    hashed = np.empty((len(encoded), 1 + _DIGEST), np.uint8)
    hashed[:, 0] = np.frombuffer(b"".join(map(_ROLES.__getitem__, texts.roles)), np.uint8)
    digests = b"".join(map(xxh3_64_digest, encoded))
    hashed[:, 1:] = np.frombuffer(digests, np.uint8).reshape(-1, _DIGEST)
    turns = hashed.tobytes()
    ends = (np.cumsum(texts.counts) * hashed.shape[1]).tolist()
    return [xxh3_64_hexdigest(turns[start:end]) for start, end in pairwise([0, *ends])]


def raw_hashes(raws: Iterable[bytes]) -> list[int]:
    """64 bits over the very bytes of each record: they order records whose content is the same."""
    return list(map(xxh3_64_intdigest, raws))
