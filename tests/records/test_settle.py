import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate.errors import UsageError
from curate.records.edits import Edit, OwnRows, frame_of
from curate.records.records import Records
from curate.records.settle import Settled, changes_of, settled

Row = dict[str, Any]
SAID = [{"role": "user", "content": "Which  moss?"}, {"role": "assistant", "content": "A grey  one."}]
ASKED, ANSWERED = "messages[0].content", "messages[1].content"


def settled_in(records: Records, asked: pl.DataFrame) -> Settled:
    return settled(records, asked, OwnRows(records.inputs))


def changes(tmp_path: Path, row: Row, asked: Row, **how: Any) -> list[tuple[str, Any, Any]]:  # noqa: ANN401
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps(row) + "\n")
    records = curate.read(path, **how)
    return changes_of(records.inputs[0].known, row, asked)


@pytest.mark.parametrize(
    ("row", "asked", "made"),
    [
        ({}, {"mood": "calm"}, [("mood", None, "calm")]),
        ({"mood": ["a", 1]}, {"mood": "calm"}, [("mood", ["a", 1], "calm")]),
        ({"mood": "calm"}, {"mood": "calm"}, []),
        ({"n": 1}, {"n": 1.0}, []),
        ({"n": 1}, {"n": True}, [("n", 1, True)]),
        ({"n": "1"}, {"n": 1}, [("n", "1", 1)]),
        ({"meta": {"n": 1}}, {"meta.n": 2, "meta.m": 3}, [("meta.n", 1, 2), ("meta.m", None, 3)]),
        ({"meta": None}, {"meta.n": 2}, [("meta.n", None, 2)]),
        ({"meta.n": 1}, {"meta.n": 2}, [("meta.n", 1, 2)]),
        ({}, {ANSWERED: "A grey one."}, [(ANSWERED, "A grey  one.", "A grey one.")]),
    ],
)
def test_a_change_says_what_stood_there_and_is_left_out_where_it_says_nothing_new(
    tmp_path: Path, row: Row, asked: Row, made: list[tuple[str, Any, Any]]
) -> None:
    assert changes(tmp_path, {**row, "messages": SAID}, asked) == made


@pytest.mark.parametrize(
    ("held", "path"),
    [
        ("none", "meta.n"),
        (3, "meta.n"),
        (["l"], "meta.n"),
        (["l"], "meta[1]"),
        ({"n": "x"}, "meta.n.m"),
        (None, "meta[0]"),
    ],
)
def test_a_change_takes_no_place_that_something_else_has(tmp_path: Path, held: object, path: str) -> None:
    assert changes(tmp_path, {"meta": held, "messages": SAID}, {path: "new"}) == []


def test_a_field_goes_where_the_map_says(tmp_path: Path) -> None:
    row = {"meta": {"who": "Jo"}, "kind": "old", "messages": SAID}
    made = changes(tmp_path, row, {"writer": "Al", "type": "new"}, map={"writer": "meta.who", "type": "kind"})
    assert made == [("meta.who", "Jo", "Al"), ("kind", "old", "new")]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("messages", "none"),
        (ANSWERED, 3),
        ("messages[1].role", "user"),
        ("messages[0]", "Hello"),
        ("tools", "none"),
    ],
)
def test_what_a_record_is_made_of_can_not_be_set(tmp_path: Path, path: str, value: object) -> None:
    with pytest.raises(UsageError, match="of the format messages is made of; no step can set it"):
        changes(tmp_path, {"messages": SAID}, {path: value})


def test_beside_a_mapped_text_its_field_can_be_set(tmp_path: Path) -> None:
    row = {"q": {"text": "Which moss?", "by": "Jo"}, "a": "A grey one."}
    how = {"map": {"prompt": "q.text", "response": "a"}}
    assert changes(tmp_path, row, {"q.by": "Al", "q.text": "What?"}, **how) == [
        ("q.by", "Jo", "Al"),
        ("q.text", "Which moss?", "What?"),
    ]
    with pytest.raises(UsageError, match="q is what a record"):
        changes(tmp_path, row, {"q": "Al"}, **how)


OTHER = {"role": "assistant", "content": "No moss at all."}
TOLD = [SAID[0]]


@pytest.mark.parametrize(
    ("row", "path", "again"),
    [
        ({"chosen": SAID, "rejected": [*TOLD, OTHER]}, "chosen[0].content", ["rejected[0].content"]),
        (
            {"prompt": "Which  moss?", "chosen": SAID, "rejected": [*TOLD, OTHER]},
            "prompt",
            ["chosen[0].content", "rejected[0].content"],
        ),
        (
            {"prompt": TOLD, "chosen": SAID, "rejected": [*TOLD, OTHER]},
            "prompt[0].content",
            ["chosen[0].content", "rejected[0].content"],
        ),
        ({"prompt": "Which  moss?", "chosen": "A grey one.", "rejected": "None."}, "prompt", []),
        ({"prompt": "Which  moss?", "chosen": SAID[1:], "rejected": [OTHER]}, "prompt", []),
    ],
)
def test_a_prompt_that_both_responses_repeat_is_changed_in_all_places(
    tmp_path: Path, row: Row, path: str, again: list[str]
) -> None:
    made = changes(tmp_path, row, {path: "Which moss?"})
    assert made == [(each, "Which  moss?", "Which moss?") for each in (path, *again)]


def test_a_joined_prompt_is_changed_where_it_is_repeated_as_one_text(tmp_path: Path) -> None:
    told = [{"role": "user", "content": "Name it:\n\ngrey  moss"}]
    row = {
        "instruction": "Name it:",
        "input": "grey  moss",
        "chosen": [*told, SAID[1]],
        "rejected": [*told, OTHER],
    }
    made = changes(tmp_path, row, {"input": "grey moss"}, format="preference")
    assert made == [
        ("input", "grey  moss", "grey moss"),
        ("chosen[0].content", "Name it:\n\ngrey  moss", "Name it:\n\ngrey moss"),
        ("rejected[0].content", "Name it:\n\ngrey  moss", "Name it:\n\ngrey moss"),
    ]


def test_a_text_in_parts_is_changed_part_by_part_where_it_is_repeated(tmp_path: Path) -> None:
    parts = [{"type": "text", "text": "Which  moss?"}, {"type": "text", "text": "It is grey."}]
    told = [{"role": "user", "content": parts}]
    row = {"chosen": [*told, SAID[1]], "rejected": [*told, OTHER]}
    made = changes(tmp_path, row, {"chosen[0].content[0].text": "Which moss?"})
    assert [path for path, _, _ in made] == ["chosen[0].content[0].text", "rejected[0].content[0].text"]


def test_a_cell_says_what_its_text_says(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("prompt,completion,n,meta\nWhich  moss?,Grey.,3,\n")
    known = curate.read(tmp_path / "d.csv").inputs[0].known
    row = {"prompt": "Which  moss?", "completion": "Grey.", "n": "3"}
    assert changes_of(known, row, {"n": 3, "meta": ""}) == []
    assert changes_of(known, row, {"n": 3.5}) == [("n", "3", 3.5)]


def test_changes_are_made_of_records_as_they_are_by_now(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"n": 1, "messages": SAID}) + "\n")
    records = curate.read(path)
    first = settled_in(records, frame_of([Edit(0, "n", None, 2), Edit(0, "category", None, "moss")]))
    assert first.edits.select("before", "after").rows() == [("1", "2"), ("null", '"moss"')]
    assert dict(first.types.iter_rows()) == {0: "moss"}
    second = settled_in(
        replace(records, edits=first.edits), frame_of([Edit(0, "n", None, 3), Edit(0, "type", None, "x")])
    )
    assert second.edits.select("before", "after").rows() == [("2", "3"), ("null", '"x"')]
    assert dict(second.types.iter_rows()) == {0: "x"}


@pytest.mark.parametrize(
    ("row", "field", "value", "told"),
    [
        ({"type": "qa", "category": "old"}, "category", "new", "qa"),
        ({"type": "qa", "category": "old"}, "type", "new", "new"),
        ({"task": "old"}, "task", "new", "new"),
        ({"category": "old"}, "type", 3, "old"),
        ({}, "type", 3, None),
        ({"type": "qa"}, "mood", "new", "qa"),
    ],
)
def test_the_kind_of_prompt_is_what_the_record_says_afterwards(
    tmp_path: Path, row: Row, field: str, value: object, told: str | None
) -> None:
    (tmp_path / "d.jsonl").write_text(json.dumps({**row, "messages": SAID}) + "\n")
    made = settled_in(curate.read(tmp_path / "d.jsonl"), frame_of([Edit(0, field, None, value)]))
    assert dict(made.types.iter_rows()) == {0: told}


def test_fields_are_told_as_the_json_text_that_is_written(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text(json.dumps({"messages": SAID, "meta": {"n": 1}, "by": "Åsa"}) + "\n")
    asked = frame_of([Edit(0, "meta.n", 1, 2), Edit(0, "by", "Åsa", "Ása")])
    told = settled_in(curate.read(tmp_path / "d.jsonl"), asked).fields
    assert told.rows() == [(0, "meta", '{"n": 2}'), (0, "by", '"Ása"')]


def test_no_change_asked_for_is_none_made(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text(json.dumps({"messages": SAID}) + "\n")
    made = settled_in(curate.read(tmp_path / "d.jsonl"), frame_of([]))
    assert made.edits.is_empty()
    assert made.types.is_empty()


def test_what_was_settled_is_found_beside_the_texts_once_they_are_laid_down(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text(json.dumps({"messages": SAID, "n": 1}) + "\n")
    records = curate.read(tmp_path / "d.jsonl")
    own = settled_in(records, frame_of([Edit(0, ANSWERED, "A grey  one.", "A grey one."), Edit(0, "n", 1, 2)]))
    part = records.parts[0].changed("step-1", own.edits["rank"])

    assert Settled.before(part) is None
    part.lay(records.frame, own._asdict())
    again = Settled.before(part)
    assert again is not None
    assert all(one.equals(other) for one, other in zip(again, own, strict=True))
