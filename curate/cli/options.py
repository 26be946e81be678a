"""Options that several commands have."""

from typing import Annotated

import typer

FILES = Annotated[list[str], typer.Argument(metavar="FILES...", help="JSON Lines or JSON arrays, plain or .gz.")]
FROM = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="FORMAT",
        help="messages, prompt-completion, alpaca, sharegpt or dolly; auto tells by content.",
    ),
]
EXPECT = Annotated[
    str, typer.Option(metavar="LANGS", help="Languages that are expected, as codes with commas: en,zh")
]
QUIET = Annotated[bool, typer.Option("--quiet", help="No progress and no summary, only errors.")]
PLUGINS = Annotated[bool, typer.Option("--allow-plugins", help="Let the pipeline load classes of your own.")]
NO_TEXT = Annotated[bool, typer.Option("--no-text", help="Show no text of any record.")]


def listed(values: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(part for value in values.split(",") if (part := value.strip()))
