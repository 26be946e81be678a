"""Values as a container holds them: what counts as the same there, and what JSON has no word for."""

import base64
import math
from datetime import date, time
from typing import Any

Row = dict[str, Any]


def same(one: Any, other: Any) -> bool:  # noqa: ANN401  any value
    """Whether two values say the same. A field that is null counts as absent; true is not 1, and 1 is 1.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(same(one.get(name), other.get(name)) for name in one.keys() | other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other) or (one != one and other != other)  # noqa: PLR0124  not a number, both


def present(value: Any) -> Any:  # noqa: ANN401  a cell is anything
    """A cell without the fields that only other rows have: a table gives them to every row, as null."""
    if isinstance(value, dict):
        return {name: present(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [present(each) for each in value]
    return value


def in_json(value: Any) -> Any:  # noqa: ANN401  any value
    """A value as near as JSON comes to it: dates and bytes as text, null for what is no finite number."""
    if isinstance(value, dict):
        return {name: in_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [in_json(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date | time):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int) else str(value)
