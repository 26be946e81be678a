"""The command line: each command parses, calls one function of the API, prints, and chooses the exit code."""

import sys
from typing import Annotated

import typer

from curate.cli.check import check
from curate.cli.convert import convert
from curate.cli.demo import demo
from curate.cli.explain import explain
from curate.cli.init import init
from curate.cli.run import run
from curate.cli.schema import schema
from curate.cli.why import why

app = typer.Typer(
    name="curate",
    help="Check, clean and account for supervised-fine-tuning data, record by record.",
    epilog="Exit codes: 0 fine · 1 findings or a broken gate · 2 usage · 3 input unreadable · 4 internal error.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (check, run, why, init, convert, explain, schema, demo):
    app.command()(command)


@app.callback(invoke_without_command=True)
def version(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Check, clean and account for supervised-fine-tuning data, record by record."""
    if version:
        from curate import __version__

        typer.echo(f"curate {__version__}")
        raise typer.Exit


STOPPED = 130
"""What the framework ends with on Ctrl-C."""


def main() -> None:
    """Run the command line; every ending has its exit code."""
    from curate.errors import CurateError

    try:
        app()
    except CurateError as error:
        _complain(error.message, error.hint)
        sys.exit(error.exit_code)
    except SystemExit as ending:
        if ending.code == STOPPED:
            _complain("stopped; nothing in the output looks finished.")
        raise
    except BrokenPipeError:
        # Whoever read our output has left; what was printed is theirs.
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        _report(error)
        sys.exit(4)


def _complain(message: str, hint: str = "") -> None:
    indent = "\n        "
    text = message.replace("\n", indent) + (indent + hint.replace("\n", indent) if hint else "")
    print(f"curate: {text}", file=sys.stderr)  # noqa: T201  the console may be what failed


def _report(error: Exception) -> None:
    from traceback import extract_tb

    from curate import __version__

    frames = extract_tb(error.__traceback__)[-3:]
    where = " < ".join(
        f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})" for frame in reversed(frames)
    )
    python = ".".join(map(str, sys.version_info[:3]))
    _complain(
        f"this is an error in curate itself, not in your data: {type(error).__name__}: {error}",
        f"Please report it with this line: curate {__version__}, Python {python}, {sys.platform}: {where}",
    )
