"""What fast JSON parsers let pass: a key that stands twice, and numbers that are none."""

import json
import re
from typing import Any

from pydantic import BaseModel

_COLON = re.compile(rb'"\s*+:')
_SPACED_COLON = re.compile(rb'"\s++:')


class NotStrict(ValueError):
    """Valid for a lenient parser, but no JSON that every program reads alike."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def suspicious(raw: bytes, row: BaseModel) -> bool:
    """Whether the text may hold a key twice, or NaN. Cheap; never wrong when it says no.

    A key that stands twice leaves more colons behind quotes than the parsed row has keys.
    """
    if b"NaN" in raw or b"Infinity" in raw:
        return True
    return raw.count(b'":') != _count_keys(row) or _SPACED_COLON.search(raw) is not None


def _count_keys(value: object) -> int:
    if isinstance(value, BaseModel):
        own = len(value.model_fields_set)
        nested = [*value.__dict__.values(), *(value.__pydantic_extra__ or {}).values()]
        return own + sum(_count_keys(part) for part in nested if not isinstance(part, str))
    if isinstance(value, dict):
        return len(value) + sum(_count_keys(part) for part in value.values())
    if isinstance(value, list):
        return sum(_count_keys(part) for part in value)
    return 0


def check_strictly(raw: bytes) -> None:
    """Parse once more, slowly.

    Raises:
        NotStrict: an object names a key twice, or a number is NaN or infinite.
    """
    json.loads(raw, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NotStrict("duplicate-key", f"the key {twice!r} stands twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise NotStrict("invalid-json", f"{name} is no JSON value; write null or a number")


def parsed_or_none(raw: bytes) -> Any:  # noqa: ANN401  JSON is anything
    """The parsed value, or None if it is not JSON."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
