"""`curate report`."""

from pathlib import Path
from typing import Annotated

import typer

from curate.cli.options import NO_TEXT


def report(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="What a run wrote.")],
    no_text: NO_TEXT = False,
) -> None:
    """Write report.html into the folder of a run: one page to look at, to print, or to send.

    curate report cleaned
    """
    from curate.report.page.page import write_report

    file = write_report(Path(folder), text=not no_text)
    typer.echo(f"{'Written':<10}{file}   one page, to look at, to print or to send")
