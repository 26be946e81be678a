"""`curate why`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import NO_TEXT

if TYPE_CHECKING:
    from curate.report.draw import Drawn
    from curate.report.story import Story


class StoryFormat(StrEnum):
    """How stories are printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"


class Fate(StrEnum):
    """What became of a record."""

    dropped = "dropped"
    kept = "kept"
    rejected = "rejected"


def why(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="What a run wrote.")],
    record: Annotated[str, typer.Argument(help="Its key, its own id, or FILE:LINE.")] = "",
    code: Annotated[
        str, typer.Option("--code", metavar="CODE", help="In place of RECORD: some that have this code.")
    ] = "",
    sample: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="How many of them; 5 unless set.", show_default=False)
    ] = None,
    fate: Annotated[
        Fate | None,
        typer.Option(help="Only those with this fate; dropped ones if there are any.", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="For drawing them.")] = 0,
    output_format: Annotated[StoryFormat, typer.Option(help="text, json or jsonl.")] = StoryFormat.text,
    no_text: NO_TEXT = False,
) -> None:
    """Tell the whole story of one record in a run, or of some that have a code.

    curate why cleaned s-0091

    curate why cleaned data.jsonl:17 --output-format json

    curate why cleaned --code DUP002 --sample 5
    """
    from curate.errors import UsageError
    from curate.report.story import Telling

    if bool(record) == bool(code):
        raise UsageError(
            "name either one record of the run, or a code to draw some by.",
            hint=f"curate why {folder} RECORD\ncurate why {folder} --code DUP002 --sample 5",
        )
    if record and (sample or fate or seed):
        raise UsageError("--sample, --seed and --fate draw records with a --code; this names one record.")
    telling = Telling(Path(folder))
    if record:
        _print([telling.story(record)], output_format, text=not no_text, alone=True)
        return
    stories, drawn = telling.stories(code, sample or _SAMPLE, seed=seed, fate=fate or "")
    _print(stories, output_format, text=not no_text, alone=False)
    gap = "\n" if stories and output_format is StoryFormat.text else ""
    typer.echo(gap + _counted(drawn, code), err=output_format is not StoryFormat.text)


_SAMPLE = 5


def _print(stories: "list[Story]", output_format: StoryFormat, *, text: bool, alone: bool) -> None:
    import json

    from curate.report.story_json import story_report
    from curate.report.story_text import print_stories
    from curate.report.terminal import captured

    if output_format is StoryFormat.text:
        typer.echo(captured(lambda out: print_stories(out, stories, text=text)), nl=False)
        return
    told = [story_report(story, text=text) for story in stories]
    if output_format is StoryFormat.jsonl:
        typer.echo("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in told), nl=False)
    else:
        typer.echo(json.dumps(told[0] if alone else told, ensure_ascii=False, indent=1))


def _counted(drawn: "Drawn", code: str) -> str:
    """How many stories there are, of how many records."""
    shown, among = len(drawn.entries), drawn.among
    how = {"dropped": "dropped under", "kept": "kept with a finding of", "rejected": "rejected under"}[drawn.fate]
    others = [f"{count:,} {fate}" for fate, count in drawn.counts.items() if count and fate != drawn.fate]
    besides = f" Besides: {', '.join(others)} (--fate)." if others else ""
    if among == 0:
        return f"No record of this run was {how} {code}.{besides}"
    if shown < among:
        return f"{shown:,} of {among:,} records {how} {code}.{besides}"
    return f"{f'All {among:,} records' if among > 1 else 'The only record'} {how} {code}.{besides}"
