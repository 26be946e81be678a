"""A pipeline: settings of checks, then steps in order, then gates. Written in TOML."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ConfigDict, Field, ValidationError

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
    checks: tuple[Check, ...] = ()
    """Every known check, with its settings."""
    steps: tuple[Step, ...] = ()
    gates: Gates = Field(default_factory=Gates)

    def selected(self) -> frozenset[str]:
        """The codes of the checks that run."""
        return chosen(self.checks, self.select, self.ignore)

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
        checks = self._checks(self._table(values.pop("checks", {}), "checks"))
        steps = [self._step(entry) for entry in self._list(values.pop("steps", []))]
        parsed: Pipeline = self._built(Pipeline, {**values, "checks": checks, "steps": tuple(steps)}, "")
        self._must_fit(parsed)
        return parsed

    def _checks(self, settings: dict[str, Any]) -> tuple[Check, ...]:
        own = {name: self._plugin(name, Check) for name in settings if is_plugin(name)}
        known = (*BUILTIN, *own.values())
        given: dict[type[Check], Check] = {}
        for name, values in settings.items():
            where = self._where(name)
            kind = own.get(name) or check_called(name, known, where=where)
            if kind in given:
                raise UsageError(f"{where}: {kind.code} {kind.name} is set twice.")
            given[kind] = self._built(kind, self._table(values, name), name)
        checks = tuple(given[kind] if kind in given else kind() for kind in known)
        must_differ(checks)
        return checks

    def _step(self, entry: dict[str, Any]) -> Step:
        values = dict(entry)
        name = values.pop("use", None)
        if not isinstance(name, str):
            raise UsageError(f'{self._where("[[steps]]")}: a step has no name; write use = "drop".')
        kind = self._plugin(name, Step) if is_plugin(name) else step_called(name, where=self._where(name))
        step: Step = self._built(kind, values, name)
        return step

    def _plugin(self, name: str, kind: type[Any]) -> type[Any]:
        return load(name, kind, allowed=self.allow_plugins, where=self._where(name))

    def _must_fit(self, parsed: Pipeline) -> None:
        """Refuse a name that no check has, and a step that acts on a check that does not run."""
        for name in (*parsed.select, *parsed.ignore):
            codes(parsed.checks, [name], where=self._where(name))
        for name in (*parsed.gates.max_count, *parsed.gates.max_share):
            check_called(name, [type(check) for check in parsed.checks], where=self._where(name))
        selected = parsed.selected()
        for step in parsed.steps:
            try:
                acted_on = step.codes(parsed.checks)
            except UnknownName as unknown:
                unknown.message = f"{self._where(unknown.name)}: {unknown.message}"
                raise
            for code in acted_on:
                if code not in selected:
                    where = self._where(step.use)
                    raise UsageError(f"{where}: {step.use} acts on {code}, which this pipeline does not run.")

    def _built(self, kind: type[Any], values: dict[str, Any], after: str) -> Any:  # noqa: ANN401  what `kind` makes
        known = [name for name in kind.model_fields if not (kind is Pipeline and name in ("checks", "steps"))]
        try:
            return kind(**values)
        except ValidationError as error:
            # An unknown name first: it is often the misspelt one that is reported missing.
            details = sorted(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
            detail = details[0]
            field = str(detail["loc"][-1]) if detail["loc"] else after
            where = self._where(field, after)
            if detail["type"] == "extra_forbidden":
                raise UnknownName.among(known, kind="setting", name=field, where=where) from None
            raise UsageError(f"{where}: {field}: {detail['msg'].lower()}.") from None

    def _table(self, value: object, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise UsageError(f"{self._where(name)}: {name} takes settings, such as {{ min_words = 3 }}.")
        return value

    def _list(self, value: object) -> list[dict[str, Any]]:
        if not (isinstance(value, list) and all(isinstance(entry, dict) for entry in value)):
            raise UsageError(f"{self._where('steps')}: write each step as a table: [[steps]]")
        return value

    def _where(self, name: str, after: str = "") -> str:
        """File and line of a name, looked for behind another one."""
        start = next((i for i, line in enumerate(self.lines) if after and after in line), 0)
        word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        for number, line in enumerate(self.lines[start:], start + 1):
            if word.search(line.partition("#")[0] if not line.startswith("#") else ""):
                return f"{self.file}, line {number}"
        return self._where(after) if after else self.file


def with_expected(checks: Iterable[Check], expect: Iterable[str]) -> tuple[Check, ...]:
    """The same checks, with these languages expected wherever a check asks for them."""
    settings = {"expect": tuple(expect)}

    def adapted(check: Check) -> Check:
        asks = settings["expect"] and "expect" in type(check).model_fields
        return type(check)(**{**check.model_dump(), **settings}) if asks else check

    return tuple(map(adapted, checks))
