"""`curate init`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import FROM, LOG_FORMAT, MAP, PLUGINS, QUIET, reading
from curate.cli.session import LogFormat, session_of

if TYPE_CHECKING:
    from curate.report.fitted import Fitted

STDOUT = "-"
YOURS = "your.jsonl"


def init(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILES...",
            help="Files, patterns, folders to fit it to; - is standard input. Without any: a general one.",
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option("-o", "--out", metavar="FILE", help="The file, which ends in .toml; - prints it."),
    ] = "curate-pipeline.toml",
    from_: FROM = "auto",
    map_: MAP = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there already.")] = False,
    allow_plugins: PLUGINS = False,
    log_format: LOG_FORMAT = LogFormat.text,
    quiet: QUIET = False,
) -> None:
    """Write a commented pipeline fitted to your data, with the reason beside each number.

    curate init data.jsonl

    curate init a.jsonl b.json -o mine.toml

    curate init -o - | less
    """
    from curate import api
    from curate.cli.progress import progress

    printed = output == STDOUT
    how = reading(from_, map_, allow_plugins=allow_plugins)
    session = session_of(context.obj, log_format, quiet=quiet)
    session.out = None if printed else Path(output)
    with progress(session) as tell:
        fitted = api.init(files or None, out=session.out, force=force, **how, tell=tell)
    session.wrote([] if printed else [output])
    if printed:
        typer.echo(fitted.text, nl=False)
    elif not quiet:
        options = _reading(from_, map_ or [], allow_plugins=allow_plugins)
        typer.echo(_said(fitted, output, [*map(_named, files or [YOURS]), *options]), nl=False)


def _named(file: str) -> str:
    """A file as it can be pasted; what was piped in has no name."""
    return YOURS if file == "-" else file


def _reading(from_: str, map_: list[str], *, allow_plugins: bool) -> list[str]:
    """The same options, for the next command."""
    return [
        *([] if from_ == "auto" else ["--from", from_]),
        *(word for each in map_ for word in ("--map", each)),
        *(["--allow-plugins"] if allow_plugins else []),
    ]


def _said(fitted: "Fitted", output: str, inputs: list[str]) -> str:
    """What was seen and written, and what to type next."""
    from curate.report.terminal import captured, print_fitted, print_next

    following = list(_next(fitted, output, inputs))
    written = captured(lambda screen: print_fitted(screen, fitted, output))
    return written + captured(lambda screen: print_next(screen, following))


def _next(fitted: "Fitted", output: str, inputs: list[str]) -> Iterator[tuple[str, str]]:
    from curate.report.next import command

    run = ["run", output, *inputs]
    yield command(*run, "--dry-run"), "what each step would do, writing nothing"
    yield command(*run, "--out", "cleaned"), "clean, with an account of every record"
    if not fitted.profile:
        yield command("init", *inputs, "-o", output, "--force"), "the same, fitted to your data"
