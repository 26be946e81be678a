"""A TOML file, its values, and where in it each stands, so that what is wrong is told with its line."""

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from curate.errors import UnknownName, UsageError


class TomlFile:
    """The values of a file, or of one table of it."""

    def __init__(self, text: str, file: str, within: tuple[str, ...] = ()) -> None:
        """Read a text.

        Raises:
            UsageError: it is not TOML.
        """
        self.lines = text.splitlines()
        self.file = file
        try:
            values: Any = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"{file}: this is not TOML: {error}.") from None
        for name in within:
            values = values.get(name, {}) if isinstance(values, dict) else {}
        self.start = self._header(within) if within else 0
        self.values = self.table(values, within[-1] if within else file)

    def built(self, kind: type[Any], values: dict[str, Any], start: int | None = None) -> Any:  # noqa: ANN401
        """What a kind of settings makes of values that stand from a line on.

        Raises:
            UsageError: one is unknown, or not what the setting takes; with file and line.
        """
        at = self.start if start is None else start
        try:
            return kind(**values)
        except UnknownName as error:
            raise self.placed(error, error.name, at) from None
        except ValidationError as error:
            raise self._refused(kind, error, at) from None

    def _refused(self, kind: type[Any], error: ValidationError, start: int) -> UsageError:
        # An unknown name first: it is often the misspelt one that is reported missing.
        details = sorted(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
        path = [str(part) for part in details[0]["loc"]]
        absent = details[0]["type"] == "missing" and start == self.start
        where = self.file if absent else self.where(path[-1] if path else "", self.within(path[:-1], start))
        if details[0]["type"] == "extra_forbidden":
            fields: dict[str, FieldInfo] = kind.model_fields
            known = [field.alias or name for name, field in fields.items()]
            return UnknownName.among(known, kind="setting", name=path[0], where=where)
        said = details[0]["msg"].removeprefix("Value error, ")
        if path:
            said = f"{'.'.join(path)}: {said.lower()}"
        said = said.replace("a valid tuple", "a list").replace("a valid dictionary", "a table")
        return UsageError(f"{where}: {said}.", hint=_remedy(details[0]))

    def placed(self, error: UnknownName, name: str, start: int | None = None) -> UnknownName:
        """The same error with the file, and with the line that a name stands in, which may be one with points."""
        path = name.split(".")
        where = self.where(path[-1], self.within(path[:-1], self.start if start is None else start))
        error.message = f"{where}: {error.message}"
        return error

    def table(self, value: object, name: str) -> dict[str, Any]:
        """A value that has to be a table.

        Raises:
            UsageError: it is none.
        """
        if not isinstance(value, dict):
            raise UsageError(f"{self.where(name)}: {name} takes settings, such as {{ min_words = 3 }}.")
        return value

    def tables(self, value: object, name: str) -> list[dict[str, Any]]:
        """A value that has to be a list of tables.

        Raises:
            UsageError: it is none.
        """
        if not (isinstance(value, list) and all(isinstance(entry, dict) for entry in value)):
            raise UsageError(f"{self.where(name)}: write each of the {name} as a table: [[{name}]]")
        return value

    def headers(self, name: str) -> list[int]:
        """The indices of the lines that open each table of a list."""
        header = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
        return [at for at, line in enumerate(self.lines) if header.match(line)]

    def line(self, name: str, start: int | None = None) -> int:
        """The index of the first line from `start` on that has a name; `start` if there is none."""
        at = self.start if start is None else start
        word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        for number, line in enumerate(self.lines[at:], at):
            if word.search(line.partition("#")[0]):
                return number
        return at

    def within(self, path: Iterable[str], start: int | None = None) -> int:
        """The index of the line at which a table in a table starts."""
        at = self.start if start is None else start
        for name in path:
            at = self.line(name, at)
        return at

    def where(self, name: str, start: int | None = None) -> str:
        """File and line of a name; without one, of where it would stand."""
        at = self.start if start is None else start
        return f"{self.file}, line {(self.line(name, at) if name else at) + 1}"

    def _header(self, path: tuple[str, ...]) -> int:
        """The index of the line that opens a table; of the first that has its name where none opens it."""
        self.start = 0
        header = re.compile(r"\s*\[\s*" + r"\s*\.\s*".join(map(re.escape, path)) + r"\s*[.\]]")
        opened = [at for at, line in enumerate(self.lines) if header.match(line)]
        return opened[0] if opened else self.within(path)


def _remedy(detail: ErrorDetails) -> str:
    """How to write a number that was written as a text, or a share that was written in percent."""
    name, value, kind = detail["loc"][-1] if detail["loc"] else "", detail["input"], detail["type"]
    if kind == "tuple_type" and isinstance(value, str):
        return f'Write a list: {name} = ["{value}"]'
    number = re.search(r"\d+(?:\.\d+)?", value) if isinstance(value, str) else None
    if isinstance(value, str) and kind.startswith(("float_", "int_")):
        if number is None:
            return "Write a number, without quotes."
        amount = float(number[0]) / (100 if "%" in value else 1)
        return f"Write a number, without quotes: {name} = {amount:g}"
    if kind == "less_than_equal" and detail["ctx"]["le"] == 1:
        return f"A share goes from 0 to 1; {value:g} % is {name} = {value / 100:g}"
    return ""
