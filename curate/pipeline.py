"""A pipeline: settings of checks, then steps in order, then gates. Written in TOML."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from curate.checks import BUILTIN, Check, check_called, chosen, codes, must_differ
from curate.errors import UnknownName, UsageError
from curate.gates import Gates
from curate.params import Params
from curate.plugins import is_plugin, load
from curate.steps import Step, step_called


class Pipeline(Params):
    """Chosen checks, then ordered steps, then gates. Every check runs unless it is left out."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    name: str
    seed: int = 0
    """For whatever draws at random."""
    select: tuple[str, ...] = ()
    """Codes, families or names of the checks to run; all if empty."""
    ignore: tuple[str, ...] = ()
    """Codes, families or names of checks to leave out."""
    preview: tuple[str, ...] = ()
    """Codes or names of checks in preview to run beside the others; those set under `[checks]` run too."""
    checks: tuple[Check, ...] = ()
    """Every known check, with its settings."""
    steps: tuple[Step, ...] = ()
    gates: Gates = Field(default_factory=Gates)

    def selected(self) -> frozenset[str]:
        """The codes of the checks that run."""
        return chosen(self.checks, self.select, self.ignore, self.preview)

    def resolved(self) -> dict[str, Any]:
        """All settings, defaults included, as plain values."""
        running = [check for check in self.checks if check.code in self.selected()]
        return {
            "name": self.name,
            "seed": self.seed,
            "checks": {f"{check.code} {check.name}": check.model_dump(mode="json") for check in running},
            "steps": [{"use": step.use, **step.model_dump(mode="json")} for step in self.steps],
            "gates": self.gates.model_dump(mode="json"),
        }


def default_checks(settings: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[Check, ...]:
    """Every built-in check, with settings by name where given."""
    given = {check_called(name): values for name, values in (settings or {}).items()}
    return tuple(check(**given.get(check, {})) for check in BUILTIN)


def parse_pipeline(text: str, file: str, *, allow_plugins: bool = False) -> Pipeline:
    """Read a pipeline from TOML.

    Raises:
        UsageError: it is not TOML, or names or sets something that does not exist; with file and line.
    """
    return _Parser(text, file, allow_plugins=allow_plugins).pipeline()


class _Parser:
    """One pipeline file, its values, and where in it each stands."""

    def __init__(self, text: str, file: str, *, allow_plugins: bool) -> None:
        self.lines = text.splitlines()
        self.file = file
        self.allow_plugins = allow_plugins
        try:
            self.values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"{file}: this is not TOML: {error}.") from None

    def pipeline(self) -> Pipeline:
        values = dict(self.values)
        set_up = self._table(values.pop("checks", {}), "checks")
        checks = self._checks(set_up)
        entries = self._list(values.pop("steps", []))
        headers = [at for at, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*steps\s*\]\]", line)]
        starts = headers if len(headers) == len(entries) else [0] * len(entries)
        steps = [self._step(entry, start) for entry, start in zip(entries, starts, strict=True)]
        gates = self._built(Gates, self._table(values.pop("gates", {}), "gates"), self._line("gates"))
        previews = [each.code for each in checks if each.preview and {each.code, each.name} & set_up.keys()]
        if previews and isinstance(values.setdefault("preview", []), list):
            values["preview"] = [*values["preview"], *previews]
        given = {**values, "checks": checks, "steps": tuple(steps), "gates": gates}
        parsed: Pipeline = self._built(Pipeline, given, 0)
        self._must_name_checks(parsed)
        for step, start in zip(steps, starts, strict=True):
            self._must_fit(step, parsed, start)
        return parsed

    def _checks(self, settings: dict[str, Any]) -> tuple[Check, ...]:
        own = {name: self._plugin(name, Check, 0) for name in settings if is_plugin(name)}
        known = (*BUILTIN, *own.values())
        given: dict[type[Check], Check] = {}
        for name, values in settings.items():
            kind = own.get(name) or check_called(name, known, where=self._where(name))
            if kind in given:
                raise UsageError(f"{self._where(name)}: {kind.code} {kind.name} is set twice.")
            given[kind] = self._built(kind, self._table(values, name), self._line(name))
        checks = tuple(given[kind] if kind in given else kind() for kind in known)
        must_differ(checks)
        return checks

    def _step(self, entry: dict[str, Any], start: int) -> Step:
        values = dict(entry)
        name = values.pop("use", None)
        where = self._where(str(name), start)
        if not isinstance(name, str):
            raise UsageError(f'{where}: a step has no name; write use = "drop".')
        kind = self._plugin(name, Step, start) if is_plugin(name) else step_called(name, where=where)
        step: Step = self._built(kind, values, start)
        return step

    def _plugin(self, name: str, kind: type[Any], start: int) -> type[Any]:
        return load(name, kind, allowed=self.allow_plugins, where=self._where(name, start))

    def _must_name_checks(self, parsed: Pipeline) -> None:
        for name in (*parsed.select, *parsed.ignore, *parsed.preview):
            codes(parsed.checks, [name], where=self._where(name))
        try:
            parsed.gates.must_fit(parsed.checks, len(parsed.steps))
        except UnknownName as error:
            error.message = f"{self._where_part(error.name, self._line('gates'))}: {error.message}"
            raise

    def _must_fit(self, step: Step, parsed: Pipeline, start: int) -> None:
        """Refuse a step that acts on a check that does not exist, does not run, or does not suit it."""
        try:
            acted_on = step.codes(parsed.checks)
        except UsageError as error:
            named = error.name if isinstance(error, UnknownName) else step.use
            error.message = f"{self._where(named, start)}: {error.message}"
            raise
        for code in acted_on:
            if code not in parsed.selected():
                where = self._where(step.use, start)
                raise UsageError(f"{where}: {step.use} acts on {code}, which this pipeline does not run.")

    def _built(self, kind: type[Any], values: dict[str, Any], start: int) -> Any:  # noqa: ANN401  what `kind` makes
        try:
            return kind(**values)
        except UnknownName as error:
            error.message = f"{self._where_part(error.name, start)}: {error.message}"
            raise
        except ValidationError as error:
            # An unknown name first: it is often the misspelt one that is reported missing.
            details = sorted(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
            path = [str(part) for part in details[0]["loc"]]
            absent = details[0]["type"] == "missing" and not start
            where = self.file if absent else self._where(path[-1] if path else "", self._within(path[:-1], start))
            if details[0]["type"] == "extra_forbidden":
                known = kind.model_fields
                raise UnknownName.among(known, kind="setting", name=path[0], where=where) from None
            named = ".".join(path)
            raise UsageError(f"{where}: {named}: {details[0]['msg'].lower()}.", hint=_remedy(details[0])) from None

    def _table(self, value: object, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise UsageError(f"{self._where(name)}: {name} takes settings, such as {{ min_words = 3 }}.")
        return value

    def _list(self, value: object) -> list[dict[str, Any]]:
        if not (isinstance(value, list) and all(isinstance(entry, dict) for entry in value)):
            raise UsageError(f"{self._where('steps')}: write each step as a table: [[steps]]")
        return value

    def _line(self, name: str, start: int = 0) -> int:
        """The index of the first line from `start` on that has a name; `start` if there is none."""
        word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        for number, line in enumerate(self.lines[start:], start):
            if word.search(line.partition("#")[0]):
                return number
        return start

    def _within(self, path: Iterable[str], start: int) -> int:
        """The index of the line that a table in a table starts at."""
        for name in path:
            start = self._line(name, start)
        return start

    def _where_part(self, name: str, start: int) -> str:
        """File and line of a name with points, which may be a table in a table."""
        path = name.split(".")
        return self._where(path[-1], self._within(path[:-1], start))

    def _where(self, name: str, start: int = 0) -> str:
        """File and line of a name."""
        return f"{self.file}, line {self._line(name, start) + 1}"


def _remedy(detail: ErrorDetails) -> str:
    """How to write a number that was written as a text, or a share that was written in percent."""
    name, value, kind = detail["loc"][-1] if detail["loc"] else "", detail["input"], detail["type"]
    number = re.search(r"\d+(?:\.\d+)?", value) if isinstance(value, str) else None
    if isinstance(value, str) and kind.startswith(("float_", "int_")):
        if number is None:
            return "Write a number, without quotes."
        amount = float(number[0]) / (100 if "%" in value else 1)
        return f"Write a number, without quotes: {name} = {amount:g}"
    if kind == "less_than_equal" and detail["ctx"]["le"] == 1:
        return f"A share goes from 0 to 1; {value:g} % is {name} = {value / 100:g}"
    return ""


def with_expected(checks: Iterable[Check], expect: Iterable[str]) -> tuple[Check, ...]:
    """The same checks, with these languages expected wherever a check asks for them."""
    settings = {"expect": tuple(expect)}

    def adapted(check: Check) -> Check:
        asks = settings["expect"] and "expect" in type(check).model_fields
        return type(check)(**{**check.model_dump(), **settings}) if asks else check

    return tuple(map(adapted, checks))
