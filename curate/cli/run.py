"""`curate run`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from curate.cli.options import (
    EXPECT,
    FILES,
    FRESH,
    FROM,
    LOG_FORMAT,
    MAP,
    NO_CACHE,
    PLUGINS,
    QUIET,
    THREADS,
    TOKENIZER,
    listed,
    means,
    reading,
)
from curate.cli.session import LogFormat, session_of


def run(
    context: typer.Context,
    pipeline: Annotated[
        str,
        typer.Argument(
            help="A shipped one (check-only, sft-default, sft-strict, ...) or the path of a .toml file."
        ),
    ],
    files: FILES,
    out: Annotated[str, typer.Option(metavar="DIR", help="A new folder, or one of an earlier run.")] = "",
    from_: FROM = "auto",
    map_: MAP = None,
    expect: EXPECT = "",
    tokenizer: TOKENIZER = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what each step would do; write nothing.")
    ] = False,
    decisions: Annotated[
        str, typer.Option(metavar="FILE", help="CSV of decisions by people: key,code,decision,by,why.")
    ] = "",
    allow_plugins: PLUGINS = False,
    threads: THREADS = 0,
    fresh: FRESH = False,
    no_cache: NO_CACHE = False,
    log_format: LOG_FORMAT = LogFormat.text,
    quiet: QUIET = False,
) -> None:
    """Clean a set by a pipeline, with an account of every record.

    curate run sft-default data.jsonl --out cleaned

    curate run sft-default data.jsonl --expect en,zh --dry-run

    curate run mine.toml a.jsonl b.json --out cleaned
    """
    from curate import api
    from curate.cli.progress import progress
    from curate.errors import UsageError
    from curate.report.terminal import captured, print_result
    from curate.report.written import files_in, print_ending

    if bool(out) == dry_run:
        raise UsageError("say where the result goes, or that it goes nowhere.", hint="--out DIR, or --dry-run")
    session = session_of(context.obj, log_format, quiet=quiet)
    session.out = folder = Path(out) if out else None
    how = reading(from_, map_, allow_plugins=allow_plugins)
    chosen = api.load_pipeline(pipeline, allow_plugins=allow_plugins)
    with progress(session) as tell:
        named = {"expect": listed(expect), "tokenizer": tokenizer}
        more: dict[str, Any] = {**named, "decisions": decisions or None, "tell": tell}
        work = means(threads, no_cache=no_cache, fresh=fresh)
        result = api.run(chosen, files, **how, out=folder, **more, **work)
    session.wrote(files_in(folder) if folder else ())
    if not quiet:
        typer.echo(captured(lambda screen: print_result(screen, result, folder)), nl=False)
        typer.echo(captured(lambda screen: print_ending(screen, result, folder)), nl=False)
    unreadable = 0 if len(result.records) else 3
    raise typer.Exit(unreadable or int(not result.ledger.holds))
