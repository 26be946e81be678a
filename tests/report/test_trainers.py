"""What LLaMA-Factory is told of a converted file."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import UsageError
from curate.records.formats import FORMATS
from curate.report.converted import Converted
from curate.report.trainers import _ENTRIES, InfoFile, dataset_info

Row = dict[str, Any]
ASKED = {"role": "user", "content": "How long may leek soup stay in the fridge?"}
ANSWERED = {"role": "assistant", "content": "Three days, with a lid on it."}
PLAIN: Row = {"messages": [ASKED, ANSWERED]}
PREFERENCE: Row = {"messages": [ASKED], "chosen": [ANSWERED], "rejected": [{**ANSWERED, "content": "A year."}]}
CALL = {"type": "function", "function": {"name": "look_up", "arguments": "{}"}}
CALLING: Row = {
    "messages": [
        ASKED,
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "content": "3"},
        ANSWERED,
    ],
    "tools": [{"type": "function", "function": {"name": "look_up"}}],
}

KEYS = {"file_name", "formatting", "ranking", "columns", "tags"}
COLUMNS = {
    "prompt", "query", "response", "history", "messages", "system", "tools", "images", "chosen", "rejected",
    "kto_tag",
}  # fmt: skip
TAGS = {
    "role_tag", "content_tag", "user_tag", "assistant_tag", "observation_tag", "function_tag", "system_tag",
}  # fmt: skip
"""What `data/README.md` of LLaMA-Factory documents of an entry; further keys name a hub or a script instead."""


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Converted]:
    """Converts rows, and says what was made."""

    def convert(rows: list[Row], to: str, name: str = "soup.jsonl", **how: Any) -> Converted:  # noqa: ANN401
        source = tmp_path / "source.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return curate.convert(source, to, tmp_path / "out" / name, **how)

    return convert


TEXT_COLUMNS = {"prompt": "prompt", "response": "completion"}


@pytest.mark.parametrize(
    ("row", "to", "entry"),
    [
        (
            PLAIN,
            "alpaca",
            {"formatting": "alpaca", "columns": {"prompt": "instruction", "query": "input", "response": "output"}},
        ),
        (
            {"messages": [{"role": "system", "content": "Be brief."}, ASKED, ANSWERED, ASKED, ANSWERED]},
            "alpaca",
            {
                "formatting": "alpaca",
                "columns": {
                    "prompt": "instruction",
                    "query": "input",
                    "response": "output",
                    "system": "system",
                    "history": "history",
                },
            },
        ),
        (
            PLAIN,
            "dolly",
            {
                "formatting": "alpaca",
                "columns": {"prompt": "instruction", "query": "context", "response": "response"},
            },
        ),
        (PLAIN, "prompt-completion", {"formatting": "alpaca", "columns": TEXT_COLUMNS}),
        (
            {**PLAIN, "label": False},
            "kto",
            {"formatting": "alpaca", "columns": {**TEXT_COLUMNS, "kto_tag": "label"}},
        ),
        (
            PREFERENCE,
            "preference",
            {
                "formatting": "alpaca",
                "ranking": True,
                "columns": {"prompt": "prompt", "chosen": "chosen", "rejected": "rejected"},
            },
        ),
        (PLAIN, "sharegpt", {"formatting": "sharegpt", "columns": {"messages": "conversations"}}),
        (
            CALLING,
            "sharegpt",
            {"formatting": "sharegpt", "columns": {"messages": "conversations", "tools": "tools"}},
        ),
    ],
)
def test_an_entry_says_how_the_rows_are_read(
    made: Callable[..., Converted], row: Row, to: str, entry: Row
) -> None:
    info = dataset_info(made([row], to))
    assert info == {"file_name": "soup.jsonl", **entry}
    assert info.keys() <= KEYS
    assert info["columns"].keys() <= COLUMNS


def test_messages_are_told_with_the_names_of_their_roles(made: Callable[..., Converted]) -> None:
    info = dataset_info(made([PLAIN, {**PLAIN, "label": True}], "messages"))
    assert (info["formatting"], info["columns"]) == ("sharegpt", {"messages": "messages", "kto_tag": "label"})
    assert info["tags"].keys() == TAGS
    assert (info["tags"]["role_tag"], info["tags"]["observation_tag"]) == ("role", "tool")


def test_only_columns_that_are_there_are_named(made: Callable[..., Converted]) -> None:
    for to in ("alpaca", "sharegpt", "messages"):
        converted = made([PLAIN], to)
        written = json.loads(Path(converted.out).read_text())
        assert set(dataset_info(converted)["columns"].values()) <= written.keys()


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (CALLING, "a tool call, tools"),
        (PREFERENCE, "two responses"),
        ({"messages": [{"role": "user", "content": [{"type": "image"}]}, ANSWERED]}, "content in parts"),
        (
            {"messages": [{"role": "developer", "content": "Be brief."}, ASKED, ANSWERED]},
            "a message of the developer",
        ),
    ],
)
def test_messages_that_it_would_misread_are_refused(made: Callable[..., Converted], row: Row, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        dataset_info(made([row], "messages"))


@pytest.mark.parametrize("to", ["prompt-completion", "kto", "preference"])
def test_what_is_more_than_texts_is_refused_in_formats_of_texts(made: Callable[..., Converted], to: str) -> None:
    several = {**PREFERENCE, "messages": [ASKED, ANSWERED, ASKED], "label": True}
    with pytest.raises(UsageError, match=f"reads {to} only as one text and one response"):
        dataset_info(made([several], to, lossy=True))


@pytest.mark.parametrize("name", ["soup.tsv", "soup.jsonl.gz", "soup.arrows", "soup.ndjson"])
def test_a_file_that_it_does_not_read_is_refused(made: Callable[..., Converted], name: str) -> None:
    with pytest.raises(UsageError, match="does not read .*" + name) as refused:
        dataset_info(made([PLAIN], "alpaca", name))
    assert refused.value.hint == "It reads: .json, .jsonl, .csv, .parquet, .arrow."


@pytest.mark.parametrize(("to", "rows"), [("messages", [PLAIN]), ("sharegpt", [PLAIN])])
def test_conversations_are_not_read_from_cells(made: Callable[..., Converted], to: str, rows: list[Row]) -> None:
    with pytest.raises(UsageError, match=f"reads no {to} from CSV"):
        dataset_info(made(rows, to, "soup.csv"))
    assert dataset_info(made(rows, "alpaca", "soup.csv"))["file_name"] == "soup.csv"


def test_a_history_is_not_read_from_cells(made: Callable[..., Converted]) -> None:
    with pytest.raises(UsageError, match="no history from CSV"):
        dataset_info(made([{"messages": [ASKED, ANSWERED, ASKED, ANSWERED]}], "alpaca", "soup.csv"))


def test_an_entry_is_added_to_those_that_stand_there(made: Callable[..., Converted], tmp_path: Path) -> None:
    info = tmp_path / "out" / "dataset_info.json"
    made([PLAIN], "alpaca")
    info.write_text(json.dumps({"鱼汤": {"file_name": "fish.json"}, "soup": {"file_name": "old.json"}}))
    converted = made([PLAIN], "alpaca", "soup.v2.json", dataset_info=True)
    assert converted.info == str(info)
    entries = json.loads(info.read_text(encoding="utf-8"))
    assert list(entries) == ["鱼汤", "soup"]
    assert entries["soup"]["file_name"] == "soup.v2.json"
    assert "鱼汤" in info.read_text(encoding="utf-8")


@pytest.mark.parametrize("there", ["[]", "not JSON", '"text"', b"\xff"])
def test_what_is_no_object_is_left_as_it_is_and_nothing_is_written(
    made: Callable[..., Converted], tmp_path: Path, there: str | bytes
) -> None:
    info = tmp_path / "out" / "dataset_info.json"
    info.parent.mkdir()
    content = there.encode() if isinstance(there, str) else there
    info.write_bytes(content)
    with pytest.raises(UsageError, match=r"dataset_info\.json is no JSON object; it was left as it is"):
        made([PLAIN], "alpaca", dataset_info=True)
    assert [(path.name, path.read_bytes()) for path in info.parent.iterdir()] == [(info.name, content)]


def test_a_refusal_comes_before_anything_is_written(made: Callable[..., Converted], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="tool call"):
        made([CALLING], "messages", dataset_info=True)
    assert not (tmp_path / "out").exists()


def test_without_being_asked_for_nothing_is_told(made: Callable[..., Converted], tmp_path: Path) -> None:
    converted = made([PLAIN], "alpaca")
    assert converted.info == ""
    assert InfoFile(converted).path == tmp_path / "out" / "dataset_info.json"
    assert not InfoFile(converted).path.exists()


def test_a_format_that_it_does_not_know_is_refused_and_every_one_of_ours_is_known(
    made: Callable[..., Converted],
) -> None:
    assert {each.name for each in FORMATS} == set(_ENTRIES)
    with pytest.raises(UsageError, match="does not read the format seed-task"):
        dataset_info(replace(made([PLAIN], "alpaca"), format="seed-task"))
