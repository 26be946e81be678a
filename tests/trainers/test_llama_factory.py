"""`--dataset-info` tells LLaMA-Factory of a file by the rules of its `data/README.md`.

Its package asks for older versions of what TRL needs, so it is not installed here. These entries were put through
its own parser and converter once, in version 0.9.5.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import UsageError
from curate.report.trainers import InfoFile
from tests.trainers.examples import CALLED, MEANT, RECORDS

Row = dict[str, Any]
Entry = Callable[..., Row]

COLUMNS = {
    *("prompt", "query", "response", "history", "messages", "system", "tools"),
    *("images", "videos", "audios", "chosen", "rejected", "kto_tag"),
}
TAGS = {"role_tag", "content_tag", "user_tag", "assistant_tag", "observation_tag", "function_tag", "system_tag"}
KEYS = {"file_name", "formatting", "ranking", "columns", "tags"}

READ = [
    ("texts", "messages"),
    ("texts", "prompt-completion"),
    ("texts", "alpaca"),
    ("texts", "dolly"),
    ("texts", "sharegpt"),
    ("chats", "messages"),
    ("chats", "alpaca"),
    ("chats", "sharegpt"),
    ("tools", "sharegpt"),
    ("preferences", "preference"),
    ("judged", "kto"),
    ("judged", "messages"),
    ("judged chats", "messages"),
]


@pytest.fixture
def entry(tmp_path: Path, write_lines: Callable[..., Path]) -> Entry:
    """The entry of `dataset_info.json` for the examples of a kind in a format and a kind of file."""

    def made(kind: str, to: str, ending: str = "jsonl") -> Row:
        out = tmp_path / f"team.{ending}"
        info = InfoFile(curate.convert(write_lines(RECORDS[kind], "given.jsonl"), to, out)).write()
        told: Row = json.loads(Path(info).read_text(encoding="utf-8"))["team"]
        return told

    return made


@pytest.mark.parametrize("ending", ["jsonl", "json", "parquet", "arrow"])
@pytest.mark.parametrize("case", READ, ids=lambda case: " as ".join(case).replace(" ", "-"))
def test_an_entry_has_the_documented_keys_and_names_only_columns_that_are_there(
    entry: Entry, case: tuple[str, str], ending: str
) -> None:
    told = entry(*case, ending)
    there = {name for row in MEANT[case] for name in row}

    assert told["file_name"] == f"team.{ending}"
    assert told["formatting"] in ("alpaca", "sharegpt")
    assert set(told) <= KEYS
    assert set(told["columns"]) <= COLUMNS
    assert set(told["columns"].values()) <= there
    assert set(told.get("tags", ())) <= TAGS


def test_all_that_it_can_read_of_a_record_is_named(entry: Entry) -> None:
    assert entry("chats", "alpaca")["columns"] == {
        "prompt": "instruction",
        "query": "input",
        "response": "output",
        "system": "system",
        "history": "history",
    }
    assert entry("tools", "sharegpt")["columns"] == {"messages": "conversations", "tools": "tools"}
    assert entry("judged chats", "messages")["columns"] == {"messages": "messages", "kto_tag": "label"}


def test_a_preference_is_for_ranking(entry: Entry) -> None:
    told = entry("preferences", "preference")

    assert told["ranking"] is True
    assert told["columns"] == {"prompt": "prompt", "chosen": "chosen", "rejected": "rejected"}


def test_messages_are_told_by_their_tags(entry: Entry) -> None:
    tags = entry("chats", "messages")["tags"]

    assert tags["role_tag"] == "role"
    assert tags["content_tag"] == "content"
    assert [tags[name] for name in ("user_tag", "assistant_tag", "system_tag")] == ["user", "assistant", "system"]


def test_arguments_in_sharegpt_are_objects_however_they_were_given(
    tmp_path: Path, write_lines: Callable[..., Path]
) -> None:
    rows = [{**row, "tools": CALLED[n][1:2]} for n, row in enumerate(MEANT["tools", "prompt-completion"])]
    curate.convert(write_lines(rows, "text.jsonl"), "sharegpt", tmp_path / "calls.jsonl")
    calls = [
        json.loads(turn["value"])
        for line in (tmp_path / "calls.jsonl").read_text(encoding="utf-8").splitlines()
        for turn in json.loads(line)["conversations"]
        if turn["from"] == "function_call"
    ]

    assert isinstance(rows[0]["prompt"][1]["tool_calls"][0]["function"]["arguments"], str)
    assert [call["arguments"] for call in calls] == [arguments for _, _, arguments, _, _ in CALLED]


@pytest.mark.parametrize(
    ("case", "ending", "reason"),
    [
        (("tools", "messages"), "jsonl", "some of these hold a tool call, tools"),
        (("preferences", "messages"), "jsonl", "some of these hold two responses"),
        (("chats", "prompt-completion"), "jsonl", "only as one text and one response"),
        (("preferred chats", "preference"), "jsonl", "only as one text and one response"),
        (("judged chats", "kto"), "jsonl", "only as one text and one response"),
        (("chats", "alpaca"), "csv", "from CSV"),
        (("texts", "messages"), "csv", "from CSV"),
        (("texts", "alpaca"), "tsv", "does not read"),
        (("texts", "alpaca"), "jsonl.gz", "does not read"),
        (("texts", "alpaca"), "arrows", "does not read"),
    ],
)
def test_what_it_would_misread_is_refused_with_what_to_do(
    entry: Entry, case: tuple[str, str], ending: str, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason) as refused:
        entry(*case, ending)

    assert refused.value.hint


def test_entries_of_other_files_stay(entry: Entry, tmp_path: Path) -> None:
    (tmp_path / "dataset_info.json").write_text('{"older": {"file_name": "older.json"}}', encoding="utf-8")
    entry("texts", "alpaca")

    told = json.loads((tmp_path / "dataset_info.json").read_text(encoding="utf-8"))
    assert set(told) == {"older", "team"}
