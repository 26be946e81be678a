"""`curate explain`."""

from typing import Annotated

import typer


def explain(
    code: Annotated[str, typer.Argument(help="A code or a name; all checks are listed without one.")] = "",
) -> None:
    """Say what a check finds, why it matters, and show an example.

    curate explain

    curate explain DUP002
    """
    from curate.report.catalogue import one, overview
    from curate.report.terminal import captured

    typer.echo(captured(one(code) if code else overview), nl=False)
