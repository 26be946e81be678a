"""`curate demo`."""

from pathlib import Path
from typing import Annotated

import typer

LANGUAGES = ("en", "zh", "ar", "es", "de")
"""The languages that the sample is written in."""


def demo(
    out: Annotated[str, typer.Option(metavar="DIR", help="Where the cleaned sample goes.")] = "build/demo",
) -> None:
    """Check and clean the sample in the package: the whole story in under a screen.

    curate demo

    curate demo --out build/demo
    """
    from curate import api
    from curate.cli.progress import progress
    from curate.files.resources import sample_files
    from curate.report.next import command, next_after
    from curate.report.terminal import captured, print_next, print_result

    folder = Path(out)
    with progress(quiet=False) as tell:
        result = api.run("sft-default", sample_files(), out=folder, expect=LANGUAGES, tell=tell)
    typer.echo(captured(lambda screen: print_result(screen, result, folder)), nl=False)
    own = command("run", "sft-default", "your.jsonl", "--expect", "en", "--out", "cleaned")
    following = [*next_after(result, folder), (own, "the same on your own file")]
    typer.echo(captured(lambda screen: print_next(screen, following)), nl=False)
