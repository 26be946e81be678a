"""One call of the command line: how it speaks on standard error, and where it leaves what it made."""

import json
import logging
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import typer

if TYPE_CHECKING:
    from curate.files.source import Source

TICK = 0.02
"""Seconds by which the time of a file may lag: systems write the time of their last tick."""
STOPPED = 130
"""The exit code after Ctrl-C."""
NOTHING = "Stopped; nothing was written."
GOES_ON = "Stopped. What is done stays in {}; the same command goes on from there."


class LogFormat(StrEnum):
    """How progress and errors are written to standard error."""

    text = "text"
    json = "json"


class Session:
    """What a call of the command line says beside its result, in the one form that was asked for."""

    def __init__(self, log_format: LogFormat = LogFormat.text, *, quiet: bool = False) -> None:
        self.log_format, self.quiet = log_format, quiet
        self.began, self.started = time.perf_counter(), time.time()
        self.out: Path | None = None
        """Where the result goes."""
        self.kept: Path | None = None
        """A folder where work is kept as it is done, from which the same command goes on."""
        self.files: list[str] = []
        """What was written, once it is there."""
        self.stopped = False
        """Whether somebody pressed Ctrl-C."""

    @property
    def as_json(self) -> bool:
        """Whether all that is said is lines of JSON."""
        return self.log_format is LogFormat.json

    def listen(self) -> None:
        """Say what the library has to say, too."""
        log = logging.getLogger("curate")
        for handler in [each for each in log.handlers if isinstance(each, _Notes)]:
            log.removeHandler(handler)
        log.addHandler(_Notes(self))
        log.setLevel(logging.INFO)

    def go_on(self) -> None:
        """See that nobody has pressed Ctrl-C, before something that can not be taken back.

        Raises:
            KeyboardInterrupt: somebody has, and a library has kept it to itself.
        """
        if self.stopped:
            raise KeyboardInterrupt

    def note(self, text: str) -> None:
        """Something good to know."""
        if not self.quiet:
            self.say(text)

    def say(self, text: str) -> None:
        """Something that has to be known, however little is to be said."""
        self.event({"event": "note", "message": text}) if self.as_json else self.line(text)

    def complain(self, message: str, hint: str, exit_code: int) -> None:
        """Why it ends without a result."""
        if self.as_json:
            self.event({"event": "error", "message": message, "hint": hint, "exit_code": exit_code})
            return
        indent = "\n        "
        self.line(f"curate: {message}\n{hint}".rstrip("\n").replace("\n", indent))

    def stop(self) -> None:
        """Ctrl-C: say what is left, and where."""
        if not self.as_json and can_be_drawn_on(sys.stderr):
            # Where the terminal has shown ^C, the sentence takes its place.
            sys.stderr.write("\r\x1b[2K")
        self.complain(self.left(), "", STOPPED)

    def left(self) -> str:
        """What is left where, if it is stopped now."""
        from curate.files.folder import MANIFEST, WORK

        out = self.out
        if self.kept and not self.files and self._is_new(*self.kept.glob("*")):
            return GOES_ON.format(self.kept)
        if out is None:
            return NOTHING
        if (out / WORK).exists():
            return GOES_ON.format(out)
        whole = out / MANIFEST if (out / MANIFEST).exists() else out
        if self.files or self._is_new(whole):
            return f"Stopped; {out} is written, and whole."
        return NOTHING

    def _is_new(self, *paths: Path) -> bool:
        """Whether any was written or used since the call began."""
        return any(path.exists() and path.stat().st_mtime >= self.started - TICK for path in paths)

    def wrote(self, files: Iterable[str | Path]) -> None:
        """The result is there, in these files."""
        self.files = [str(file) for file in files]

    def put(self, text: str, file: str, sources: "Iterable[Source]") -> None:
        """The result itself: into a file, if one is named, or to standard output.

        Raises:
            UsageError: the file is one of the sources.
        """
        if not file:
            typer.echo(text, nl=False)
            return
        from curate.files.folder import write_text
        from curate.files.sources import must_not_replace

        must_not_replace(Path(file), sources)
        self.out = Path(file)
        write_text(self.out, text)
        self.wrote([file])

    def finish(self, exit_code: int) -> None:
        """The last line for programs."""
        from curate.files.process import MB, own_peak, peak_of_children

        if self.as_json and not self.quiet:
            self.event(
                {
                    "event": "finished",
                    "exit_code": exit_code,
                    "out": str(self.out) if self.out and self.files else None,
                    "files": self.files,
                    "wall_s": round(time.perf_counter() - self.began, 3),
                    "memory_mb": round((own_peak() + peak_of_children()) / MB, 1),
                }
            )

    def event(self, said: dict[str, Any]) -> None:
        """One line of JSON."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.line(json.dumps({"time": now, **said}, ensure_ascii=False))

    @staticmethod
    def line(text: str) -> None:
        """One line, written at once, so that those of two threads do not mingle."""
        sys.stderr.write(text.encode(errors="backslashreplace").decode() + "\n")
        sys.stderr.flush()


def asked_for(words: Sequence[str]) -> LogFormat:
    """The form that a command line asks for. What is wrong with it is to be said in that form too."""
    options = words[: words.index("--")] if "--" in words else words
    pairs = zip_longest(options, options[1:], fillvalue="")
    wanted = [f"{word}={then}" if word == "--log-format" else word for word, then in pairs]
    given = [word.partition("=")[2] for word in wanted if word.startswith("--log-format=")]
    return LogFormat.json if given and given[-1] == LogFormat.json else LogFormat.text


def session_of(given: object, log_format: LogFormat, *, quiet: bool) -> Session:
    """The session of a command's context, or a new one where the command is called by itself."""
    session = given if isinstance(given, Session) else Session()
    session.log_format, session.quiet = log_format, quiet
    session.listen()
    return session


class _Notes(logging.Handler):
    """Hands on what the library has to say while it works."""

    def __init__(self, session: Session) -> None:
        super().__init__(logging.INFO)
        self.session = session

    def emit(self, record: logging.LogRecord) -> None:
        self.session.note(f"curate: {record.getMessage()}")


def can_be_drawn_on(stream: TextIO) -> bool:
    """Whether it is a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM", "") not in ("", "dumb", "unknown")


@contextmanager
def hearing_ctrl_c(session: Session) -> Iterator[None]:
    """Within it Ctrl-C is remembered: an import of a library may lose it, or take it for trouble of its own."""

    def stop(*_: object) -> None:
        session.stopped = True
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
