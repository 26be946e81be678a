"""`curate coverage`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.check import FailOn
from curate.cli.options import CONFIG, FILES, FROM, LOG_FORMAT, MAP, NO_TEXT, PLUGINS, QUIET
from curate.cli.session import LogFormat, Session, session_of
from curate.cli.settings import formats, settled

if TYPE_CHECKING:
    import polars as pl

    from curate.config import Config
    from curate.report.coverage.result import Coverage


class OutputFormat(StrEnum):
    """How coverage is printed."""

    text = "text"
    json = "json"
    markdown = "markdown"


def coverage(
    context: typer.Context,
    files: FILES,
    target: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TARGET",
            help="Prompts to compare with, read as FILES are, again for each file; a .toml file of quotas; or a"
            " well-known mix: instructgpt, no_robots, dolly.",
        ),
    ] = None,
    target_map: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=PATH", help="Where a field of the target stands, if not as in FILES."),
    ] = None,
    labels: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE", help="Labels of a sample, as curate label makes them; again for each labeller."
        ),
    ] = None,
    types: Annotated[
        str,
        typer.Option(metavar="TAXONOMY", help="The types: the name of a taxonomy, or a .toml file of your own."),
    ] = "default",
    scheme: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Whose names the records' own labels are: dolly, no_robots, instructgpt, nvidia, auto_j, belle.",
        ),
    ] = "",
    no_own_labels: Annotated[
        bool,
        typer.Option(
            "--no-own-labels",
            help="Leave labels that records carry aside, in FILES and in the target alike: rules tell types."
            " Labels of a sample (--labels) still count.",
        ),
    ] = False,
    sampled: Annotated[
        bool,
        typer.Option("--sampled", help="The set is a sample of something larger: shares have that doubt too."),
    ] = False,
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD", help="A field, such as writer, over which types are to spread; again for more."
        ),
    ] = None,
    similarity: Annotated[
        float, typer.Option(min=0.01, max=1, help="From here on two prompts count as one.")
    ] = 0.8,
    brief: Annotated[
        str,
        typer.Option(
            metavar="FILE", help="Write what to collect here, as CSV: how many of which type, why, examples."
        ),
    ] = "",
    budget: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="In the brief: at most so many prompts, where they help most."),
    ] = None,
    reach: Annotated[
        float, typer.Option(min=0.01, max=1, help="Collect until each type has this part of its target.")
    ] = 0.8,
    clusters: Annotated[
        bool, typer.Option("--clusters", help="Also which kinds of prompts nobody has named; takes some seconds.")
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit with 1 where this or worse is found, or nobody can tell whether it is.")
    ] = FailOn.never,
    from_: FROM = "auto",  # noqa: ARG001  read from the context, like all that a file may set
    map_: MAP = None,  # noqa: ARG001
    output_format: Annotated[OutputFormat, typer.Option(help="How it is printed.")] = OutputFormat.text,
    output: Annotated[str, typer.Option("-o", metavar="FILE", help="Write it here, not to the screen.")] = "",
    limit: Annotated[int, typer.Option(help="Findings to print as text; 0 for all.", min=0)] = 20,
    settings: CONFIG = "",  # noqa: ARG001
    no_text: NO_TEXT = False,
    allow_plugins: PLUGINS = False,
    log_format: LOG_FORMAT = LogFormat.text,
    quiet: QUIET = False,
) -> None:
    """Show which types of prompts there are, and against a target what is missing, too much, and how sure that is.

    curate coverage data.jsonl

    curate coverage data.jsonl --target production.jsonl

    curate coverage data.jsonl --target quotas.toml --fail-on error

    curate coverage data.jsonl --target production.jsonl --brief brief.csv --budget 500

    curate coverage data.jsonl --target instructgpt --output-format json -o coverage.json
    """
    from curate import covering
    from curate.cli.options import reading
    from curate.cli.progress import progress
    from curate.errors import InputError

    session = session_of(context.obj, log_format, quiet=quiet)
    _must_have_a_target(brief, target, budget)
    config = settled(context, session, _own)
    with progress(session) as tell:
        found = covering.coverage(
            files,
            _named(target),
            target_map=reading("auto", target_map)["map"],
            labels=labels or (),
            checks=config.types,
            types=types,
            scheme=scheme,
            own_labels=not no_own_labels,
            sampled=sampled,
            similarity=similarity,
            reach=reach,
            fields=field or (),
            in_memory=False,
            tell=tell,
            **formats(config, allow_plugins=allow_plugins),
        )
    if not (quiet and output_format is OutputFormat.text and not output):
        kinds = found.clusters(text=not no_text) if clusters else None
        _show(session, _rendered(found, kinds, output_format, limit or None), output, found)
    if output_format is OutputFormat.text and not (output or quiet or brief):
        _say_next(found, [*files, *_said_too(context)], target)
    if not found.prompts.height:
        raise InputError("no record that can be read has a prompt.", hint="curate check FILES says why.")
    if brief:
        rows = found.brief(budget, text=not no_text)
        _write_brief(session, found, brief, rows)
        _say_what_is_left(session, found, budget, rows)
    raise typer.Exit(_exit_code(session, found, fail_on, limit or None))


def _said_too(context: typer.Context) -> list[str]:
    """What the next command has to say as this one did."""
    names = {"labels": "--labels", "target_map": "--target-map"}
    said = [
        word for name, option in names.items() for value in context.params[name] or () for word in (option, value)
    ]
    return said + ["--no-own-labels"] * context.params["no_own_labels"]


def _say_next(found: "Coverage", words: list[str], target: list[str] | None) -> None:
    from shlex import join

    from curate.report.terminal import captured, print_next

    what = join(words)
    if target and len(found.brief(text=False)):
        against = " ".join(f"--target {join([each])}" for each in target)
        step = (
            f"curate coverage {what} {against} --brief brief.csv",
            "what to write, with examples of the thin kind",
        )
    elif not target:
        step = f"curate coverage {what} --target no_robots", "what is missing, against a well-known mix"
    else:
        return
    typer.echo(captured(lambda out: print_next(out, [step])), nl=False)


def _must_have_a_target(brief: str, target: list[str] | None, budget: int | None) -> None:
    """Refuse a brief that nothing is short of.

    Raises:
        UsageError: there is no target, or no brief for the budget.
    """
    from curate.errors import UsageError

    if brief and not target:
        raise UsageError("--brief needs something to compare with.", hint="Name a target: --target")
    if budget is not None and not brief:
        raise UsageError("--budget is for a brief.", hint="Name its file: --brief brief.csv")


def _write_brief(session: Session, found: "Coverage", file: str, rows: "pl.DataFrame") -> None:
    from curate.report.spreadsheet import as_csv
    from curate.report.toml_text import counted

    session.put(as_csv(rows), file, found.sources)
    if not session.quiet:
        asked = (
            f"{counted(sum(rows['write']), 'prompt')} to write" if len(rows) else "nothing is short of the target"
        )
        typer.echo(f"Wrote     {file}   {asked}")
        for line in _explained(rows):
            typer.echo(f"          {line}")


def _explained(rows: "pl.DataFrame") -> list[str]:
    """What the examples of a brief are for."""
    told = {
        "typical_1": "typical_, rare_  show what is meant, rare_ how else it may open: write others like these",
        "worn_openings": "worn_openings    open too many already: begin in another way",
        "unlike_1": "unlike_          prompts of the target like which there are none here: write more like these",
    }
    return [line for name, line in told.items() if rows[name].fill_null("").ne("").any()]


def _say_what_is_left(session: Session, found: "Coverage", budget: int | None, rows: "pl.DataFrame") -> None:
    if budget is not None and not session.quiet and sum(rows["write"]) < budget:
        typer.echo(f"          no more are needed for {found.settings.reach:.0%} of each target; see --reach")


def _own(config: "Config") -> "Config":
    """What of a file of settings holds here: how files are read, and the settings of coverage checks."""
    from curate.config import Config

    held = {name: getattr(config, name) for name in ("format", "map", "types")}
    said = {name for name, value in held.items() if value and name in config.model_fields_set}
    return Config.model_construct(said, **held)


def _named(target: list[str] | None) -> list[str] | str | None:
    return target[0] if target and len(target) == 1 else target or None


def _show(session: Session, text: str, output: str, found: "Coverage") -> None:
    session.put(text, output, found.sources)
    if output and not session.quiet:
        typer.echo(f"Wrote     {output}   {found.prompts.height:,} prompts")


def _rendered(
    found: "Coverage", kinds: "pl.DataFrame | None", output_format: OutputFormat, limit: int | None
) -> str:
    import json

    from curate.report.coverage.as_json import coverage_report
    from curate.report.coverage.markdown import coverage_markdown
    from curate.report.coverage.text import print_coverage
    from curate.report.terminal import captured

    if output_format is OutputFormat.json:
        return json.dumps(coverage_report(found, kinds), ensure_ascii=False, indent=1) + "\n"
    if output_format is OutputFormat.markdown:
        return coverage_markdown(found)
    return captured(lambda out: print_coverage(out, found, limit=limit, clusters=kinds))


def _exit_code(session: Session, found: "Coverage", fail_on: FailOn, limit: int | None) -> int:
    """1 where something is found from a severity on, or nobody can tell whether it is; says what, and why."""
    from curate.findings import SEVERITIES, worst_first
    from curate.report.coverage.demands import failing

    if fail_on is FailOn.never:
        return 0
    bad = [each for each in SEVERITIES if worst_first(each) <= worst_first(fail_on.value)]
    reasons = failing(found, bad)
    if not reasons:
        return 0
    session.say(f"curate: exit code 1, by --fail-on {fail_on.value}")
    for each in reasons[:limit]:
        session.say(f"        {each.sentence()}")
    if limit is not None and len(reasons) > limit:
        session.say(f"        ... and {len(reasons) - limit:,} more; --limit 0 names all of them")
    return 1
