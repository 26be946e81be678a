"""How work is told while it goes on: a table on a terminal, lines in a log, events for programs, or not at all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from curate.cli.session import Session, can_be_drawn_on
from curate.progress import Tell, silent

if TYPE_CHECKING:
    from curate.cli.telling.teller import Seen


@contextmanager
def progress(session: Session) -> Iterator[Tell]:
    """A listener for long work; what it shows on a terminal is gone when the work is done."""
    if session.quiet:
        yield silent
        return
    from curate.cli.telling.parts import Course
    from curate.cli.telling.teller import Teller

    course = Course()
    with Teller(course, _shown(session, course.began)):
        yield course.tell


def _shown(session: Session, began: float) -> "Seen":
    from curate.cli.telling.events import Events
    from curate.cli.telling.log import Lines

    if session.as_json:
        return Events(session.event, began)
    return _table(began) or Lines(lambda line: session.line(f"curate: {line}"), began)


def _table(began: float) -> "Seen | None":
    if not can_be_drawn_on(sys.stderr):
        return None
    from curate.report.terminal import console

    screen = console(stderr=True)
    if not screen.is_interactive:
        return None
    from curate.cli.telling.live import LiveTable

    return LiveTable(screen, began)
