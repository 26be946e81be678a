"""A shelf of which what was laid there last need not be read again."""

import polars as pl

from curate.files.shelf import Frames, Rows, Shelf

ROOM = 256 << 20
"""Bytes of what is held, at most."""


class Fresh(Shelf):
    """Another shelf; of what is laid there each frame is held until it is asked for once, the last of them."""

    def __init__(self, below: Shelf) -> None:
        self.below = below
        self._fresh = dict[tuple[str, str], pl.DataFrame]()

    def __contains__(self, name: str) -> bool:
        return name in self.below

    def put(self, name: str, frames: Frames) -> None:
        """Lay frames under a name, and hold them."""
        self.below.put(name, frames)
        others = {key: frame for key, frame in self._fresh.items() if key[0] != name}
        self._fresh = others | {(name, own): frame for own, frame in frames.items()}
        over = sum(frame.estimated_size() for frame in self._fresh.values()) - ROOM
        for key, frame in list(self._fresh.items()):
            if over <= 0:
                return
            over -= frame.estimated_size()
            del self._fresh[key]

    def get(self, name: str, frame: str) -> pl.DataFrame:
        """One of the frames under a name; it is let go, since most are asked for once."""
        held = self._fresh.pop((name, frame), None)
        return self.below.get(name, frame) if held is None else held

    def get_rows(self, name: str, frame: str, rows: Rows) -> pl.DataFrame:
        """Some rows of a frame, as they lie below."""
        return self.below.get_rows(name, frame, rows)

    def held(self, name: str) -> list[str]:
        """The names of the frames under a name."""
        return self.below.held(name)

    def settle(self, name: str) -> None:
        """See to it below."""
        self.below.settle(name)

    def discard(self) -> None:
        """Let go of all that lies here."""
        self._fresh.clear()
        self.below.discard()
