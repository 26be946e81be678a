import json
from pathlib import Path

import pytest

import curate
from curate.engine.looked import Looked
from curate.engine.state import State
from curate.errors import UnknownName
from curate.files.shelf import InMemory

ROWS = [
    {"prompt": "Which bird stands in the ditch?", "completion": "A heron.", "score": 4},
    {"prompt": "And which one sits on the gate?", "completion": "A robin."},
]


@pytest.fixture
def state(tmp_path: Path) -> State:
    path = tmp_path / "birds.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return State(curate.read(path), Looked(InMemory()))


def test_a_field_is_read_once(state: State) -> None:
    assert state.field("score")["value"].to_list() == [4, None]
    assert state.field("score") is state.field("score")


def test_after_a_change_fields_are_read_anew(state: State) -> None:
    before = state.field("score")
    after = state.changed(state.records)
    assert after.field("score") is not before
    assert after.field("score").equals(before)


def test_only_some_records_are_left(state: State) -> None:
    left = state.of(state.records.index.head(1))
    assert len(left.records) == 1
    assert left.looked is state.looked


def test_a_field_that_must_be_there_is_missed_and_one_that_need_not_be_is_left_out(state: State) -> None:
    assert set(state.fields(["field:score", "field-if-any:writer"])) == {"score"}
    with pytest.raises(UnknownName, match="writer"):
        state.fields(["field:writer"])


def test_as_a_column_a_field_that_no_record_has_is_null(state: State) -> None:
    column = state.column("field-if-any:writer")
    assert column.columns == ["rank", "fact:field-if-any:writer"]
    assert column["fact:field-if-any:writer"].to_list() == [None, None]
    assert state.column("field:score")["fact:field:score"].to_list() == [4, None]
