"""How long work tells what it is doing."""

from collections.abc import Callable
from typing import Any

import curate
from curate.progress import silent


def test_reading_tells_how_far_it_is(write_lines: Callable[..., Any], chat: Callable[..., Any]) -> None:
    path = write_lines([chat(f"Name pier {n}.", "The old one.") for n in range(2_001)])
    told: list[tuple[str, int]] = []
    curate.read(path, tell=lambda what, done, _total: told.append((what, done)))
    assert told == [(f"reading {path}", 2_000)]


def test_silence_says_nothing() -> None:
    silent("reading", 1, None)
