import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import curate
from curate.records.edits import Edit, changed, edits_of, fields_after, frame_of, steps_in, with_value
from curate.records.formats.mapped import value_at

Row = dict[str, Any]
NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(
    st.none() | st.integers(0, 3) | st.text("xyz", max_size=2),
    lambda inside: st.lists(inside, min_size=1, max_size=3) | st.dictionaries(NAMES, inside, max_size=3),
    max_leaves=8,
)


def types_of(types: dict[int, str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {"rank": list(types), "type": list(types.values())}, schema={"rank": pl.UInt32, "type": pl.String}
    )


def paths(value: object, before: str = "") -> list[str]:
    """Every path that leads somewhere."""
    found = [before] if before else []
    if isinstance(value, dict):
        return found + [
            p for name, each in value.items() for p in paths(each, f"{before}.{name}" if before else name)
        ]
    if isinstance(value, list):
        return found + [p for at, each in enumerate(value) for p in paths(each, f"{before}[{at}]")]
    return found


@given(row=st.dictionaries(NAMES, VALUES, min_size=1), data=st.data())
def test_a_value_is_put_where_its_path_leads_and_nowhere_else(row: Row, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(paths(row)))
    before = json.dumps(row)
    after = with_value(row, path, "new")
    assert value_at(after, path) == "new"
    assert json.dumps(row) == before
    assert json.dumps(with_value(after, path, value_at(row, path))) == before


def test_a_name_with_dots_in_it_is_taken_whole_first() -> None:
    row = {"meta.score": 1, "meta": {"score": 2}}
    assert with_value(row, "meta.score", 3) == {"meta.score": 3, "meta": {"score": 2}}
    assert steps_in(row, "meta.score") == ("meta.score",)
    assert steps_in({}, "meta.turns[0]") == ("meta", "turns", 0)


def test_what_leads_to_a_field_is_made_where_it_is_absent() -> None:
    assert with_value({"meta": None}, "meta.by.name", "Jo") == {"meta": {"by": {"name": "Jo"}}}


def test_changes_are_held_as_json_text() -> None:
    frame = frame_of([Edit(3, "said", 'a "b"\n', ["é"]), Edit(0, "n", None, 1.5)])
    assert frame.rows() == [(3, "said", '"a \\"b\\"\\n"', '["é"]'), (0, "n", "null", "1.5")]
    assert frame_of([]).schema == frame.schema


def test_changes_of_one_field_are_told_by_the_name_it_begins_with() -> None:
    frame = frame_of([Edit(0, path, 0, 1) for path in ("meta", "meta.a", "meta[0].b", "metal", "n")])
    assert edits_of(frame, "meta.z")["path"].to_list() == ["meta", "meta.a", "meta[0].b"]
    assert edits_of(frame_of([]), "meta").is_empty()


ALPACA = [
    {"instruction": "Mend  this:", "input": "It  is.", "output": "It is."},
    {"instruction": "Say  hello.", "input": "", "output": "Good  day."},
]


@pytest.fixture
def alpaca(tmp_path: Path) -> curate.Records:
    (tmp_path / "d.json").write_text(json.dumps(ALPACA))
    return curate.read(tmp_path / "d.json")


def test_a_joined_text_is_joined_again_of_its_changed_parts(alpaca: curate.Records) -> None:
    rank = dict(alpaca.frame.select("row", "rank").iter_rows())
    edits = frame_of(
        [Edit(rank[1], "input", "It  is.", "It truly is."), Edit(rank[1], "instruction", "", "Mend:")]
    )
    (row,) = changed(alpaca.frame, edits, types_of({rank[1]: "rewriting"})).iter_rows(named=True)
    asked, answered = row["messages"]
    assert asked["content"] == "Mend:\n\nIt truly is."
    assert (asked["path"], asked["joints"]) == ("instruction+input", [7])
    assert answered["content"] == "It is."
    assert row["type"] == "rewriting"
    assert row["key"] == alpaca.frame.filter(pl.col("row") == 1)["key"].item()


def test_a_part_that_becomes_empty_is_left_out(alpaca: curate.Records) -> None:
    rank = dict(alpaca.frame.select("row", "rank").iter_rows())
    edits = frame_of([Edit(rank[1], "input", "It  is.", "")])
    (row,) = changed(alpaca.frame, edits, types_of({rank[1]: None})).iter_rows(named=True)
    asked = row["messages"][0]
    assert (asked["content"], asked["path"], asked["joints"]) == ("Mend  this:", "instruction", None)


def test_what_a_record_does_not_say_it_does_not_say_afterwards_and_all_else_of_a_message_stays(
    tmp_path: Path,
) -> None:
    asked = {"role": "user", "content": "Is it  moss?", "name": "jo"}
    calls = [{"id": "1", "type": "function", "function": {"name": "look", "arguments": "{}"}}]
    said = {"role": "assistant", "content": "Moss."}
    rows: list[Row] = [
        {"chosen": [asked, said], "rejected": [asked, {"role": "assistant", "content": "A  fern."}]},
        {"messages": [asked, {"role": "assistant", "content": None, "tool_calls": calls}, said]},
    ]
    frames = []
    for at, row in enumerate(rows):
        (tmp_path / f"{at}.jsonl").write_text(json.dumps(row) + "\n")
        frames.append(curate.read(tmp_path / f"{at}.jsonl").frame.with_columns(rank=pl.lit(at, pl.UInt32)))
    before = pl.concat(frames)
    edits = frame_of(
        [Edit(0, "rejected[1].content", "A  fern.", "A fern."), Edit(1, "messages[0].content", "", "Moss?")]
    )
    after = changed(before, edits, types_of({0: None, 1: None}))

    lists = before.select("messages", "rejected").to_dicts()
    lists[0]["rejected"][-1]["content"] = "A fern."
    lists[1]["messages"][0]["content"] = "Moss?"
    assert after.select("messages", "rejected").to_dicts() == lists
    assert after.schema == before.schema


def test_the_fields_that_changes_are_made_of_are_told_whole() -> None:
    row = {"meta": {"score": 1, "by": "Jo"}, "n": 3, "a.b": 1}
    after = [("meta.score", 2), ("a.b", 4), ("new.x", 5), ("meta", "none"), ("meta", {"by": "Al"}), ("meta.n", 6)]
    assert fields_after(row, after) == {"meta": {"by": "Al", "n": 6}, "a.b": 4, "new": {"x": 5}}
    assert row == {"meta": {"score": 1, "by": "Jo"}, "n": 3, "a.b": 1}
    assert fields_after(row, []) == {}
