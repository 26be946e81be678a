"""Cells of text as the values that a format expects: lists and objects as JSON text, empty for absent."""

from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from curate.records.formats.base import RecordFormat, Row
from curate.records.strict_json import NotStrict, parsed_or_why


def cells_as_values(known: RecordFormat[Any], cells: dict[str, str]) -> Row:
    """A row of a format from cells by their names.

    A cell of a field that takes no text is JSON text. So is one that may hold text or messages, where it is a
    list of objects. An empty cell is absent, unless the format can not do without that text.
    """
    kinds = _kinds(known)
    text = frozenset([str])
    return {
        name: _value(cell, kinds.get(name, text))
        for name, cell in cells.items()
        if cell or (name in known.required and str in kinds[name])
    }


def _value(cell: str, kinds: frozenset[Any]) -> Any:  # noqa: ANN401  JSON is anything
    if bool in kinds and cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    if str not in kinds or (kinds & {list, dict} and cell.startswith('[{"')):
        value = parsed_or_why(cell.encode("utf-8", "surrogatepass"))
        return cell if isinstance(value, NotStrict) else value
    return cell


@cache
def _kinds(known: RecordFormat[Any]) -> dict[str, frozenset[Any]]:
    """By field: the kinds of values that it takes."""
    hints = dict.fromkeys(known.fields, Any) | get_type_hints(known.row)
    return {name: _branches(hint) for name, hint in hints.items()}


def _branches(hint: Any) -> frozenset[Any]:  # noqa: ANN401  a type
    if hint is Any:
        return frozenset([str, list, dict, bool])
    each = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return frozenset(get_origin(kind) or kind for kind in each) - {type(None)}
