"""Progress on standard error: a bar on a terminal, nothing elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from curate.progress import Tell, silent


@contextmanager
def progress(*, quiet: bool) -> Iterator[Tell]:
    """A listener for long work; the bar is gone when the work is done."""
    from curate.report.terminal import console

    screen = console(stderr=True)
    if quiet or not screen.is_terminal:
        yield silent
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        current = [""]

        def tell(what: str, done: int, total: int | None) -> None:
            if what != current[0]:
                current[0] = what
                bar.reset(task, description=what, total=total)
            bar.update(task, completed=done, total=total)

        yield tell
