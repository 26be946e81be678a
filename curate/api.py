"""The verbs of the command line, for Python."""

from collections.abc import Iterable, Sequence
from os import PathLike, fspath
from pathlib import Path

from curate import engine
from curate.checks import Check, check_called, must_differ
from curate.clock import Clock
from curate.errors import InputError
from curate.files.folder import RunFolder
from curate.files.resources import pipeline_text
from curate.files.sources import open_sources
from curate.pipeline import Pipeline, default_checks, parse_pipeline, with_expected
from curate.progress import Tell, silent
from curate.records.parse import AUTO, read_sources
from curate.records.records import Records
from curate.report.results import Checked, Result
from curate.report.run_folder import write_run

FileName = str | PathLike[str]
Readable = Records | FileName | Sequence[FileName]
"""What `read` gave, a file, or several."""


def read(*files: FileName, format: str = AUTO, tell: Tell = silent) -> Records:
    """Read demonstrations from files.

    Args:
        files: JSON Lines or JSON arrays, plain or gzip.
        format: One of `messages`, `prompt-completion`, `alpaca`, `sharegpt`, `dolly`; `auto` tells by content.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: a file can not be read, or its format not be told.
        UnknownName: there is no such format.
    """
    if not files:
        raise InputError("no file is named.")
    return read_sources(open_sources([fspath(file) for file in files]), format, tell)


def check(
    records: Readable,
    checks: Iterable[Check] = (),
    *,
    format: str = AUTO,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    expect: Iterable[str] = (),
    tell: Tell = silent,
) -> Checked:
    """Look for problems, and change nothing.

    Args:
        records: What `read` gave, or files to read.
        format: How to read files; `auto` tells by content.
        checks: Checks with settings other than the default, and checks of your own. They run beside the others.
        select: Codes, families or names of the only checks to run.
        ignore: Codes, families or names of checks to leave out.
        expect: Languages that are expected, as ISO 639-1 codes.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: the file can not be read.
        UsageError: two checks have one code, or a name or a language is unknown.
    """
    given = tuple(checks)
    must_differ(given)
    own = {type(check): check for check in given}
    builtin = with_expected(default_checks(), expect)
    every = (*(own.pop(type(check), check) for check in builtin), *own.values())
    must_differ(every)
    looking = Pipeline(name="check", select=tuple(select), ignore=tuple(ignore), checks=every)
    looking.selected()  # a wrong name is told before a long file is read
    held = _held(records, format, tell)
    return Checked(held, engine.run(held, looking, tell=tell))


def run(
    pipeline: str | Pipeline,
    records: Readable,
    *,
    format: str = AUTO,
    out: FileName | None = None,
    expect: Iterable[str] = (),
    allow_plugins: bool = False,
    tell: Tell = silent,
) -> Result:
    """Clean a set by a pipeline, with an account of every record.

    Args:
        pipeline: The name of a shipped pipeline, the path of a TOML file, or a `Pipeline`.
        records: What `read` gave, or files to read.
        format: How to read files; `auto` tells by content.
        out: A folder to write the result to; without it nothing is written.
        expect: Languages that are expected, as ISO 639-1 codes, in place of those the pipeline names.
        allow_plugins: Whether the pipeline may load classes from outside of this package.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: the file can not be read.
        UsageError: the pipeline is wrong, a language is unknown, or `out` can not be written to.
    """
    wanted = pipeline if isinstance(pipeline, Pipeline) else load_pipeline(pipeline, allow_plugins=allow_plugins)
    checks = with_expected(wanted.checks or default_checks(), expect)
    settled = wanted.model_copy(update={"checks": checks})
    folder = None if out is None else RunFolder(Path(out))
    if folder:
        folder.claim()
    held = _held(records, format, tell)
    clock = Clock([held.timing])
    outcomes = engine.run(held, settled, tell=tell, clock=clock)
    result = Result(held, outcomes, settled, clock)
    if folder:
        write_run(result, folder, tell)
    return result


def load_pipeline(name: str, *, allow_plugins: bool = False) -> Pipeline:
    """A shipped pipeline by its name, or one from a TOML file.

    Raises:
        UsageError: there is none, or it is wrong.
    """
    file, text = pipeline_text(name)
    return parse_pipeline(text, file, allow_plugins=allow_plugins)


def explain(code: str) -> str:
    """What a check finds, why it matters, and an example of each kind.

    Raises:
        UnknownName: no check has this code or name.
    """
    return check_called(code).documentation()


def _held(records: Readable, format: str, tell: Tell) -> Records:
    if isinstance(records, Records):
        return records
    files = [records] if isinstance(records, str | PathLike) else records
    return read(*files, format=format, tell=tell)
