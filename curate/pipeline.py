"""A pipeline: settings of checks, then steps in order, then gates. Written in TOML."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ConfigDict, Field

from curate.blame import blamed_on
from curate.checks import BUILTIN, Check, check_called, chosen
from curate.checks.coverage import checks_with
from curate.checks.type_check import TypeCheck
from curate.checks_table import ChecksTable, checks_in, must_name_checks
from curate.coverage_settings import CoverageSettings
from curate.errors import UnknownName, UsageError
from curate.gates import Gates
from curate.overrides import Override
from curate.overrides_table import overrides_in
from curate.params import Params
from curate.plugins import is_plugin, load
from curate.steps import Step, step_called
from curate.toml_file import TomlFile


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
    overrides: tuple[Override, ...] = ()
    """Other settings of checks for some records."""
    steps: tuple[Step, ...] = ()
    gates: Gates = Field(default_factory=Gates)
    types: tuple[TypeCheck, ...] = ()
    """Coverage checks with settings of their own."""
    coverage: CoverageSettings | None = None
    """How the coverage of what is kept is told; without it nobody looks at types of prompts."""

    def selected(self) -> frozenset[str]:
        """The codes of the checks that run."""
        return chosen(self.checks, self.select, self.ignore, self.preview)

    def running(self) -> list[Check]:
        """The checks that run."""
        selected = self.selected()
        return [check for check in self.checks if check.code in selected]

    def resolved(self) -> dict[str, Any]:
        """All settings, defaults included, as plain values."""
        return {
            "name": self.name,
            "seed": self.seed,
            "checks": {f"{check.code} {check.name}": check.model_dump(mode="json") for check in self.running()},
            "overrides": [
                {
                    "where": override.where.text,
                    "checks": {check.name: settings for check, settings in override.settings.items()},
                }
                for override in self.overrides
            ],
            "steps": [{"use": step.use, **step.model_dump(mode="json")} for step in self.steps],
            "gates": self.gates.model_dump(mode="json"),
            **self._resolved_coverage(),
        }

    def _resolved_coverage(self) -> dict[str, Any]:
        if self.coverage is None:
            return {}
        settings = {
            f"{check.code} {check.name}": check.model_dump(mode="json") for check in checks_with(self.types)
        }
        return {"coverage": {**self.coverage.model_dump(mode="json"), "checks": settings}}


def default_checks(settings: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[Check, ...]:
    """Every built-in check, with settings by name where given."""
    given = {check_called(name): values for name, values in (settings or {}).items()}
    return tuple(check(**given.get(check, {})) for check in BUILTIN)


def parse_pipeline(text: str, file: str, *, allow_plugins: bool = False) -> Pipeline:
    """Read a pipeline from TOML.

    Raises:
        UsageError: it is not TOML, or names or sets something that does not exist; with file and line.
    """
    return _Parser(TomlFile(text, file), allow_plugins=allow_plugins).pipeline()


class _Parser:
    """Makes a pipeline of a file."""

    def __init__(self, file: TomlFile, *, allow_plugins: bool) -> None:
        self.file = file
        self.allow_plugins = allow_plugins

    def pipeline(self) -> Pipeline:
        file, values = self.file, dict(self.file.values)
        table = checks_in(file, values.pop("checks", {}), allow_plugins=self.allow_plugins)
        coverage = self._coverage(values, table)
        entries = file.tables(values.pop("steps", []), "steps")
        headers = file.headers("steps")
        starts = headers if len(headers) == len(entries) else [0] * len(entries)
        steps = [self._step(entry, start) for entry, start in zip(entries, starts, strict=True)]
        gates = file.built(Gates, file.table(values.pop("gates", {}), "gates"), file.line("gates"))
        if table.previewed() and isinstance(values.setdefault("preview", []), list):
            values["preview"] = [*values["preview"], *table.previewed()]
        overrides = overrides_in(file, values.pop("overrides", []), table.checks)
        given = {
            **values,
            "checks": table.checks,
            "overrides": overrides,
            "steps": tuple(steps),
            "gates": gates,
            **coverage,
        }
        parsed: Pipeline = file.built(Pipeline, given)
        must_name_checks(file, parsed.checks, (*parsed.select, *parsed.ignore, *parsed.preview))
        self._must_fit_gates(parsed)
        for step, start in zip(steps, starts, strict=True):
            self._must_fit(step, parsed, start)
        return parsed

    def _coverage(self, values: dict[str, Any], table: ChecksTable) -> dict[str, Any]:
        """What the table asks for, and the settings of coverage checks."""
        file = self.file
        if "coverage" not in values:
            for each in table.types:
                where = file.where(each.name)
                raise UsageError(
                    f"{where}: {each.name} judges types of prompts, and nobody looks at these.",
                    hint='Add a table [coverage], such as target = "quotas.toml".',
                )
            return {}
        given = file.table(values.pop("coverage"), "coverage")
        return {"coverage": file.built(CoverageSettings, given, file.line("coverage")), "types": table.types}

    def _step(self, entry: dict[str, Any], start: int) -> Step:
        values = dict(entry)
        name = values.pop("use", None)
        where = self.file.where(str(name), start)
        if not isinstance(name, str):
            raise UsageError(f'{where}: a step has no name; write use = "drop".')
        if is_plugin(name):
            kind = load(name, _STEP, allowed=self.allow_plugins, where=where)
        else:
            kind = step_called(name, where=where)
        step: Step = self.file.built(kind, values, start)
        return step

    def _must_fit_gates(self, parsed: Pipeline) -> None:
        """Refuse a condition on a check or a step that does not exist."""
        try:
            parsed.gates.must_fit(parsed.checks, len(parsed.steps))
        except UnknownName as error:
            raise self.file.placed(error, error.name, self.file.line("gates")) from None

    def _must_fit(self, step: Step, parsed: Pipeline, start: int) -> None:
        """Refuse a step that acts on a check that does not exist, does not run, or does not suit it."""
        try:
            with blamed_on(step):
                acted_on = step.codes(parsed.checks)
        except UsageError as error:
            named = error.name if isinstance(error, UnknownName) else step.use
            error.message = f"{self.file.where(named, start)}: {error.message}"
            raise
        selected = parsed.selected()
        for code in acted_on:
            if code not in selected:
                where = self.file.where(step.use, start)
                raise UsageError(f"{where}: {step.use} acts on {code}, which this pipeline does not run.")


_STEP: type[Any] = Step


def with_named(checks: Iterable[Check], *, expect: Iterable[str] = (), tokenizer: str = "") -> tuple[Check, ...]:
    """The same checks, with these languages and this tokenizer wherever a check asks for them."""
    named = {name: value for name, value in {"expect": tuple(expect), "tokenizer": tokenizer}.items() if value}

    def adapted(check: Check) -> Check:
        asked = {name: named[name] for name in named.keys() & type(check).model_fields.keys()}
        return type(check)(**{**check.model_dump(), **asked}) if asked else check

    return tuple(map(adapted, checks))
