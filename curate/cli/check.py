"""`curate check`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import (
    CONFIG,
    EXPECT,
    FILES,
    FROM,
    LOG_FORMAT,
    MAP,
    NO_CACHE,
    NO_TEXT,
    PLUGINS,
    PREVIEW,
    QUIET,
    THREADS,
    TOKENIZER,
    means,
)
from curate.cli.session import LogFormat, session_of
from curate.cli.settings import arguments, settled

if TYPE_CHECKING:
    from curate.report.results import Checked


class FailOn(StrEnum):
    """From which severity on findings end with exit code 1."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


class OutputFormat(StrEnum):
    """How findings are printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"


def check(
    context: typer.Context,
    files: FILES,
    from_: FROM = "auto",  # noqa: ARG001  read from the context, like all that a file may set
    map_: MAP = None,  # noqa: ARG001
    select: Annotated[str, typer.Option(metavar="CODES", help="Only these codes, families or names.")] = "",  # noqa: ARG001
    ignore: Annotated[str, typer.Option(metavar="CODES", help="Not these codes, families or names.")] = "",  # noqa: ARG001
    preview: PREVIEW = "",  # noqa: ARG001
    expect: EXPECT = "",  # noqa: ARG001
    tokenizer: TOKENIZER = "",  # noqa: ARG001
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 from this severity on.")] = FailOn.error,  # noqa: ARG001
    output_format: Annotated[OutputFormat, typer.Option(help="How findings are printed.")] = OutputFormat.text,
    output: Annotated[
        str, typer.Option("-o", metavar="FILE", help="Write findings here, not to the screen.")
    ] = "",
    limit: Annotated[int, typer.Option(help="Findings to print as text; 0 for all.", min=0)] = 20,
    settings: CONFIG = "",  # noqa: ARG001
    no_text: NO_TEXT = False,
    threads: THREADS = 0,
    no_cache: NO_CACHE = False,
    allow_plugins: PLUGINS = False,
    log_format: LOG_FORMAT = LogFormat.text,
    quiet: QUIET = False,
) -> None:
    """Look for problems, and change nothing.

    curate check data.jsonl

    curate check a.jsonl b.json --expect en,zh --fail-on warning

    curate check unusual.jsonl --map prompt=question --map response=answer

    curate check data.jsonl --select DUP,STR --output-format json -o findings.json
    """
    from curate import api
    from curate.cli.progress import progress

    session = session_of(context.obj, log_format, quiet=quiet)
    config = settled(context, session)
    with progress(session) as tell:
        work = means(threads, no_cache=no_cache)
        checked = api.check(files, **arguments(config, allow_plugins=allow_plugins), **work, tell=tell)
    if not (quiet and output_format is OutputFormat.text and not output):
        session.put(
            _rendered(checked, output_format, limit or None, text=not no_text), output, checked.records.sources
        )
    if output and not quiet:
        typer.echo(f"Wrote     {output}   {_counted(len(checked.findings), output_format)}")
    raise typer.Exit(_exit_code(checked, FailOn(config.fail_on)))


def _rendered(checked: "Checked", output_format: OutputFormat, limit: int | None, *, text: bool) -> str:
    import json

    from curate.report import check_json
    from curate.report.terminal import captured, print_checked

    if output_format is OutputFormat.json:
        return json.dumps(check_json.check_report(checked), ensure_ascii=False, indent=1) + "\n"
    if output_format is OutputFormat.jsonl:
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in check_json.finding_lines(checked))
    return captured(lambda out: print_checked(out, checked, limit=limit, text=text))


def _counted(findings: int, output_format: OutputFormat) -> str:
    return f"{findings:,} {'finding' if findings == 1 else 'findings'} as {output_format}"


def _exit_code(checked: "Checked", fail_on: FailOn) -> int:
    """3 where no record could be read, 1 for findings from a severity on, else 0."""
    from curate.findings import worst_first

    if not len(checked.records):
        return 3
    if fail_on is FailOn.never:
        return 0
    severities = {status.check.severity for status in checked.statuses if status.status == "found"}
    return int(any(worst_first(severity) <= worst_first(fail_on.value) for severity in severities))
