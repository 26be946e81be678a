"""What `curate check` does unless its command line says otherwise: `curate.toml`, or `[tool.curate]`."""

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from curate.checks import Check
from curate.checks.language import Languages
from curate.checks.type_check import TypeCheck
from curate.checks_table import checks_in, must_name_checks
from curate.errors import UnknownName, UsageError
from curate.files.resources import text_of
from curate.files.settings import NAMES, settings_above
from curate.params import Params
from curate.plugins import is_plugin, load
from curate.records.formats import RecordFormat, format_called
from curate.records.formats.mapped import ABOUT, CONTENT, parse_map
from curate.records.known import AUTO
from curate.toml_file import TomlFile

PYPROJECT = NAMES[1]
TABLE = ("tool", "curate")
"""Where settings stand in a `pyproject.toml`."""


class Config(Params):
    """Settings of `curate check` for a folder and those below it. The command line wins over each of them."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    select: tuple[str, ...] = ()
    """Codes, families or names of the checks to run; all if empty."""
    ignore: tuple[str, ...] = ()
    """Codes, families or names of checks to leave out."""
    preview: tuple[str, ...] = ()
    """Codes or names of checks in preview to run beside the others; those set under `[checks]` run too."""
    expect: Languages = ()
    """Languages that are expected, as ISO 639-1 codes."""
    tokenizer: str = ""
    """Of which model checks of tokens take theirs: `smollm2-135m`, a folder, or the id of one on the hub."""
    fail_on: Literal["error", "warning", "info", "never"] = Field("error", alias="fail-on")
    """From which severity on findings end with exit code 1."""
    format: str = AUTO
    """How files are read, as `--from` says it: the name of a format, or `auto`."""
    map: dict[str, str] = Field(default_factory=dict)
    """Where fields stand that no format knows by name, as `--map` says it."""
    checks: tuple[Check, ...] = ()
    """Checks with settings of their own."""
    types: tuple[TypeCheck, ...] = ()
    """The same of coverage checks; they stand among the others."""

    @field_validator("format")
    @classmethod
    def _is_format(cls, name: str) -> str:
        if not (name == AUTO or is_plugin(name)):
            try:
                format_called(name)
            except UnknownName as error:
                error.name = name
                raise
        return name

    @field_validator("map")
    @classmethod
    def _are_paths(cls, given: dict[str, str]) -> dict[str, str]:
        for field, path in given.items():
            if field not in (*CONTENT, *ABOUT):
                raise UnknownName.among((*CONTENT, *ABOUT), kind="field", name=field)
            try:
                parse_map([f"{field}={path}"])
            except UsageError:
                raise PydanticCustomError(
                    "path", "{path} is no path, such as question or answers[0].text", {"path": repr(path)}
                ) from None
        return given


class Settings(Params):
    """A config, and where it comes from."""

    config: Config = Field(default_factory=Config)
    file: str = ""
    """Empty where no file sets anything."""

    def sentence(self, but: frozenset[str] = frozenset()) -> str:
        """What is in force, and from where; empty where nothing is."""
        fields = Config.model_fields
        given = (fields[name].alias or name for name in fields if name in self.config.model_fields_set - but)
        # Whether a check judges records or types, its settings stand in one table.
        named = ", ".join(dict.fromkeys("checks" if name == "types" else name for name in given))
        return f"Settings from {self.file}: {named}" if named else ""


def parse_config(text: str, file: str, within: tuple[str, ...] = (), *, allow_plugins: bool = False) -> Config:
    """Read settings from TOML, or from one table of it.

    Raises:
        UsageError: it is not TOML, or names or sets something that does not exist; with file and line.
    """
    toml = TomlFile(text, file, within)
    values = dict(toml.values)
    table = checks_in(toml, values.pop("checks", {}), allow_plugins=allow_plugins)
    if table.previewed() and isinstance(values.setdefault("preview", []), list):
        values["preview"] = [*values["preview"], *table.previewed()]
    given = {"checks": table.given(), "types": table.types}
    config: Config = toml.built(Config, values | {name: each for name, each in given.items() if each})
    if is_plugin(config.format):
        load(config.format, _FORMAT, allowed=allow_plugins, where=toml.where(config.format))
    must_name_checks(toml, table.checks, (*config.select, *config.ignore, *config.preview))
    return config


_FORMAT: type[Any] = RecordFormat


def settings_in(file: str, *, allow_plugins: bool = False) -> Settings:
    """The settings of a file that is named.

    Raises:
        UsageError: it can not be read, is wrong, or is a `pyproject.toml` without the table.
    """
    settings = _settings(Path(file), file, allow_plugins=allow_plugins)
    if settings is None:
        raise UsageError(f"{file} has no table [{'.'.join(TABLE)}].")
    return settings


def settings_for(here: Path, *, allow_plugins: bool = False) -> Settings:
    """The settings of the nearest file, from a folder upwards; none if there is none.

    Raises:
        UsageError: the file can not be read, or is wrong.
    """
    for path in settings_above(here):
        settings = _settings(path, os.path.relpath(path, here), allow_plugins=allow_plugins)
        if settings is not None:
            return settings
    return Settings()


def _settings(path: Path, file: str, *, allow_plugins: bool) -> Settings | None:
    """What a file says; null for a `pyproject.toml` that does not speak of us."""
    text = text_of(path, f"the settings in {path}")
    within = TABLE if path.name == PYPROJECT else ()
    if within and not _has_table(text, file):
        return None
    return Settings(config=parse_config(text, file, within, allow_plugins=allow_plugins), file=file)


def _has_table(text: str, file: str) -> bool:
    # A broken file of somebody else's project is nothing to us, unless it may hold our settings.
    if TABLE[-1] not in text:
        return False
    values: Any = TomlFile(text, file).values
    return isinstance(values.get("tool"), dict) and TABLE[-1] in values["tool"]
