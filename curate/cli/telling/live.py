"""The work as a live table on a terminal. It is gone when the work is done."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from rich.live import Live
from rich.segment import ControlType, Segment

from curate.cli.telling import table
from curate.cli.telling.parts import Part
from curate.cli.telling.teller import Memory

EVERY_S = 1 / 8
SHORT_S = 0.5
"""Work that is done sooner is not shown."""


class LiveTable:
    """A table by part, drawn anew eight times a second on a terminal of any size."""

    every = EVERY_S

    def __init__(self, console: Console, began: float) -> None:
        self._console, self._began = console, began
        self._memory = Memory()
        self._parts: Sequence[Part] = ()
        self._now = began
        self._drawn: list[int] = []
        """How wide each line is that stands on the screen."""
        self._width = 0
        # Standard output may be a file beside the terminal: nothing of it is to be sent here.
        self._live = Live(console=console, auto_refresh=False, transient=True, redirect_stdout=False)
        self._live.update(self)

    def show(self, parts: Sequence[Part], now: float) -> None:
        """Draw it, unless the work is short so far."""
        if now - self._began < SHORT_S or not parts:
            return
        self._memory.look(now)
        self._parts, self._now = parts, now
        if not self._live.is_started:
            self._live.start()
        self._mend()
        self._live.refresh()

    def close(self, _parts: Sequence[Part], _now: float) -> None:
        """Take it from the screen."""
        if self._live.is_started:
            self._mend()
            self._live.stop()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self._width = console.width
        lines = list(self._lines(self._width, console.height))
        self._drawn = [cell_len(line.text) for line in lines]
        dim = console.get_style("dim")
        # Lines that are known to fit need not be measured again, eight times a second.
        for number, line in enumerate(lines):
            if number:
                yield Segment.line()
            yield Segment(line.text, dim if line.ended else None)

    def _lines(self, width: int, height: int) -> Iterator[table.Line]:
        memory = table.Memory(self._memory.now, self._memory.most)
        last = table.memory_line(memory, self._now - self._began)
        return table.table_of(self._parts, self._now, last, (width, height))

    def _mend(self) -> None:
        """A terminal that has become narrower has wrapped the lines that stand there: take them all away."""
        width = self._console.width
        if width >= self._width or not self._drawn:
            return
        stand = sum(max(1, -(-each // width)) for each in self._drawn)
        if stand > len(self._drawn):
            clear = (ControlType.ERASE_IN_LINE, 2)
            top = (ControlType.CURSOR_UP, stand - 1)
            # What draws next takes the lines from the last one upwards, as many as it had drawn.
            back = (ControlType.CURSOR_UP, stand - len(self._drawn))
            each = (clear, (ControlType.CURSOR_DOWN, 1)) * (stand - 1)
            self._console.control(Control(ControlType.CARRIAGE_RETURN, top, *each, clear, back))
        self._width = width
