"""`curate label`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import CONFIG, FILES, FROM, LOG_FORMAT, MAP, NO_TEXT, PLUGINS, QUIET
from curate.cli.session import LogFormat, Session, session_of
from curate.cli.settings import formats, settled

if TYPE_CHECKING:
    from curate.config import Config
    from curate.report.coverage.sheet import Sampled


INDENT = " " * 10


def label(
    context: typer.Context,
    files: FILES,
    count: Annotated[
        int, typer.Option("-n", min=1, metavar="N", help="Prompts to label, those that have a label among them.")
    ] = 200,
    output: Annotated[
        str, typer.Option("-o", metavar="FILE", help="The table of labels; one that is there is gone on with.")
    ] = "labels.csv",
    seed: Annotated[int, typer.Option(metavar="N", help="Draws others.", min=0)] = 0,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who labels; your user name unless set.")] = "",
    table: Annotated[
        bool, typer.Option("--table", help="Only write the table, to be filled in elsewhere.")
    ] = False,
    types: Annotated[
        str,
        typer.Option(metavar="TAXONOMY", help="The types: the name of a taxonomy, or a .toml file of your own."),
    ] = "default",
    scheme: Annotated[
        str, typer.Option(metavar="NAME", help="Whose names the records' own labels are: dolly, no_robots, ...")
    ] = "",
    no_own_labels: Annotated[
        bool,
        typer.Option(
            "--no-own-labels",
            help="Draw by what rules tell: labels that records carry are left aside.",
        ),
    ] = False,
    from_: FROM = "auto",  # noqa: ARG001  read from the context, like all that a file may set
    map_: MAP = None,  # noqa: ARG001
    settings: CONFIG = "",  # noqa: ARG001
    no_text: NO_TEXT = False,
    allow_plugins: PLUGINS = False,
    log_format: LOG_FORMAT = LogFormat.text,
    quiet: QUIET = False,
) -> None:
    """Label a sample of prompts by type, so that coverage knows how sure it is.

    Prompts are drawn by what they are told to be, so that few labels say most. In a terminal each is labelled by
    one key, and saved at once; elsewhere, or with --table, the table is written to be filled in.

    curate label data.jsonl

    curate label data.jsonl -n 300 -o labels.csv

    curate label data.jsonl --table -o for-ann.csv

    curate coverage data.jsonl --target production.jsonl --labels labels.csv
    """
    from curate import covering
    from curate.cli.keys import can_be_asked
    from curate.cli.progress import progress
    from curate.errors import InputError

    session = session_of(context.obj, log_format, quiet=quiet)
    config = settled(context, session, _own)
    with progress(session) as tell:
        drawn = covering.label(
            files,
            count,
            known=Path(output) if Path(output).exists() else None,
            seed=seed,
            types=types,
            scheme=scheme,
            own_labels=not no_own_labels,
            text=not no_text,
            in_memory=False,
            tell=tell,
            **formats(config, allow_plugins=allow_plugins),
        )
    if drawn.sheet.is_empty():
        raise InputError("no record that can be read has a prompt.", hint="curate check FILES says why.")
    for warning in drawn.warnings(count):
        session.note(f"curate: {warning}")
    session.put(drawn.text(), output, drawn.records.sources)
    if not (table or quiet or no_text) and can_be_asked():
        _ask(session, drawn, output, by or _user())
    _tell(session, drawn, output, files)


def _own(config: "Config") -> "Config":
    """What of a file of settings holds here: how files are read."""
    from curate.config import Config

    held = {name: getattr(config, name) for name in ("format", "map")}
    said = {name for name, value in held.items() if value and name in config.model_fields_set}
    return Config.model_construct(said, **held)


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return os.environ.get("USER", "")


def _ask(session: Session, drawn: "Sampled", output: str, who: str) -> None:
    from curate.cli.keys import keys_of_terminal
    from curate.cli.labelling import Labelling
    from curate.report.coverage.sheet import prompts_in
    from curate.report.terminal import console

    rows = drawn.sheet.rows(named=True)
    texts = prompts_in(drawn.records, (row["key"] for row in rows if not row["label"]))
    kept = _Kept(session, drawn, output, rows)
    with keys_of_terminal() as keys:
        Labelling(rows, drawn.by, texts, kept.save, who).run(console(), keys)


class _Kept:
    """The table on the disk, which nobody else changes meanwhile."""

    def __init__(self, session: Session, drawn: "Sampled", output: str, rows: list[dict[str, str]]) -> None:
        self._session, self._drawn, self._output, self._rows = session, drawn, output, rows
        self._written = drawn.text()

    def save(self) -> None:
        """Write all rows.

        Raises:
            UsageError: the file is another than was written; it stays as it is.
        """
        from curate.errors import UsageError
        from curate.files.folder import read_bytes

        there = Path(self._output)
        if there.exists() and read_bytes(there) != self._written.encode():
            raise UsageError(f"{self._output} was changed meanwhile; it stays as it is.", hint="Label again.")
        self._drawn.take(self._rows)
        self._written = self._drawn.text()
        self._session.put(self._written, self._output, self._drawn.records.sources)


def _tell(session: Session, drawn: "Sampled", output: str, files: list[str]) -> None:
    if session.quiet:
        return
    from shlex import join
    from textwrap import fill

    from curate.labels import UNABLE
    from curate.report.terminal import captured, print_next
    from curate.report.toml_text import counted
    from curate.taxonomy.model import OTHER

    done, every = drawn.labelled, drawn.sheet.height
    left = "" if done == every else f", {every - done:,} to go"
    typer.echo(f"Wrote     {output}   {counted(every, 'prompt')}, {done:,} with a label{left}")
    if done < every:
        names = ", ".join([*(each.id for each in drawn.by.types), OTHER])
        takes = f"The column label takes {names}, or {UNABLE} for what can not be told."
        typer.echo(fill(takes, 100, initial_indent=INDENT, subsequent_indent=INDENT))
    what = join(files)
    again = f"curate label {what} -n {every} -o {join([output])}", "go on; or fill in the column label elsewhere"
    use = f"curate coverage {what} --labels {join([output])}", "shares, with what is not known of them"
    steps = [again] * (done < every) + [use] * (done > 0)
    typer.echo(captured(lambda out: print_next(out, steps)), nl=False)
