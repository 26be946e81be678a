"""`curate demo`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.session import LogFormat, session_of

if TYPE_CHECKING:
    from curate.pipeline import Pipeline

LANGUAGES = ("en", "zh", "ar", "es", "de")
"""The languages that the sample is written in."""
MIX = "no_robots"
"""What the types of its prompts are compared with."""


def demo(
    context: typer.Context,
    out: Annotated[str, typer.Option(metavar="DIR", help="Where the cleaned sample goes.")] = "build/demo",
) -> None:
    """Check and clean the sample in the package: the whole story in under a screen.

    curate demo

    curate demo --out build/demo
    """
    from curate import api
    from curate.cli.progress import progress
    from curate.files.resources import sample_files
    from curate.report.next import command
    from curate.report.terminal import captured, print_result
    from curate.report.written import files_in, print_ending

    session = session_of(context.obj, LogFormat.text, quiet=False)
    session.out = folder = Path(out)
    with progress(session) as tell:
        result = api.run(pipeline(), sample_files(), out=folder, expect=LANGUAGES, tell=tell)
    session.wrote(files_in(folder))
    typer.echo(captured(lambda screen: print_result(screen, result, folder)), nl=False)
    own = command("run", "sft-default", "your.jsonl", "--expect", "en", "--out", "cleaned")
    further = [(own, "the same on your own file")]
    typer.echo(captured(lambda screen: print_ending(screen, result, folder, further)), nl=False)


def pipeline() -> "Pipeline":
    """The shipped one, which also tells which types of prompts are left."""
    from curate.api import load_pipeline
    from curate.coverage_settings import CoverageSettings

    return load_pipeline("sft-default").model_copy(update={"coverage": CoverageSettings(target=MIX)})
