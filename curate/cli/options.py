"""Options that several commands have."""

from typing import Annotated, Any

import typer

from curate.cli.session import LogFormat

FILES = Annotated[
    list[str], typer.Argument(metavar="FILES...", help="Files, patterns, folders; - is standard input.")
]
FROM = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="FORMAT",
        help="messages, prompt-completion, alpaca, sharegpt, dolly, preference or kto; auto tells by content.",
    ),
]
MAP = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=PATH",
        help="Where a field stands: --map prompt=question --map response=answers[0].text",
    ),
]
EXPECT = Annotated[
    str, typer.Option(metavar="LANGS", help="Languages that are expected, as codes with commas: en,zh")
]
TOKENIZER = Annotated[
    str,
    typer.Option(
        metavar="MODEL", help="The model whose tokenizer the checks of tokens use: a name, a folder, a hub id."
    ),
]
PREVIEW = Annotated[
    str, typer.Option(metavar="CODES", help="Checks in preview to run beside the others: codes or names.")
]
CONFIG = Annotated[
    str,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings; without it those of the nearest curate.toml, or pyproject.toml with \\[tool.curate].",
    ),
]
THREADS = Annotated[
    int, typer.Option(metavar="N", min=0, help="Processes that share the work; 0: one on each core.")
]
NO_CACHE = Annotated[bool, typer.Option("--no-cache", help="Look at every record anew, and keep nothing.")]
FRESH = Annotated[bool, typer.Option("--fresh", help="Use nothing that an earlier run left.")]
QUIET = Annotated[bool, typer.Option("--quiet", help="No progress and no summary, only errors.")]
LOG_FORMAT = Annotated[
    LogFormat,
    typer.Option(
        "--log-format", help="Progress and errors on standard error: for people, or JSON, an event a line."
    ),
]
PLUGINS = Annotated[bool, typer.Option("--allow-plugins", help="Let the pipeline load classes of your own.")]
NO_TEXT = Annotated[bool, typer.Option("--no-text", help="Show no text of any record.")]


def reading(from_: str, map_: list[str] | None, *, allow_plugins: bool = False) -> "dict[str, Any]":
    """How records are to be read, as the arguments of `curate.read`."""
    from curate.plugins import is_plugin, load
    from curate.records.formats import RecordFormat
    from curate.records.formats.mapped import parse_map

    chosen: Any = from_
    if is_plugin(from_):
        own: type[Any] = RecordFormat
        chosen = load(from_, own, allowed=allow_plugins, where="--from")()
    return {"format": chosen, "map": parse_map(map_ or ())}


def listed(values: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(part for value in values.split(",") if (part := value.strip()))


def means(threads: int, *, no_cache: bool, fresh: bool = False) -> dict[str, Any]:
    """How work is done, as the verbs in Python take it."""
    from curate.into_folder import cores

    more = {"fresh": True} if fresh else {}
    return {"threads": threads or cores(), "in_memory": False, "cache": not no_cache, **more}
