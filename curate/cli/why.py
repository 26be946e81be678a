"""`curate why`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from curate.cli.options import NO_TEXT


def why(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="What a run wrote.")],
    record: Annotated[str, typer.Argument(help="Its key, its own id, or FILE:LINE.")],
    as_json: Annotated[bool, typer.Option("--json", help="The story as JSON.")] = False,
    no_text: NO_TEXT = False,
) -> None:
    """Tell the whole story of one record in a run.

    curate why cleaned s-0091

    curate why cleaned data.jsonl:17

    curate why cleaned 9f2c41d07ab3e655 --json
    """
    from curate.report.story import Telling
    from curate.report.story_text import print_story
    from curate.report.terminal import captured

    story = Telling(Path(folder)).story(record)
    if as_json:
        typer.echo(json.dumps(story.as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(captured(lambda out: print_story(out, story, text=not no_text)), nl=False)
