"""How long work tells what it is doing."""

from collections.abc import Callable
from typing import Any

import pytest

import curate
from curate.files import lines
from curate.progress import silent


def test_reading_tells_how_far_it_is(
    write_lines: Callable[..., Any], chat: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_lines([chat(f"Name pier {n}.", "The old one.") for n in range(7)])
    monkeypatch.setattr(lines, "CHUNK", 2 * (path.stat().st_size // 7))
    told: list[tuple[str, int]] = []
    curate.read(path, tell=lambda what, done, _total: told.append((what, done)))
    done = [records for what, records in told if what == f"reading {path}"]
    assert len(done) == len(told) > 2
    assert done == sorted(set(done))
    assert done[-1] == 7


def test_silence_says_nothing() -> None:
    silent("reading", 1, None)
