"""`curate duplicates`."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.options import CONFIG, FILES, FROM, LOG_FORMAT, MAP, NO_TEXT, PLUGINS, QUIET
from curate.cli.session import LogFormat, Session, session_of
from curate.cli.settings import formats, settled

if TYPE_CHECKING:
    from curate.config import Config
    from curate.report.accepted import Accepted
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
        typer.Option(
            metavar="FILE", help="An earlier set, read as FILES are, whose records stay; again for each file."
        ),
    ] = None,
    index: Annotated[
        str,
        typer.Option(metavar="FILE", help="An index of accepted records in place of an earlier set."),
    ] = "",
    add: Annotated[
        bool,
        typer.Option("--add", help="Add what is a member of no family to the index, which is made if need be."),
    ] = False,
    new: Annotated[
        str,
        typer.Option(
            metavar="FILE", help="Write what is a member of no family here, byte for byte as it was read."
        ),
    ] = "",
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
    ignore_openings: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            min=0,
            max=1,
            help="Leave out lines that more than this share of records begin with; none unless set.",
            show_default=False,
        ),
    ] = None,
    sweep: Annotated[
        str, typer.Option(metavar="LOW:HIGH[:STEP]", help="Also what other similarities would leave out: 0.6:0.95")
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

    curate duplicates delivery.jsonl --index accepted.index --new new.jsonl --add

    curate duplicates data.jsonl --view prompt --sweep 0.6:0.95

    curate duplicates tool-calls.jsonl --ignore-openings 0.05
    """
    from curate import api
    from curate.cli.progress import progress
    from curate.errors import InputError
    from curate.report.accepted import must_fit
    from curate.report.duplicates_text import families
    from curate.report.toml_text import counted

    session = session_of(context.obj, log_format, quiet=quiet)
    similarities = _similarities(sweep, output_format)
    config = settled(context, session, _own)
    given: dict[str, Any] = {"similarity": similarity, "view": view, "method": method}
    given["ignore_openings"] = ignore_openings
    said = {name: value for name, value in given.items() if value is not None}
    chosen = _configured(config) | said
    must_fit(index=bool(index), against=bool(against), adding=add)
    _must_be_another(new, [output, index, *files, *(against or ())])
    with _opened(index, output, chosen, adding=add) as accepted:
        with progress(session) as tell:
            how = formats(config, allow_plugins=allow_plugins)
            how |= {"index": accepted, "in_memory": False, "tell": tell}
            found = api.duplicates(files, against, **how, **chosen)
        if not (quiet and output_format is OutputFormat.text and not output):
            told = _rendered(found, output_format, limit or None, similarities, text=not no_text)
            session.put(told, output, found.sources)
        if output and not quiet:
            typer.echo(f"Wrote     {output}   {counted(len(found), 'near-duplicate')} in {families(found.number)}")
        for each, which in ((found.records, "no record"), (found.against, "no record of the earlier set")):
            if each is not None and not len(each):
                raise InputError(f"{which} can be read.", hint="curate check FILES says why.")
        if new:
            _save_new(session, found, Path(new))
        if accepted is not None and add:
            # Last of all: where this is to be done once more, what is in the index is no longer new.
            _add(session, found, accepted)


def _opened(
    index: str, output: str, settings: dict[str, Any], *, adding: bool
) -> "AbstractContextManager[Accepted | None]":
    """The index, if one is named.

    Raises:
        UsageError: it is where families are to be written.
    """
    from curate.errors import UsageError
    from curate.report.accepted import Accepted
    from curate.report.duplicates import near_duplicate

    if not index:
        return nullcontext()
    if output and realpath(output) == realpath(index):
        raise UsageError(f"{output} is the index; nothing was written.", hint="Write to another file.")
    return Accepted.opened(Path(index), near_duplicate(settings), adding=adding)


def _save_new(session: Session, found: "Duplicates", path: Path) -> None:
    from curate.report.toml_text import counted

    session.go_on()
    saved = found.save_new(path)
    session.wrote([*session.files, str(path)])
    session.note(f"Wrote     {path}   {counted(saved, 'new record')}")


def _add(session: Session, found: "Duplicates", accepted: "Accepted") -> None:
    from curate.report.toml_text import counted

    session.go_on()
    if accepted.is_new:
        session.note(f"New index {accepted.path}: there was none.")
    added = accepted.add(*found.new())
    session.wrote([*session.files, str(accepted.path)])
    session.note(f"Added     {added:,} of {counted(len(found.records), 'record')} to {accepted.path}")


def _must_be_another(path: str, others: Iterable[str]) -> None:
    """See that a file to write, if one is named, is none of the others.

    Raises:
        UsageError: it is one of the others.
    """
    from curate.errors import UsageError

    if path and realpath(path) in {realpath(other) for other in others if other}:
        raise UsageError(
            f"{path} is named twice; nothing was written there.", hint="Write what is new to another file."
        )


def _own(config: "Config") -> "Config":
    """What of a file holds for this command: how files are read, and the settings of DUP002."""
    from curate.checks.duplicates import NearDuplicate
    from curate.config import Config

    held: dict[str, Any] = {name: getattr(config, name) for name in ("format", "map")}
    held["checks"] = tuple(check for check in config.checks if isinstance(check, NearDuplicate))
    said = {name for name, value in held.items() if value and name in config.model_fields_set}
    return Config.model_construct(said, **held)


def _configured(config: "Config") -> dict[str, Any]:
    return config.checks[0].model_dump() if config.checks else {}


_STEP = "0.05"
_RANGE = "Say it as --sweep 0.6:0.95, or 0.6:0.95:0.01 for other steps than 0.05."


def _similarities(sweep: str, output_format: OutputFormat) -> list[float]:
    """From the lowest to the highest that is asked for.

    Raises:
        UsageError: it is no range, or has no place in what is printed.
    """
    from curate.errors import UsageError

    if not sweep:
        return []
    if output_format is OutputFormat.csv:
        raise UsageError("--sweep has no place in the CSV of families.", hint="Use --output-format json, or text.")
    try:
        low, high, step = map(float, sweep.split(":") if sweep.count(":") > 1 else [*sweep.split(":"), _STEP])
    except ValueError:
        raise UsageError(f"--sweep: {sweep} is no range.", hint=_RANGE) from None
    if not (0 < low <= high <= 1 and _FINEST <= step <= 1):
        raise UsageError(f"--sweep: {sweep} is not rising, above 0, up to 1, in steps from 0.001 on.", hint=_RANGE)
    every = (round(low + step * number, 9) for number in range(int((high - low) / step) + 2))
    return [similarity for similarity in every if similarity <= high]


_FINEST = 0.001


def _rendered(
    found: "Duplicates", output_format: OutputFormat, limit: int | None, sweep: list[float], *, text: bool
) -> str:
    import json

    from curate.report.duplicates_csv import families_csv
    from curate.report.duplicates_json import duplicates_report
    from curate.report.duplicates_text import print_duplicates
    from curate.report.terminal import captured

    if output_format is OutputFormat.json:
        return json.dumps(duplicates_report(found, sweep), ensure_ascii=False, indent=1) + "\n"
    if output_format is OutputFormat.csv:
        return families_csv(found)
    return captured(lambda out: print_duplicates(out, found, limit=limit, text=text, sweep=sweep))
