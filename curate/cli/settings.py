"""Settings of a file and options of a command line, brought together."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import typer

from curate.cli.session import Session

if TYPE_CHECKING:
    from curate.config import Config

OPTIONS = {
    "select": "select",
    "ignore": "ignore",
    "preview": "preview",
    "expect": "expect",
    "tokenizer": "tokenizer",
    "fail_on": "fail_on",
    "from_": "format",
    "map_": "map",
}
"""The options that a file may set too, each with its field in `Config`: all of them of `check`, and how files are
read of `duplicates`."""


def settled(
    context: typer.Context, session: Session, own: "Callable[[Config], Config]" = lambda config: config
) -> "Config":
    """What a file sets, but for what stands on the command line; where settings come from is said on stderr.

    `own` gives what of a file holds for the command.
    """
    from pathlib import Path

    from curate.config import settings_for, settings_in

    given = context.params
    allowed = bool(given["allow_plugins"])
    named = given["settings"]
    if named:
        settings = settings_in(named, allow_plugins=allowed)
    else:
        settings = settings_for(Path.cwd(), allow_plugins=allowed)
    said = {OPTIONS[name]: _meant(name, given[name]) for name in OPTIONS if _is_said(context, name)}
    settings = settings.model_copy(update={"config": own(settings.config)})
    if sentence := settings.sentence(but=frozenset(said)):
        session.note(sentence)
    return settings.config.model_copy(update=said)


def arguments(config: "Config", *, allow_plugins: bool) -> dict[str, Any]:
    """The same as arguments of `curate.check`."""
    from curate.pipeline import with_named

    return {
        **formats(config, allow_plugins=allow_plugins),
        "checks": with_named(config.checks, expect=config.expect, tokenizer=config.tokenizer),
        **{name: getattr(config, name) for name in ("select", "ignore", "preview", "expect", "tokenizer")},
    }


def formats(config: "Config", *, allow_plugins: bool) -> dict[str, Any]:
    """How records are to be read, as arguments of the verbs in Python."""
    from curate.cli.options import reading

    paths = [f"{field}={path}" for field, path in config.map.items()]
    return reading(config.format, paths, allow_plugins=allow_plugins)


def _is_said(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def _meant(name: str, given: Any) -> Any:  # noqa: ANN401  whatever the option takes
    from curate.cli.options import listed
    from curate.records.formats.mapped import parse_map

    if name == "fail_on":
        return given.value
    if name == "map_":
        return parse_map(given or ())
    return given if name in ("from_", "tokenizer") else listed(given)
