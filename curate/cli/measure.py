"""`curate measure`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.options import CONFIG, FILES, FROM, LOG_FORMAT, MAP, PLUGINS, QUIET
from curate.cli.session import LogFormat, Session, session_of
from curate.cli.settings import formats, settled

if TYPE_CHECKING:
    from pydantic import BaseModel

    from curate.config import Config
    from curate.gates import VerdictLimit
    from curate.measured import Measurement
    from curate.report.measured.model import MeasureReport
    from curate.report.measured.plan import PlanReport


class OutputFormat(StrEnum):
    """How a measurement is printed."""

    text = "text"
    json = "json"
    markdown = "markdown"


def measure(
    context: typer.Context,
    files: FILES,
    pipeline: Annotated[
        str,
        typer.Option(metavar="NAME", help="Measure what this pipeline makes of FILES: its name, or a .toml file."),
    ] = "",
    model: Annotated[
        str,
        typer.Option(
            metavar="MODEL",
            help="What is fine-tuned: proxy, proxy-wide, smollm2-135m, a folder, or the id of one of the hub.",
        ),
    ] = "proxy",
    also: Annotated[
        str,
        typer.Option(metavar="MODEL", help="Then ask another model, trained on both sets, if it says the same."),
    ] = "",
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Three seeds with the usual recipe, not the one that sees most."),
    ] = False,
    seeds: Annotated[
        int | None,
        typer.Option(min=1, help="How often each arm is trained; 5, or 3 with --quick.", show_default=False),
    ] = None,
    budget: Annotated[
        str,
        typer.Option(
            metavar="TIME",
            help="Begin no seed after the second that would end later than this from now: 90s, 10m, 2h.",
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be trained, how long, and what that could see.")
    ] = False,
    held_out: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Judge by these records, not by some of FILES; again for more."),
    ] = None,
    learning_rate: Annotated[
        float | None, typer.Option(help="Of the recipe, so that none is looked for.", show_default=False)
    ] = None,
    epochs: Annotated[
        float | None, typer.Option(help="Of the recipe, over the set before.", show_default=False)
    ] = None,
    layers: Annotated[
        int | None,
        typer.Option(min=0, help="How many of the uppermost layers are trained; 0 for all.", show_default=False),
    ] = None,
    margin: Annotated[
        float | None,
        typer.Option(help="From which effect on it matters, in nats a response token.", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of all that is drawn.")] = 0,
    threads: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes that train at once; 2 unless set, 1 where there is one core.",
            show_default=False,
        ),
    ] = None,
    work: Annotated[
        str,
        typer.Option(
            metavar="DIR", help="Where fine-tunes are kept, so that none is done twice; else in a cache."
        ),
    ] = "",
    out: Annotated[
        str, typer.Option(metavar="DIR", help="Also write measure.json into this folder, beside what a run left.")
    ] = "",
    verdict_not: Annotated[
        str,
        typer.Option(
            metavar="VERDICT",
            help="Exit with 1 if the verdict on the change is this, such as worse, or worse; else as the gates of "
            "the pipeline say.",
        ),
    ] = "",
    from_: FROM = "auto",  # noqa: ARG001  read from the context, like all that a file may set
    map_: MAP = None,  # noqa: ARG001
    output_format: Annotated[OutputFormat, typer.Option(help="How it is printed.")] = OutputFormat.text,
    output: Annotated[str, typer.Option("-o", metavar="FILE", help="Write it here, not to the screen.")] = "",
    settings: CONFIG = "",  # noqa: ARG001
    allow_plugins: PLUGINS = False,
    log_format: LOG_FORMAT = LogFormat.text,
    quiet: QUIET = False,
) -> None:
    """Fine-tune a small model on a set before and after a change, and say whether that helped, and how sure it is.

    curate measure before.jsonl after.jsonl

    curate measure --pipeline sft-default data.jsonl --quick

    curate measure --pipeline mine.toml data.jsonl --dry-run

    curate measure before.jsonl after.jsonl --model smollm2-135m --budget 30m --out measured
    """
    from dataclasses import replace

    from curate import measuring
    from curate.cli.progress import progress

    session = session_of(context.obj, log_format, quiet=quiet)
    limit = _limit(verdict_not) if verdict_not else None
    config = settled(context, session, _own)
    given = {
        **_sets(files, pipeline),
        "model": model,
        "also": also or None,
        "quick": quick,
        "seeds": seeds,
        "budget": _seconds(budget),
        "held_out": held_out,
        "learning_rate": learning_rate,
        "epochs": epochs,
        "layers": layers,
        "margin": margin,
        "seed": seed,
        "processes": threads,
        "work": work or None,
        "allow_plugins": allow_plugins,
        **formats(config, allow_plugins=allow_plugins),
    }
    if dry_run:
        with progress(session) as tell:
            plan = measuring.measure_plan(**given, tell=tell)
        session.put(_plan_rendered(plan, output_format), output, ())
        return
    session.kept = measuring.kept_in(work or None)
    with progress(session) as tell:
        found = measuring.measure(**given, tell=tell)
    _show(session, found, (output_format, output, out))
    if output_format is OutputFormat.text and not (output or quiet):
        _say_next(out)
    raise typer.Exit(_exit_code(session, replace(found, verdict_not=limit) if limit else found))


_UNITS = {"s": 1, "m": 60, "h": 3600}


def _seconds(time: str) -> float | None:
    """So long a time, in seconds; a number without a unit is seconds.

    Raises:
        UsageError: it is none.
    """
    from curate.errors import UsageError

    if not time:
        return None
    number, unit = (time[:-1], time[-1]) if time[-1] in _UNITS else (time, "s")
    try:
        seconds = float(number) * _UNITS[unit]
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise UsageError(f"--budget {time} is no time.", hint="Such as 90s, 10m or 2h.")
    return seconds


def _sets(files: list[str], pipeline: str) -> dict[str, Any]:
    """What is measured against what.

    Raises:
        UsageError: without a pipeline there are not two files.
    """
    from curate.errors import UsageError

    if pipeline:
        return {"before": files, "pipeline": pipeline}
    if len(files) != 2:  # noqa: PLR2004
        raise UsageError(
            f"two sets are compared, and {len(files)} {'is' if len(files) == 1 else 'are'} named.",
            hint="curate measure BEFORE AFTER, or curate measure --pipeline NAME DATA",
        )
    return {"before": files[0], "after": files[1]}


def _own(config: "Config") -> "Config":
    """What of a file of settings holds here: how files are read."""
    from curate.config import Config

    held = {name: getattr(config, name) for name in ("format", "map")}
    said = {name for name, value in held.items() if value and name in config.model_fields_set}
    return Config.model_construct(said, **held)


def _show(session: Session, found: "Measurement", how: tuple[OutputFormat, str, str]) -> None:
    output_format, output, out = how
    report = found.report
    if out:
        from pathlib import Path

        from curate.files.folder import write_text

        write_text(Path(out) / "measure.json", _json(report))
    if not (session.quiet and output_format is OutputFormat.text and not output):
        session.put(_rendered(report, output_format), output, ())
    if output and not session.quiet:
        typer.echo(f"Wrote     {output}   {report.contrasts[0].sentence}")


def _say_next(out: str) -> None:
    import sys

    from curate.report.next import command
    from curate.report.terminal import captured, print_next

    if out:
        step = (command("report", out), "the same with pictures, on one page")
    else:
        step = (command(*sys.argv[1:], "--out", "measured"), "kept to be drawn; nothing is trained again")
    typer.echo(captured(lambda screen: print_next(screen, [step])), nl=False)


def _rendered(report: "MeasureReport", output_format: OutputFormat) -> str:
    from curate.report.measured.markdown import measure_markdown
    from curate.report.measured.text import print_measure
    from curate.report.terminal import captured

    if output_format is OutputFormat.json:
        return _json(report)
    if output_format is OutputFormat.markdown:
        return measure_markdown(report)
    return captured(lambda out: print_measure(out, report))


def _plan_rendered(plan: "PlanReport", output_format: OutputFormat) -> str:
    from curate.report.measured.plan_text import print_plan
    from curate.report.terminal import captured

    if output_format is OutputFormat.json:
        return _json(plan)
    told = captured(lambda out: print_plan(out, plan))
    # Its columns stay where they are: a table of its few lines would say no more.
    return f"```text\n{told}```\n" if output_format is OutputFormat.markdown else told


def _json(report: "BaseModel") -> str:
    return report.model_dump_json(by_alias=True, indent=1) + "\n"


def _exit_code(session: Session, found: "Measurement") -> int:
    """1 where the verdict is one that may not be."""
    if found.broken:
        session.say(f"curate: {found.broken}.")
    elif found.verdict_not:
        missed = f", but {found.unseen}" if found.unseen else ""
        session.note(f"curate: the gate verdict_not = {found.verdict_not} holds{missed}.")
    return int(not found.holds)


def _limit(verdict: str) -> "VerdictLimit":
    """A verdict by name.

    Raises:
        UnknownName: there is none, or none that could be refused.
    """
    from typing import get_args

    from curate.errors import UnknownName
    from curate.gates import VerdictLimit

    found: VerdictLimit | None = next((name for name in get_args(VerdictLimit) if name == verdict), None)
    if found is None:
        raise UnknownName.among(get_args(VerdictLimit), kind="verdict to refuse", name=verdict)
    return found
