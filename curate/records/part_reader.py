"""Reads the lines of a file a part at a time, in whichever process: what they say is laid down there and then."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count

from curate.files.lines import Stretch
from curate.files.shelf import Shelf
from curate.files.texts import TextFile
from curate.records.frame import Laid, Said
from curate.records.known import Known
from curate.records.line_reader import AFRESH, LineReader, LinesRead, read_lines
from curate.records.parts import BYTES, SIZE, lay_texts

Read = tuple[LinesRead, Said]
Ahead = Callable[[Iterable[Callable[[], Read]]], Iterable[Read]]
"""Does works, several at once or not, and gives what is made of each in their order."""
Place = tuple[int, int]
"""Where some lines begin in a file, and how many bytes they have."""


class PartReader(LineReader):
    """Reads as many stretches together as make a part.

    `ahead` does that, perhaps in other processes, which find the shelf where this one does. A compressed file is
    read here, since nobody can begin in the middle of it.
    """

    def __init__(self, shelf: Shelf, ahead: Ahead) -> None:
        self.shelf = shelf
        self._ahead = ahead
        self._numbers = count()

    def read(self, source: TextFile, known: Known) -> Iterator[tuple[LinesRead, Said, int]]:
        """Part by part."""
        if source.packing:
            yield from AFRESH.read(source, known)
            return
        offsets = deque[int]()
        for told, said in self._ahead(self._works(source, known, offsets)):
            yield told, said, offsets.popleft()

    def _works(self, source: TextFile, known: Known, offsets: deque[int]) -> Iterator[Callable[[], Read]]:
        for stretches in _together(source.stretches()):
            first = stretches[0]
            offsets.append(first.offset)
            place = first.offset, sum(len(each.data) for each in stretches)
            if first.endless or _lines(first) > SIZE or len(first.data) > BYTES:
                # It is no part: what it says comes back, and is cut into some, or is none.
                yield partial(read_lines, Stretch(0, first.data, first.endless), known)
            else:
                yield partial(_laid, source, known, place, self.shelf, f"lines-{next(self._numbers):05d}")


def _laid(source: TextFile, known: Known, place: Place, shelf: Shelf, name: str) -> Read:
    """What some lines give; what their records say lies on the shelf by then."""
    (data,) = source.pick([(0, *place)])
    told, texts = read_lines(Stretch(0, data), known)
    lay_texts(shelf, name, texts)
    return told, Laid(name)


def _together(stretches: Iterable[Stretch]) -> Iterator[Sequence[Stretch]]:
    """LineReader one behind the other that fit into a part, which has no more records than lines."""
    held, lines, size = list[Stretch](), 0, 0
    for stretch in stretches:
        own = _lines(stretch)
        if held and (stretch.endless or held[0].endless or lines + own > SIZE or size + len(stretch.data) > BYTES):
            yield held
            held, lines, size = [], 0, 0
        held.append(stretch)
        lines, size = lines + own, size + len(stretch.data)
    if held:
        yield held


def _lines(stretch: Stretch) -> int:
    return stretch.data.count(b"\n") + 1
