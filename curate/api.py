"""The verbs of the command line, for Python."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from os import fspath
from pathlib import Path
from typing import Any

from curate.checks import Check, check_called, must_differ
from curate.checks.duplicates import NearDuplicate
from curate.decisions import parse_decisions
from curate.errors import InputError
from curate.files.folder import RunFolder, write_text
from curate.files.outputs import kind_of
from curate.files.resources import pipeline_text, text_of
from curate.files.shelf import InMemory, Scratch
from curate.files.sources import sources_of
from curate.given import FileName, Format, Readable, held, reading, sources
from curate.into_folder import How, run_held, run_into, run_nowhere
from curate.pipeline import Pipeline, default_checks, parse_pipeline, with_named
from curate.progress import Tell, silent
from curate.records.formats import format_called
from curate.records.known import AUTO
from curate.records.read import read_sources
from curate.records.records import Records
from curate.report.accepted import Accepted, must_fit
from curate.report.converted import Conversion, Converted, Target
from curate.report.coverage.ask import must_be_there
from curate.report.duplicates import Duplicates, near_duplicate
from curate.report.fitted import UNNAMED, Fitted, fitted_to, new_pipeline
from curate.report.general import SHIPPED, general_text
from curate.report.results import Checked, Result
from curate.report.trainers import InfoFile
from curate.steps.decided import Decided


def read(
    *inputs: Any,  # noqa: ANN401  files, frames and datasets
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    tell: Tell = silent,
) -> Records:
    """Read records.

    Args:
        inputs: Files (JSON Lines, JSON arrays, CSV, TSV, Parquet, Arrow; text also as `.gz` or `.zst`), patterns,
            folders, `-` for standard input, polars frames, or datasets of the library `datasets`.
        format: The name of a format, or one of your own; `auto` tells by content.
        map: Where fields stand that no format knows by name: `{"prompt": "question", "response": "answers[0]"}`.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: an input can not be read, or its format not be told.
        UsageError: there is no such format, or the map names no field that exists.
    """
    if not inputs:
        raise InputError("no file is named.")
    return read_sources(sources_of(inputs), reading(format, map), tell)


def check(
    records: Readable,
    checks: Iterable[Check] = (),
    *,
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    preview: Iterable[str] = (),
    expect: Iterable[str] = (),
    tokenizer: str = "",
    threads: int = 1,
    in_memory: bool = True,
    cache: bool = False,
    tell: Tell = silent,
) -> Checked:
    """Look for problems, and change nothing. No file of settings is read: what is not an argument has its default.

    Args:
        records: What `read` gave, or files to read.
        format: How to read files; `auto` tells by content.
        map: Where fields stand that no format knows by name.
        checks: Checks with settings other than the default, and checks of your own. They run beside the others.
        select: Codes, families or names of the only checks to run.
        ignore: Codes, families or names of checks to leave out.
        preview: Codes or names of checks in preview to run beside the others.
        expect: Languages that are expected, as ISO 639-1 codes.
        tokenizer: Of which model checks of tokens (TOK) take theirs: `smollm2-135m`, a folder, or one of the hub.
        threads: How many processes share the work, where it takes more than seconds; only without `in_memory`.
        in_memory: Whether files are held in memory. Without it memory stays bounded, and the records lie in a
            temporary folder while the work lasts.
        cache: Whether to use what was seen of the same records before, from the user's cache folder.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: the file can not be read.
        UsageError: two checks have one code, or a name or a language is unknown.
    """
    given = tuple(checks)
    must_differ(given)
    own = {type(check): check for check in given}
    kinds = [type(check) for check in default_checks()]
    # What is expected need not be known to the usual backend where a check with another one is handed over.
    usual = with_named((kind() for kind in kinds if kind not in own), expect=expect, tokenizer=tokenizer)
    builtin = own | {type(check): check for check in usual}
    every = tuple(builtin.pop(kind) for kind in kinds) + tuple(builtin.values())
    must_differ(every)
    # Whoever hands over a check in preview wants it to run.
    previews = (*preview, *(check.code for check in given if check.preview))
    named = {"select": tuple(select), "ignore": tuple(ignore), "preview": previews}
    looking = Pipeline(name="check", **named, checks=every)
    looking.selected()  # a wrong name is told before a long file is read
    how = How(threads, in_memory, cached=cache, tell=tell)
    if isinstance(records, Records):
        made = run_held(records, looking, None, how)
    else:
        made = run_nowhere(sources(records), reading(format, map), looking, how)
    return Checked(made.records, made.outcomes)


def run(
    pipeline: str | Pipeline,
    records: Readable,
    *,
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    out: FileName | None = None,
    expect: Iterable[str] = (),
    tokenizer: str = "",
    decisions: FileName | None = None,
    allow_plugins: bool = False,
    threads: int = 1,
    in_memory: bool = True,
    fresh: bool = False,
    cache: bool = False,
    tell: Tell = silent,
) -> Result:
    """Clean a set by a pipeline, with an account of every record.

    Args:
        pipeline: The name of a shipped pipeline, the path of a TOML file, or a `Pipeline`.
        records: What `read` gave, or files to read.
        format: How to read files; `auto` tells by content.
        map: Where fields stand that no format knows by name.
        out: A folder to write the result to; without it nothing is written.
        expect: Languages that are expected, as ISO 639-1 codes, in place of those the pipeline names.
        tokenizer: Of which model checks of tokens take theirs, in place of that which the pipeline names.
        decisions: A CSV file of what a person has decided on single records: `key, code, decision, by, why`.
        allow_plugins: Whether the pipeline may load classes from outside of this package.
        threads: How many processes share the work, where it takes more than seconds; only without `in_memory`.
        in_memory: Whether files are held in memory, so that the result gives records. Without it memory stays
            bounded, the records lie on the disk while the work lasts, and what was kept stands in `out` alone.
        fresh: Whether to do all anew, even what an earlier run into `out` that was ended has done already.
        cache: Whether to use what was seen of the same records before, from the user's cache folder.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: the file can not be read.
        UsageError: the pipeline is wrong, a language is unknown, or `out` can not be written to.
    """
    wanted = pipeline if isinstance(pipeline, Pipeline) else load_pipeline(pipeline, allow_plugins=allow_plugins)
    checks = with_named(wanted.checks or default_checks(), expect=expect, tokenizer=tokenizer)
    steps = wanted.steps if decisions is None else (_decided(fspath(decisions), checks), *wanted.steps)
    settled = wanted.model_copy(update={"checks": checks, "steps": steps})
    settled.gates.must_fit(checks, len(wanted.steps))
    if wanted.coverage is not None:
        must_be_there(wanted.coverage)
    folder = None if out is None else RunFolder(Path(out))
    how = How(threads, in_memory, fresh, cache, tell)
    if isinstance(records, Records):
        return run_held(records, settled, folder, how)
    what, way = sources(records), reading(format, map)
    if folder:
        return run_into(folder, what, way, settled, how)
    return run_nowhere(what, way, settled, how)


def duplicates(
    records: Readable,
    against: Readable | None = None,
    *,
    index: FileName | Accepted | None = None,
    add: bool = False,
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    in_memory: bool = True,
    tell: Tell = silent,
    **settings: Any,  # noqa: ANN401  as the check takes them
) -> Duplicates:
    """Tell which records are near-duplicates of which: families, each with the record that all others are like.

    Args:
        records: What `read` gave, or files to read.
        against: An earlier set, whose records stay: of a pair across both, the member is the one of `records`.
        index: In place of an earlier set, the file of an index of accepted records.
        add: Whether to add to the index the records that are members of no family. It is made if it is not there.
        format: How to read files, those of both sets; `auto` tells by content.
        map: Where fields stand that no format knows by name.
        in_memory: Whether files are held in memory, or in a temporary folder.
        tell: Called now and then with what is being done and how much of it is.
        settings: Those of the check DUP002: `similarity=0.9`, `view="prompt"`, `method="exact"`, ...

    Raises:
        InputError: an input can not be read, or the index is not there, something else, or damaged.
        UsageError: there is no such setting, or it has no such value; the index was made with another view; or
            another process adds to it.
    """
    check = near_duplicate(settings)
    must_fit(index=index is not None, against=against is not None, adding=add)

    def read_in(given: Readable) -> Records:
        return held(given, reading(format, map), tell, InMemory() if in_memory else Scratch())

    if index is None:
        earlier = None if against is None else read_in(against)
        return Duplicates.among(read_in(records), earlier, check, tell)
    with _opened(index, check, adding=add) as accepted:
        found = Duplicates.beside(read_in(records), accepted, check, tell)
        if add:
            accepted.add(*found.new())
    return found


def convert(
    records: Readable,
    to: str,
    out: FileName,
    *,
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    lossy: bool = False,
    dataset_info: bool = False,
    tell: Tell = silent,
) -> Converted:
    """Write records in another shape, and lose nothing in it unless told to.

    Args:
        records: What `read` gave, or files to read.
        to: The format to write.
        out: The file; its ending says of what kind: `.jsonl`, `.json`, `.csv`, `.tsv` (each also with `.gz` or
            `.zst`), `.parquet`, `.arrow`, `.arrows`, or a folder of the library `datasets` where it ends in `/`.
        format: How to read files; `auto` tells by content.
        map: Where fields stand that no format knows by name.
        lossy: Whether to go on where the shape can not carry something, and without unreadable records.
        dataset_info: Whether to add the file to LLaMA-Factory's `dataset_info.json` beside it.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: an input can not be read, or no record of it.
        UsageError: there is no such format, the file can not be written, something would be lost, or
            LLaMA-Factory can not read what was asked for; in each case nothing was written.
    """
    target = Target(format_called(to), kind_of(fspath(out)), fspath(out))
    conversion = Conversion(held(records, reading(format, map), tell), target, lossy=lossy)
    info = InfoFile(conversion.made) if dataset_info else None
    conversion.write(tell)
    return replace(conversion.made, info=info.write()) if info else conversion.made


def init(
    records: Readable | None = None,
    *,
    out: FileName | None = None,
    force: bool = False,
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    tell: Tell = silent,
) -> Fitted:
    """Write a commented pipeline that is fitted to a set, with the reason beside each number.

    Args:
        records: What `read` gave, or files to read; without any, the pipeline is a general one.
        out: The file to write, which ends in `.toml`; without it nothing is written.
        force: Whether a file that is there already may be replaced.
        format: How to read files; `auto` tells by content.
        map: Where fields stand that no format knows by name.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: an input can not be read, or none of its records.
        UsageError: `out` is there already, is no name of a pipeline, or can not be written.
    """
    target = None if out is None else new_pipeline(Path(out), force=force)
    name = target.stem if target else UNNAMED
    if records is None:
        fitted = Fitted(general_text(load_pipeline(SHIPPED), name))
    else:
        fitted = fitted_to(held(records, reading(format, map), tell), name, tell)
    if target:
        write_text(new_pipeline(target, force=force), fitted.text)
    return fitted


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


def _opened(index: FileName | Accepted, check: NearDuplicate, *, adding: bool) -> AbstractContextManager[Accepted]:
    """An index; one that is open already stays so."""
    if isinstance(index, Accepted):
        return nullcontext(index)
    return Accepted.opened(Path(index), check, adding=adding)


def _decided(file: str, checks: Iterable[Check]) -> Decided:
    text = text_of(Path(file), f"the file of decisions {file}")
    return Decided(decisions=parse_decisions(text, file, checks))
