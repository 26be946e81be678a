import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import curate
from curate.files.shelf import InMemory, Scratch, Shelf
from curate.records import columns as c
from curate.records import frame
from curate.records.parts import FIELDS, INDEX, TEXTS, Part, by_part, parts_of, put_part, whole
from curate.records.records import Records

SAYINGS = ("The heron waits.", "The heron has flown.", "", None)
Said = dict[int, tuple[str | None, str | None]]
"""By rank, what the one message of a record says, and which tools it offers."""
SHELVES = st.sampled_from([InMemory, Scratch])
WHAT = st.tuples(st.sampled_from(SAYINGS), st.sampled_from([None, '[{"name": "look"}]']))


def texts_of(said: Said) -> pl.DataFrame:
    """A frame of whole records that say this; all else is null."""
    empty = dict.fromkeys(c.MESSAGE.to_schema())
    columns: dict[str, Any] = {name: [None] * len(said) for name in c.SCHEMA}
    columns[c.RANK] = list(said)
    columns[c.MESSAGES] = [[{**empty, c.ROLE: "user", c.CONTENT: text}] for text, _ in said.values()]
    columns[c.TOOLS] = [tools for _, tools in said.values()]
    return pl.DataFrame(columns, schema=c.SCHEMA)


def fields_of(said: Said) -> pl.DataFrame:
    """As if what each record says were all that its owner's own record holds."""
    schema = {"rank": pl.UInt32, "field": pl.String, "value": pl.String}
    told = [
        (rank, field, json.dumps(value))
        for rank, each in said.items()
        for field, value in zip(("text", "tools"), each, strict=True)
    ]
    return pl.DataFrame(told, schema=schema, orient="row")


def part_of(shelf: Shelf, said: Said) -> Part:
    name = put_part(shelf, 0, lambda _: texts_of(said).select(TEXTS))
    (part,) = parts_of(shelf, [name], [len(said)], pl.Series(list(said), dtype=pl.UInt32))
    return part


def said_in(frame: pl.DataFrame) -> Said:
    rows = frame.select(c.RANK, c.MESSAGES, c.TOOLS).iter_rows()
    return {rank: (messages[0][c.CONTENT], tools) for rank, messages, tools in rows}


@given(
    shelf=SHELVES,
    said=st.dictionaries(st.integers(0, 40), WHAT, min_size=1, max_size=6),
    data=st.data(),
)
@settings(max_examples=40, deadline=None)
def test_a_part_says_what_the_last_changes_say_and_before_them_what_it_said_before(
    shelf: type[Shelf], said: Said, data: st.DataObject
) -> None:
    part, now = part_of(shelf(), said), dict(said)
    told: Said = {}
    for number in range(data.draw(st.integers(0, 3))):
        change = data.draw(st.dictionaries(st.sampled_from(list(said)), WHAT, min_size=1))
        part = part.changed(f"step-{number + 1}", pl.Series(list(change), dtype=pl.UInt32))
        part.lay(texts_of(change), {FIELDS: fields_of(change)})
        before, now = now, {**now, **change}
        assert said_in(part.before().texts()) == before
        assert said_in(part.texts()) == now
        told |= change
        assert sorted(part.fields().rows()) == sorted(fields_of(told).rows())

    wanted = data.draw(st.permutations([*said, 77]))[: data.draw(st.integers(0, len(said) + 1))]
    found = part.frame(texts_of(dict.fromkeys(wanted, (None, None))).select(INDEX))
    assert found.schema == pl.Schema(c.SCHEMA)
    assert list(said_in(found).items()) == [(rank, now[rank]) for rank in wanted if rank in now]


def test_changes_stand_under_names_that_tell_part_number_and_step() -> None:
    part = part_of(InMemory(), {3: ("The heron waits.", None)})

    assert part.names == ("records-00000",)
    once = part.changed("step-1", pl.Series([3]))
    assert once.changed("step-2", pl.Series([3])).names == (
        "records-00000",
        "records-00000-1-step-1",
        "records-00000-2-step-2",
    )
    assert once.before().names == part.names


def test_a_part_without_changes_is_the_same() -> None:
    part = part_of(InMemory(), {3: ("The heron waits.", None)})
    assert part.changed("step-1", pl.Series([], dtype=pl.UInt32)) is part


def test_what_is_laid_down_for_a_part_apart_no_other_holder_sees() -> None:
    stands: Said = {3: ("The heron stands.", None)}
    flies: Said = {3: ("The heron flies.", None)}
    part = part_of(InMemory(), {3: ("The heron waits.", None)}).changed("step-1", pl.Series([3]))
    part.lay(texts_of(stands), {FIELDS: fields_of(stands)})
    apart = part.apart()
    apart.lay(texts_of(flies), {FIELDS: fields_of(flies)})

    assert said_in(apart.texts()) == {3: ("The heron flies.", None)}
    assert said_in(part.texts()) == {3: ("The heron stands.", None)}


def test_of_an_index_without_records_of_the_part_nothing_is_read() -> None:
    class Unread(InMemory):
        def get(self, name: str, frame: str) -> pl.DataFrame:
            raise AssertionError(f"{name} was read for nothing, {frame}")

    part = part_of(Unread(), {3: ("The heron waits.", None)})
    assert part.frame(texts_of({4: (None, None)}).select(INDEX)).is_empty()


def test_of_no_parts_the_whole_is_an_empty_frame() -> None:
    none = whole(texts_of({}).select(INDEX), ())
    assert none.is_empty()
    assert none.schema == pl.Schema(c.SCHEMA)


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    sayings = [f"The heron caught {number} eels, and {'a very ' * (number % 5)}long one." for number in range(23)]
    lines = (json.dumps({"prompt": "What did it catch?", "completion": saying}) for saying in sayings)
    (tmp_path / "herons.jsonl").write_text("\n".join(lines))
    return tmp_path / "herons.jsonl"


def sizes(records: Records) -> list[int]:
    return [len(part.ranks) for part in records.parts]


@pytest.mark.parametrize("size", [1, 3, 23, 24, 10**6])
def test_parts_have_no_more_records_than_they_may_and_are_the_same_set(
    rows: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    at_once = curate.read(rows)
    assert sizes(at_once) == [23]
    monkeypatch.setattr(frame, "SIZE", size)
    records = curate.read(rows)

    assert sizes(records) == [size] * (23 // size) + [23 % size] * (23 % size > 0)
    assert_frame_equal(records.frame, at_once.frame)
    assert list(records) == list(at_once)


@pytest.mark.parametrize("most", [1, 200, 300, 1000])
def test_parts_have_no_more_bytes_than_they_may_but_for_one_record_that_alone_has_more(
    rows: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    at_once = curate.read(rows)
    monkeypatch.setattr(frame, "BYTES", most)
    records = curate.read(rows)

    length = dict(records.index.select(c.RANK, c.LENGTH).iter_rows())
    held = [[length[rank] for rank in part.ranks] for part in records.parts]
    assert all(sum(each) <= most or len(each) == 1 for each in held)
    assert all(sum(each) + after[0] > most for each, after in pairwise(held))
    assert_frame_equal(records.frame, at_once.frame)


@given(st.permutations(range(12)), st.lists(st.integers(0, 11), max_size=20), st.data())
def test_the_rows_of_each_part_stand_in_their_order(
    ranks: list[int], rows: list[int], data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, 12), max_size=3)))
    heights = [end - start for start, end in pairwise([0, *cuts, 12])]
    parts = parts_of(InMemory(), [""] * len(heights), heights, pl.Series(ranks, dtype=pl.UInt32))
    frame = pl.DataFrame({"rank": pl.Series(rows, dtype=pl.UInt32), "at": pl.Series(range(len(rows)))})

    told = list(by_part(frame, parts))
    assert [each["at"].to_list() for each in told] == [
        [at for at, rank in enumerate(rows) if rank in set(part.ranks)] for part in parts
    ]
    assert list(by_part(frame.clear(), ())) == []
