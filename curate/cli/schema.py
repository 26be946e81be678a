"""`curate schema`."""

import json
from pathlib import Path
from typing import Annotated

import typer


def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="record, finding, check, ledger, manifest, story, coverage, measure, measure-plan, duplicates, "
            "pipeline, config, timing or event."
        ),
    ] = "",
    write: Annotated[str, typer.Option(metavar="DIR", help="Write all of them under this folder.")] = "",
) -> None:
    """Print the JSON Schema of a record, a pipeline, a finding, ...

    curate schema record

    curate schema --write schemas
    """
    from curate.errors import UsageError
    from curate.files.folder import write_text
    from curate.report.contracts import NAMES, json_schema

    if bool(name) == bool(write):
        raise UsageError("name one schema, or a folder to write all to.", hint=f"Known: {', '.join(NAMES)}.")
    if name:
        typer.echo(json.dumps(json_schema(name), indent=2))
        return
    for each in NAMES:
        write_text(Path(write) / each / "v1.schema.json", json.dumps(json_schema(each), indent=2) + "\n")
    typer.echo(f"Wrote     {len(NAMES)} schemas under {write}")
