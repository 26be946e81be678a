"""`curate duplicates`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.options import CONFIG, FILES, FROM, LOG_FORMAT, MAP, NO_TEXT, PLUGINS, QUIET
from curate.cli.session import LogFormat, session_of
from curate.cli.settings import formats, settled

if TYPE_CHECKING:
    from curate.config import Config
    from curate.report.duplicates import Duplicates


class View(StrEnum):
    """What is compared."""

    record = "record"
    prompt = "prompt"
    response = "response"


class Method(StrEnum):
    """How records to compare are proposed."""

    minhash = "minhash"
    exact = "exact"
    datasketch = "datasketch"


class OutputFormat(StrEnum):
    """How families are printed."""

    text = "text"
    json = "json"
    csv = "csv"


def duplicates(
    context: typer.Context,
    files: FILES,
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="An earlier set, whose records stay; again for each file."),
    ] = None,
    similarity: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="Alike from here on; 0.8 unless a file of settings says so.", show_default=False
        ),
    ] = None,
    view: Annotated[
        View | None, typer.Option(help="What is compared; record unless set.", show_default=False)
    ] = None,
    method: Annotated[
        Method | None,
        typer.Option(help="exact misses no pair, minhash hardly any; minhash unless set.", show_default=False),
    ] = None,
    sweep: Annotated[
        str, typer.Option(metavar="LOW:HIGH", help="Also what other similarities would leave out: 0.6:0.95")
    ] = "",
    from_: FROM = "auto",  # noqa: ARG001  read from the context, like all that a file may set
    map_: MAP = None,  # noqa: ARG001
    output_format: Annotated[OutputFormat, typer.Option(help="text, json or csv.")] = OutputFormat.text,
    output: Annotated[
        str, typer.Option("-o", metavar="FILE", help="Write families here, not to the screen.")
    ] = "",
    limit: Annotated[int, typer.Option(help="Families to print as text; 0 for all.", min=0)] = 10,
    settings: CONFIG = "",  # noqa: ARG001
    no_text: NO_TEXT = False,
    allow_plugins: PLUGINS = False,
    log_format: LOG_FORMAT = LogFormat.text,
    quiet: QUIET = False,
) -> None:
    """Show which records are near-duplicates of which, and what differs.

    curate duplicates data.jsonl

    curate duplicates delivery.jsonl --against accepted.jsonl --output-format csv -o known.csv

    curate duplicates data.jsonl --view prompt --sweep 0.6:0.95
    """
    from curate import api
    from curate.cli.progress import progress

    session = session_of(context.obj, log_format, quiet=quiet)
    similarities = _similarities(sweep)
    config = settled(context, session, reads=("format", "map", "checks"))
    given = {"similarity": similarity, "view": view, "method": method}
    said = {name: value for name, value in given.items() if value is not None}
    with progress(session) as tell:
        how = formats(config, allow_plugins=allow_plugins)
        found = api.duplicates(files, against, **how, in_memory=False, tell=tell, **_configured(config) | said)
    if not (quiet and output_format is OutputFormat.text and not output):
        session.put(_rendered(found, output_format, limit or None, similarities, text=not no_text), output)
    if output and not quiet:
        typer.echo(f"Wrote     {output}   {len(found):,} near-duplicates in {found.number:,} families")
    raise typer.Exit(0 if len(found.records) else 3)


def _configured(config: "Config") -> dict[str, Any]:
    """The settings of DUP002 in a file."""
    from curate.checks.duplicates import NearDuplicate

    return next((check.model_dump() for check in config.checks if isinstance(check, NearDuplicate)), {})


_STEP = 0.05
_RANGE = "Say it as --sweep 0.6:0.95, or 0.6:0.95:0.01 for other steps than 0.05."


def _similarities(sweep: str) -> list[float]:
    """From the lowest to the highest that is asked for.

    Raises:
        UsageError: it is no range.
    """
    from curate.errors import UsageError

    if not sweep:
        return []
    try:
        low, high, step = (*map(float, sweep.split(":")), _STEP)[:3]
    except ValueError:
        raise UsageError(f"--sweep: {sweep} is no range.", hint=_RANGE) from None
    if not (0 < low <= high <= 1 and step >= _FINEST):
        raise UsageError(f"--sweep: {sweep} is not above 0 and up to 1 in steps of 0.001 or more.", hint=_RANGE)
    return [round(low + step * number, 9) for number in range(int((high - low) / step + _FINEST) + 1)]


_FINEST = 0.001


def _rendered(
    found: "Duplicates", output_format: OutputFormat, limit: int | None, sweep: list[float], *, text: bool
) -> str:
    import json

    from curate.report.duplicates_json import duplicates_report
    from curate.report.duplicates_text import print_duplicates
    from curate.report.terminal import captured

    if output_format is OutputFormat.json:
        return json.dumps(duplicates_report(found, sweep), ensure_ascii=False, indent=1) + "\n"
    if output_format is OutputFormat.csv:
        return found.families.write_csv()
    return captured(lambda out: print_duplicates(out, found, limit=limit, text=text, sweep=sweep))
