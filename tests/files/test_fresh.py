"""A shelf of which what was laid there last need not be read again."""

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from curate.files import fresh
from curate.files.fresh import Fresh
from curate.files.shelf import InMemory, Scratch

BIRDS = pl.DataFrame({"bird": ["dipper", "heron", "osprey"], "seen": [3, 1, 2]})
BOATS = pl.DataFrame({"boat": ["the ferry", "the punt"]})


def forgetful(below: InMemory) -> Fresh:
    """A shelf whose frames lie nowhere else by now."""
    shelf = Fresh(below)
    shelf.put("look-1", {"birds": BIRDS, "boats": BOATS})
    below.frames["look-1"] = {"birds": BIRDS.clear(), "boats": BOATS.clear()}
    return shelf


def test_a_frame_is_held_until_it_is_asked_for_once() -> None:
    shelf = forgetful(InMemory())
    assert_frame_equal(shelf.get("look-1", "birds"), BIRDS)
    assert shelf.get("look-1", "birds").is_empty()
    assert_frame_equal(shelf.get("look-1", "boats"), BOATS)


def test_only_so_much_is_held_that_was_laid_down_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "ROOM", int(BOATS.estimated_size()))
    shelf = forgetful(InMemory())
    assert shelf.get("look-1", "birds").is_empty()
    assert_frame_equal(shelf.get("look-1", "boats"), BOATS)


def test_what_takes_the_place_of_a_frame_is_handed_out() -> None:
    shelf = forgetful(InMemory())
    shelf.put("look-1", {"boats": BOATS.reverse()})
    assert_frame_equal(shelf.get("look-1", "boats"), BOATS.reverse())
    assert shelf.held("look-1") == ["boats"]


def test_all_that_is_laid_down_lies_below() -> None:
    below = Scratch()
    shelf = Fresh(below)
    shelf.put("look-1", {"birds": BIRDS, "boats": BOATS})
    assert "look-1" in shelf
    assert_frame_equal(below.get("look-1", "birds"), BIRDS)
    assert_frame_equal(shelf.get_rows("look-1", "birds", np.array([2, 0])), BIRDS[[2, 0]])
    shelf.discard()
    assert not below.folder.exists()
