"""The command line: each command parses, calls one function of the API, prints, and chooses the exit code."""

import gc
import sys
from typing import Annotated

import typer

from curate.cli.check import check
from curate.cli.convert import convert
from curate.cli.coverage import coverage
from curate.cli.demo import demo
from curate.cli.duplicates import duplicates
from curate.cli.explain import explain
from curate.cli.init import init
from curate.cli.label import label
from curate.cli.measure import measure
from curate.cli.report import report
from curate.cli.run import run
from curate.cli.schema import schema
from curate.cli.session import STOPPED, Session, asked_for, hearing_ctrl_c
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
for command in (
    check,
    run,
    why,
    report,
    duplicates,
    coverage,
    label,
    measure,
    init,
    convert,
    explain,
    schema,
    demo,
):
    app.command()(command)


_MADE_BEFORE_A_SEARCH = 50_000
"""Objects after which cycles are searched for: a start makes more that stay than Python expects of any program."""
INTERNAL = 4
"""The exit code after an error in this program."""


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


def main() -> None:
    """Run the command line; every ending has its exit code, and its line for programs that asked for them."""
    gc.set_threshold(_MADE_BEFORE_A_SEARCH)
    session = Session(asked_for(sys.argv[1:]))
    try:
        with hearing_ctrl_c(session):
            exit_code = _ended(session)
        session.finish(exit_code)
    except BrokenPipeError:
        # Whoever read our output has left; what was printed is theirs.
        sys.stderr.close()
        exit_code = 0
    # The process ends: a last search for cycles would go through all that was imported, and free nothing in time.
    gc.freeze()
    sys.exit(exit_code)


def _ended(session: Session) -> int:
    """The exit code of a call; why it ends is said, if it did not do what it was asked to."""
    from curate.errors import CurateError

    try:
        # What is wrong with the call itself is printed by the framework, unless programs listen.
        exit_code = int(app(obj=session, standalone_mode=not session.as_json) or 0)
    except CurateError as error:
        session.complain(error.message, error.hint, error.exit_code)
        return error.exit_code
    except SystemExit as ending:
        exit_code = ending.code if isinstance(ending.code, int) else int(bool(ending.code))
    except BrokenPipeError:
        raise
    except Exception as error:
        if not (session.stopped or _is_stop(error)):
            return _misused(error, session) or _unprinted(error, session) or _report(error, session)
        exit_code = STOPPED
    if exit_code == STOPPED:
        session.stop()
    return exit_code


def _is_stop(error: BaseException | None) -> bool:
    """Whether it is Ctrl-C, taken by some library for a trouble of its own."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _misused(error: Exception, session: Session) -> int:
    """The exit code, if the framework could not understand the call; else 0."""
    said, exit_code = getattr(error, "format_message", None), getattr(error, "exit_code", 0)
    if said is None or not exit_code:
        return 0
    context = getattr(error, "ctx", None)
    session.complain(said(), f"See '{context.command_path} --help'." if context else "", exit_code)
    return int(exit_code)


def _unprinted(error: Exception, session: Session) -> int:
    """The exit code, if what is printed can not be written; else 0."""
    from curate.errors import OutputRefused
    from curate.files.printed import refused

    reason = refused(error)
    if not reason:
        return 0
    kept = f"{session.out} is written, and whole." if session.files else ""
    session.complain(f"what is printed can not be written: {reason}.", kept, OutputRefused.exit_code)
    return OutputRefused.exit_code


def _report(error: Exception, session: Session) -> int:
    from traceback import extract_tb

    from curate import __version__

    frames = extract_tb(error.__traceback__)[-3:]
    where = " < ".join(
        f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})" for frame in reversed(frames)
    )
    python = ".".join(map(str, sys.version_info[:3]))
    session.complain(
        f"this is an error in curate itself, not in your data: {type(error).__name__}: {error}",
        f"Please report it with this line: curate {__version__}, Python {python}, {sys.platform}: {where}",
        INTERNAL,
    )
    return INTERNAL
