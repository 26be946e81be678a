import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import InputError, UnknownName
from curate.files.sources import open_source
from curate.records.formats import format_called
from curate.records.known import Known, Reading, known_in

ROW = {"question": "When does it leave?", "reply": {"text": "At nine."}, "n": 7, "kind": "open_qa"}
PAIR = {"prompt": "When does it leave?", "completion": "At nine."}


@pytest.fixture
def known(tmp_path: Path) -> Callable[..., Known]:
    """How a file of one row is read."""

    def write(row: Any, reading: Reading, name: str = "set.jsonl") -> Known:  # noqa: ANN401  JSON is anything
        text = row if isinstance(row, str) else json.dumps(row)
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
        return known_in(open_source(str(tmp_path / name)), reading)

    return write


def test_the_format_is_told_by_content_by_name_or_by_the_format_itself(known: Callable[..., Known]) -> None:
    alpaca = format_called("alpaca")

    assert known(PAIR, Reading()).detected[1] == "has completion, prompt"
    assert known(PAIR, Reading("alpaca")).detected == (alpaca, "as told")
    assert known(PAIR, Reading(alpaca)).detected == (alpaca, "as told")
    with pytest.raises(UnknownName, match="alpacca"):
        known(PAIR, Reading("alpacca"))


def test_paths_of_what_a_record_says_make_a_format_of_their_own(known: Callable[..., Known]) -> None:
    mapped = known(ROW, Reading(paths={"prompt": "question", "response": "reply.text", "id": "n"}))

    assert mapped.format.name == "mapped"
    assert mapped.detected.reason == "prompt from question, response from reply.text"


def test_paths_of_what_is_known_of_a_record_leave_the_format_to_its_content(known: Callable[..., Known]) -> None:
    row = {**PAIR, "meta": {"id": 7, "kind": "open_qa"}}
    detected = known(row, Reading(paths={"id": "meta.id", "type": "meta.kind", "writer": "meta.by"}))

    assert detected.format.name == "prompt-completion"
    assert detected.about([row, PAIR]) == (["7", None], ["open_qa", None], [])
    assert detected.unknown(row) == {"meta": row["meta"], "id": 7, "type": "open_qa"}


def test_the_owners_name_and_label_are_looked_for_where_owners_put_them(known: Callable[..., Known]) -> None:
    rows: list[dict[str, Any]] = [{"id": 1, "task": "a"}, {"id": "w", "category": "b", "task": "c"}, {"type": 5}]

    assert known(PAIR, Reading()).about(rows) == (["1", "w", None], ["a", "b", None], [])
    assert known(PAIR, Reading()).about([]) == ([], [], [])


def test_cells_are_made_values_of_the_format(known: Callable[..., Known]) -> None:
    read = known("prompt,completion,label\nHi,Hello,true", Reading(), "set.csv")

    assert read.format.name == "kto"
    assert read.value(b"Hi,Hello,true", {"prompt": "Hi", "completion": "Hello", "label": "true"})["label"] is True


def test_a_source_without_a_record_has_no_format(known: Callable[..., Known]) -> None:
    with pytest.raises(InputError, match="holds no records"):
        known("[]", Reading())
    assert known("[]", Reading("messages")).format.name == "messages"


def test_a_map_that_leads_nowhere_in_any_record_is_refused_with_their_fields(
    write_lines: Callable[..., Path],
) -> None:
    path = write_lines(
        [{"question": "Is it far?", "answer": "No."}, {"question": "Is it near?", "answer": "Yes."}]
    )

    with pytest.raises(InputError, match=r"none of its first 2 records has anything at answers\[0\]") as refused:
        curate.read(path, map={"prompt": "question", "response": "answers[0]"})
    assert refused.value.hint == "Their fields: question, answer."
