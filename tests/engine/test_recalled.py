"""What an earlier look gave, told of the records as they stand now; and the other way round."""

from pathlib import Path

import polars as pl

from curate.engine.recalled import AT, Recalled, laid_down, placed
from curate.files.shelf import OnDisk
from curate.findings import RANK

NOTES = pl.DataFrame({RANK: [0, 0, 2], "note": ["a", "b", "c"]}, schema_overrides={RANK: pl.UInt32})


def ranks(*pairs: tuple[int, int]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema={RANK: pl.UInt32, AT: pl.UInt32}, orient="row")


def test_rows_get_the_ranks_that_their_records_have_now() -> None:
    assert placed(NOTES, ranks((7, 0), (3, 2), (4, 1))).rows() == [(7, "a"), (7, "b"), (3, "c")]


def test_rows_of_other_records_are_left_out() -> None:
    assert placed(NOTES, ranks((5, 2))).rows() == [(5, "c")]
    assert placed(NOTES, ranks()).rows() == []
    assert placed(NOTES.clear(), ranks((5, 2))).rows() == []


def test_a_record_that_stands_several_times_gets_each_time_what_it_got_once() -> None:
    assert sorted(placed(NOTES, ranks((5, 0), (6, 0))).rows()) == [(5, "a"), (5, "b"), (6, "a"), (6, "b")]


def test_a_frame_of_no_records_stays_as_it_is() -> None:
    plain = NOTES.drop(RANK)
    assert placed(plain, ranks((5, 2))).equals(plain)


def test_what_is_laid_down_goes_by_the_place() -> None:
    assert laid_down(NOTES, ranks((0, 4), (2, 1))).rows() == [(4, "a"), (4, "b"), (1, "c")]
    assert laid_down(NOTES, ranks((2, 1))).rows() == [(1, "c")]


def test_an_earlier_look_tells_only_what_is_asked_for(tmp_path: Path) -> None:
    shelf = OnDisk(tmp_path)
    shelf.put("look", {"notes": NOTES, "others": NOTES.clear()})
    recalled = Recalled(shelf.opened("look"), ranks((9, 0), (8, 2)))
    assert recalled.held() == ["notes", "others"]
    assert recalled.get("notes").rows() == [(9, "a"), (9, "b"), (8, "c")]
