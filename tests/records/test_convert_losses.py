"""What was once lost without a word, or told wrongly."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typing_extensions import TypedDict

import curate
from curate.errors import UsageError, WouldLose
from curate.records.convert import Shape, is_plain, spoken, typed
from curate.records.formats import RecordFormat, format_called
from curate.records.records import Records
from curate.records.turns import Conversation, Turn
from tests.records.examples import Row, read_rows

ASKED = {"role": "user", "content": "How long may leek soup stay in the fridge?"}
ANSWERED = {"role": "assistant", "content": "Three days, with a lid on it."}
DEMONSTRATION = {"messages": [ASKED, ANSWERED]}


@pytest.fixture
def shape(tmp_path: Path) -> Callable[..., Shape]:
    """The shape of rows in a format and a kind of file."""

    def of(rows: Sequence[Row], to: str, kind: str = "lines", **how: Any) -> Shape:  # noqa: ANN401
        path = tmp_path / "set.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        read = curate.read(path, **how)
        return Shape(format_called(to), kind, lambda: spoken(read))  # type: ignore[arg-type]

    return of


def whats(shape: Shape) -> dict[str, str]:
    return {loss.what: loss.path for loss in shape.losses}


def written(read: Records, to: str, out: Path, **how: Any) -> list[Row]:  # noqa: ANN401
    curate.convert(read, to, out, **how)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_a_field_of_two_messages_is_a_loss_of_one_record(shape: Callable[..., Shape]) -> None:
    weighed = {"messages": [{**ASKED, "weight": 0}, {**ANSWERED, "weight": 1}]}
    (loss,) = shape([DEMONSTRATION, weighed], "alpaca").losses
    assert (loss.what, loss.records, loss.row, loss.path) == ("the field weight", 1, 2, "messages[0].content")


def test_a_loss_that_was_told_hides_no_other(shape: Callable[..., Shape]) -> None:
    row = {**DEMONSTRATION, "label": True, "score": 4}
    assert whats(shape([row], "alpaca", "csv")) == {
        "whether the response is one to learn": "label",
        "a value that is no text, in a cell of text": "score",
    }


def test_what_a_call_says_beside_its_function_is_seen(shape: Callable[..., Shape]) -> None:
    call = {"id": "call_1", "index": 0, "function": {"name": "stir", "arguments": "{}"}}
    row = {"messages": [ASKED, {"role": "assistant", "content": None, "tool_calls": [call]}]}
    assert whats(shape([row], "sharegpt")) == {"what it says of a tool call": "messages[1].content"}
    del call["index"]
    assert shape([row], "sharegpt").losses == []


def test_a_row_of_cells_is_judged_as_it_will_be_read(shape: Callable[..., Shape]) -> None:
    endless = {"messages": [ASKED, {**ANSWERED, "content": "stir\n" * 10_001}]}
    assert list(whats(shape([endless], "alpaca", "csv"))) == ["something that can not be read back"]
    assert shape([{"messages": [ASKED, {**ANSWERED, "content": "a\rb\r\nc\n"}]}], "alpaca", "tsv").losses == []


def test_a_number_that_no_double_holds_is_told_and_kept_where_the_bytes_are(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text('[{"instruction": "Stir.",\n  "output": "Done.", "score": 1e999}]')
    with pytest.raises(WouldLose, match=r"JSON has no word for; first in .*set\.json, row 1, score"):
        curate.convert(path, "messages", tmp_path / "out.jsonl")
    curate.convert(path, "alpaca", tmp_path / "out.jsonl")
    line = (tmp_path / "out.jsonl").read_text()
    assert line == '{"instruction": "Stir.", "output": "Done.", "score": 1e999}\n'


def test_a_null_inside_a_part_is_told_where_a_table_drops_it(shape: Callable[..., Shape]) -> None:
    row = {"messages": [{"role": "user", "content": [{"type": "image", "image": None}]}, ANSWERED]}
    assert list(whats(shape([row], "messages", "parquet"))) == ["something that reads back differently"]
    assert shape([row], "messages").losses == []


def test_unknown_fields_that_look_like_messages_are_left_alone_in_a_table(tmp_path: Path) -> None:
    row = {**DEMONSTRATION, "drafts": [{"role": "editor", "tool_calls": [{"id": 1}]}], "nothing": None}
    (tmp_path / "set.jsonl").write_text(json.dumps(row))
    frame = curate.read(tmp_path / "set.jsonl").to_frame()
    assert frame["drafts"].to_list() == [row["drafts"]]
    assert "nothing" not in frame.columns


def test_whether_all_are_plain_is_settled_before_losses_are_counted(shape: Callable[..., Shape]) -> None:
    like_json = {"messages": [{**ASKED, "content": '[{"step": 1}]'}, ANSWERED]}
    several = {"messages": [ASKED, ANSWERED, ASKED, ANSWERED]}
    assert list(whats(shape([like_json], "prompt-completion", "csv"))) == ["something that can not be read back"]
    together = shape([like_json, several], "prompt-completion", "csv")
    assert (together.plain, together.losses) == (False, [])


def test_what_stands_beside_a_mapped_path_is_kept(tmp_path: Path) -> None:
    row = {
        "item": {"question": "Stir?", "from": "survey"},
        "answers": [{"text": "Yes."}, {"text": "No."}],
        "only": {"here": "Be brief."},
    }
    (tmp_path / "set.jsonl").write_text(json.dumps(row))
    paths = {"prompt": "item.question", "response": "answers[0].text", "system": "only.here"}
    (made,) = written(curate.read(tmp_path / "set.jsonl", map=paths), "alpaca", tmp_path / "out.jsonl")
    assert made == {
        "instruction": "Stir?",
        "input": "",
        "output": "Yes.",
        "system": "Be brief.",
        "item": {"from": "survey"},
        "answers": [None, {"text": "No."}],
    }


@pytest.mark.parametrize("to", ["messages", "sharegpt"])
def test_a_mapped_id_is_written_and_one_in_its_place_is_told(
    to: str, shape: Callable[..., Shape], tmp_path: Path
) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps({**DEMONSTRATION, "uuid": "s-17"}))
    (made,) = written(curate.read(tmp_path / "set.jsonl", map={"id": "uuid"}), to, tmp_path / "out.jsonl")
    assert (made["id"], made["uuid"]) == ("s-17", "s-17")
    both = [{**DEMONSTRATION, "id": "old", "uuid": "s-17"}, {**DEMONSTRATION, "id": "kept"}]
    hidden = shape(both, to, map={"id": "uuid"})
    assert [(loss.what, loss.records, loss.path) for loss in hidden.losses] == [
        ("a field in whose place --map puts another value", 1, "id")
    ]


def test_one_of_two_responses_alone_can_not_be_mapped(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text('{"q": "Stir?", "a": "Yes."}')
    with pytest.raises(UsageError, match="one of two responses"):
        curate.read(tmp_path / "set.jsonl", map={"prompt": "q", "chosen": "a"})


def test_of_fields_that_may_hold_the_prompt_of_a_preference_the_others_are_kept(tmp_path: Path) -> None:
    row = {"prompt": "Stir?", "instruction": "of ours", "input": "x", "chosen": "Yes.", "rejected": "No."}
    (tmp_path / "set.jsonl").write_text(json.dumps(row))
    (made,) = written(curate.read(tmp_path / "set.jsonl"), "messages", tmp_path / "out.jsonl")
    assert (made["instruction"], made["input"]) == ("of ours", "x")


def test_an_unknown_field_never_makes_a_record_unreadable(shape: Callable[..., Shape], tmp_path: Path) -> None:
    row = {**DEMONSTRATION, "instruction": ["a", "list"]}
    assert "instruction" in whats(shape([row], "preference")).values()
    curate.convert(tmp_path / "set.jsonl", "preference", tmp_path / "out.jsonl", lossy=True)
    assert len(curate.read(tmp_path / "out.jsonl")) == 1


def test_where_a_completion_of_several_messages_begins_is_kept_or_told(
    shape: Callable[..., Shape], tmp_path: Path
) -> None:
    row = {"prompt": "Stir?", "completion": [ANSWERED, ASKED, ANSWERED]}
    assert whats(shape([row], "messages")) == {"where the completion begins": "completion[0].content"}
    (made,) = written(curate.read(tmp_path / "set.jsonl"), "kto", tmp_path / "out.jsonl", lossy=True)
    assert made["completion"] == row["completion"]


def test_fields_of_an_utterance_named_like_those_of_a_message_are_kept_apart(shape: Callable[..., Shape]) -> None:
    said = [
        {"from": "human", "value": "Stir?", "content": "draft", "role": "cook"},
        {"from": "gpt", "value": "Yes."},
    ]
    row = {"conversations": said}
    lost = shape([row], "messages")
    assert sorted(whats(lost)) == [
        "the field content, which means something else in a message",
        "the field role, which means something else in a message",
    ]
    assert shape([row], "sharegpt", "parquet").losses == []
    assert len(shape([row], "alpaca").losses) == 2


def test_a_demonstration_becomes_a_response_to_learn(shape: Callable[..., Shape], tmp_path: Path) -> None:
    assert list(whats(shape([DEMONSTRATION], "kto"))) == [
        "it is not said whether the response is one to learn; true is written"
    ]
    (made,) = written(curate.read(tmp_path / "set.jsonl"), "kto", tmp_path / "out.jsonl", lossy=True)
    assert made["label"] is True


@pytest.mark.parametrize("to", ["prompt-completion", "kto", "messages", "preference", "alpaca", "dolly"])
@pytest.mark.parametrize(
    "row", [{"messages": [ANSWERED]}, {"chosen": "Yes.", "rejected": "No."}], ids=["one message", "no prompt"]
)
def test_what_has_no_prompt_can_still_be_read_where_the_loss_is_allowed(row: Row, to: str, tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps(row))
    curate.convert(tmp_path / "set.jsonl", to, tmp_path / "out.jsonl", lossy=True)
    assert len(curate.read(tmp_path / "out.jsonl", format=to)) == 1


def test_values_of_a_table_that_json_has_no_word_for_are_told(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "prompt": ["Stir?"],
            "completion": ["Yes."],
            "when": pl.Series(["2026-03-01"]).str.to_date(),
            "scan": [b"\x00\x01"],
            "score": [float("nan")],
            "count": pl.Series([3], dtype=pl.UInt8),
        }
    )
    read = curate.read(frame)
    with pytest.raises(WouldLose, match=r"JSON has no word for; first in frame 1, row 1, when"):
        curate.convert(read, "messages", tmp_path / "out.jsonl")
    (made,) = written(read, "alpaca", tmp_path / "out.jsonl", lossy=True)
    assert made | {"instruction": "", "input": "", "output": ""} == {
        "instruction": "", "input": "", "output": "",
        "when": "2026-03-01", "scan": "AAE=", "score": None, "count": 3,
    }  # fmt: skip
    assert curate.read(read.to_frame("alpaca")).to_frame("alpaca").equals(read.to_frame("alpaca"))


class OwnRow(TypedDict):
    q: str
    a: str


def test_a_format_of_ones_own_is_not_taken_for_another_of_its_name(tmp_path: Path) -> None:
    class Sharegpt(RecordFormat[Any]):
        """Two fields under a name that another format has."""

        row = OwnRow

        def conversation(self, row: Row) -> Conversation:
            return Conversation([Turn("user", row["q"], "q"), Turn("assistant", row["a"], "a")])

    (tmp_path / "set.jsonl").write_text('{"q": "Stir?", "a": "Yes."}')
    read = curate.read(tmp_path / "set.jsonl", format=Sharegpt())
    (made,) = written(read, "sharegpt", tmp_path / "out.jsonl")
    assert list(made) == ["conversations"]


def test_only_the_fields_of_a_format_become_text_in_a_table() -> None:
    call = {"function": {"name": "stir", "arguments": {"minutes": 3}}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    row = typed(
        {"messages": [message], "chosen": message, "tools": [{"name": "stir"}], "own": [message]},
        {"messages", "tools", "chosen"},
    )
    assert row["messages"][0]["tool_calls"][0]["function"]["arguments"] == '{"minutes":3}'
    assert row["chosen"]["tool_calls"][0]["function"]["arguments"] == '{"minutes":3}'
    assert row["tools"] == '[{"name":"stir"}]'
    assert row["own"] == [message]


def test_plain_is_one_text_of_a_user_and_one_response_or_two(tmp_path: Path) -> None:
    rows = [
        DEMONSTRATION,
        {"messages": [ASKED], "chosen": [ANSWERED], "rejected": [ANSWERED]},
        {"messages": [ASKED, ANSWERED, ASKED]},
        {"messages": [{**ASKED, "name": "ada"}, ANSWERED]},
        {"messages": [ASKED], "chosen": [ANSWERED, ANSWERED], "rejected": [ANSWERED]},
        {**DEMONSTRATION, "tools": [{"name": "stir"}]},
    ]
    assert [is_plain(each.said) for each in spoken(read_rows(rows, tmp_path))] == [True, True, *[False] * 4]
