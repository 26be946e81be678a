"""`curate explain`."""

from typing import Annotated

import typer


def explain(
    code: Annotated[str, typer.Argument(help="A code or a name, of a step too; all are listed without one.")] = "",
) -> None:
    """Say what a check finds, why it matters, and show an example; or what a step does.

    curate explain

    curate explain DUP002

    curate explain keep-one
    """
    from curate.report.catalogue import one, overview
    from curate.report.terminal import captured

    typer.echo(captured(one(code) if code else overview), nl=False)
