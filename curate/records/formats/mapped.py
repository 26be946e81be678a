"""Rows of any shape, by the user's word for where each field stands: `--map prompt=question`."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from curate.errors import UnknownName, UsageError
from curate.records.formats.base import Misshapen, RecordFormat, Row
from curate.records.formats.chat import turns_in
from curate.records.turns import Conversation, Turn, tools_text

CONTENT = ("prompt", "response", "messages", "system", "tools", "chosen", "rejected", "label")
ABOUT = ("id", "type", "writer", "source")
"""What is known of a record, beside what it says."""

_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")

Path = tuple[str | int, ...]


def parse_map(given: Iterable[str]) -> dict[str, str]:
    """From `prompt=question` and its like to the path of each field.

    Raises:
        UsageError: one is not of that form, or names a field that does not exist.
    """
    paths: dict[str, str] = {}
    for each in given:
        field, equals, path = each.partition("=")
        if not equals or not path or "".join(found[0] for found in _STEP.finditer(path)) != path:
            raise UsageError(
                f"--map {each!r} does not say which field stands where.",
                hint="Write --map prompt=question, or a path: --map response=answers[0].text",
            )
        if field not in (*CONTENT, *ABOUT):
            raise UnknownName.among((*CONTENT, *ABOUT), kind="field", name=field, where="--map")
        paths[field] = path
    return paths


@lru_cache(maxsize=4096)
def steps_of(path: str) -> Path:
    """The steps of `answers[0].text`: names and positions."""
    return tuple(int(found[2]) if found[2] else found[1] for found in _STEP.finditer(path))


def value_at(row: Any, path: str) -> Any:  # noqa: ANN401  JSON is anything
    """What stands at a path; None where it leads nowhere. A name with dots in it is taken whole first."""
    if isinstance(row, dict) and path in row:
        return row[path]
    for step in steps_of(path):
        if isinstance(step, str) and isinstance(row, dict):
            row = row.get(step)
        elif isinstance(row, list) and str(step).isdigit() and int(step) < len(row):
            row = row[int(step)]
        else:
            return None
    return row


def without(row: Any, steps: Path) -> Any:  # noqa: ANN401  JSON is anything
    """What is left of a value without what stands at a path; None where that is all it holds."""
    if not steps:
        return None
    step, rest = steps[0], steps[1:]
    if isinstance(row, dict) and step in row:
        left = {**row, step: without(row[step], rest)}
        return {name: value for name, value in left.items() if name != step or value is not None} or None
    if isinstance(row, list) and str(step).isdigit() and int(step) < len(row):
        several = list(row)
        several[int(step)] = without(row[int(step)], rest)
        return several if any(each is not None for each in several) else None
    return row


class _AnyRow(TypedDict, total=False):
    __pydantic_config__ = ConfigDict(extra="allow", strict=True)  # type: ignore[misc]


_TEXT = TypeAdapter(str, config=ConfigDict(strict=True))
_BOOL = TypeAdapter(bool)


class Mapped(RecordFormat[Any]):
    """Rows of any shape, by the user's word for where each field stands."""

    row = _AnyRow

    def __init__(self, paths: Mapping[str, str]) -> None:
        if ("chosen" in paths) != ("rejected" in paths):
            raise UsageError("--map names one of two responses.", hint="Write --map chosen=... --map rejected=...")
        if not {"prompt", "messages", "chosen"} & set(paths):
            raise UsageError("--map names no prompt.", hint="Write --map prompt=..., or --map messages=...")
        self.paths = paths

    @property
    def fields(self) -> frozenset[str]:
        """The columns that a record is made of, whole."""
        return frozenset(str(steps_of(path)[0]) for path in self.paths.values())

    def conversation(self, row: Row) -> Conversation:
        """System, prompt and response from where the user says they stand."""
        turns: list[Turn] = []
        for field, role in (("system", "system"), ("messages", "user"), ("prompt", "user")):
            if field in self.paths and (field != "system" or self._value(row, field)):
                turns += self._turns(row, field, role)
        if "response" in self.paths and self._value(row, "response") is not None:
            turns += self._turns(row, "response", "assistant")
        said = Conversation(turns, tools_text(self._value(row, "tools")))
        if "chosen" in self.paths:
            chosen = self._turns(row, "chosen", "assistant")
            said.turns += chosen
            said.chosen, said.rejected = len(chosen), self._turns(row, "rejected", "assistant")
        if "label" in self.paths:
            said.label = self._checked(_BOOL, row, "label")
        return said

    def unknown(self, row: Mapping[str, Any]) -> Row:
        """All of a row but what stands where the user says; also of a column in which that is not everything."""
        left: Any = dict(row)
        for path in self.paths.values():
            left = without(left, (path,) if path in row else steps_of(path))
        return left or {}

    def _value(self, row: Row, field: str) -> Any:  # noqa: ANN401  JSON is anything
        return value_at(row, self.paths[field]) if field in self.paths else None

    def _turns(self, row: Row, field: str, role: str) -> list[Turn]:
        value = self._value(row, field)
        if not isinstance(value, list | dict):
            self._checked(_TEXT, row, field)
        return turns_in(value, self.paths[field], role)

    def _checked(self, adapter: TypeAdapter[Any], row: Row, field: str) -> Any:  # noqa: ANN401  what it makes
        try:
            return adapter.validate_python(self._value(row, field))
        except ValidationError as error:
            raise Misshapen(self.paths[field], error, self._value(row, field)) from None
