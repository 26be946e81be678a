"""`curate convert`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import FILES, FROM, LOG_FORMAT, MAP, PLUGINS, QUIET, reading
from curate.cli.session import LogFormat, session_of

if TYPE_CHECKING:
    from curate.report.converted import Converted


def convert(
    context: typer.Context,
    files: FILES,
    to: Annotated[
        str,
        typer.Option(
            metavar="FORMAT", help="messages, prompt-completion, alpaca, sharegpt, dolly, preference or kto."
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "-o", "--out", metavar="OUT", help="The file; its ending says of what kind. A folder ends in /."
        ),
    ],
    from_: FROM = "auto",
    map_: MAP = None,
    lossy: Annotated[
        bool, typer.Option("--lossy", help="Go on where the format can not carry something.")
    ] = False,
    dataset_info: Annotated[
        bool, typer.Option("--dataset-info", help="Also write LLaMA-Factory's dataset_info.json beside it.")
    ] = False,
    allow_plugins: PLUGINS = False,
    log_format: LOG_FORMAT = LogFormat.text,
    quiet: QUIET = False,
) -> None:
    """Write records in another shape, and lose nothing in it silently.

    curate convert team.json --to messages -o team.jsonl

    curate convert gsm8k.jsonl --map prompt=question --map response=answer --to alpaca -o gsm8k.csv

    curate convert chats.jsonl --to sharegpt -o data/chats.json --dataset-info
    """
    from curate import api
    from curate.cli.progress import progress
    from curate.report.terminal import captured, print_converted

    how = reading(from_, map_, allow_plugins=allow_plugins)
    session = session_of(context.obj, log_format, quiet=quiet)
    session.out = Path(output)
    with progress(session) as tell:
        made: Converted = api.convert(files, to, output, **how, lossy=lossy, dataset_info=dataset_info, tell=tell)
    session.wrote(filter(None, (made.out, made.info)))
    if not quiet:
        typer.echo(captured(lambda screen: print_converted(screen, made)), nl=False)
