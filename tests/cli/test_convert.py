"""`curate convert`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def chats(write_lines: Callable[..., Path], chat: Callable[..., Row]) -> Path:
    """Four demonstrations: one plain, two with a system message, one with a weight as well."""
    rows = [chat(f"How do you make leek soup {n}?", "Sweat the leeks, then add stock.") for n in range(4)]
    for row in rows[1:3]:
        row["messages"].insert(0, {"role": "system", "content": "You are a cook."})
    rows[2]["messages"][2]["weight"] = 1
    return write_lines(rows, "chats.jsonl")


def test_what_was_written_is_told_in_one_line(command: Command, chats: Path, tmp_path: Path) -> None:
    out = tmp_path / "team.json"
    assert command("convert", chats, "--to", "messages", "-o", out)[:2] == (
        0,
        f"Wrote     4 records as messages to {out}\n",
    )
    assert len(json.loads(out.read_text())) == 4


def test_a_loss_is_refused_with_its_count_and_its_first_place(
    command: Command, chats: Path, tmp_path: Path
) -> None:
    code, out, err = command("convert", chats, "--to", "dolly", "-o", tmp_path / "out" / "team.csv")
    assert (code, out) == (2, "")
    assert err.splitlines()[-4:] == [
        "curate: the format dolly in this kind of file can not carry all of it; nothing was written:",
        f"        2 x a system message; first in {chats}, row 2, messages[0].content",
        f"        1 x the field weight; first in {chats}, row 3, messages[2].content",
        "        --lossy leaves these out. The format messages carries everything.",
    ]
    assert not (tmp_path / "out").exists()


def test_lossy_goes_on_and_says_what_it_left_out(command: Command, chats: Path, tmp_path: Path) -> None:
    out = tmp_path / "team.csv"
    code, said, _ = command("convert", chats, "--to", "dolly", "-o", out, "--lossy")
    assert code == 0
    assert [line.split(";")[0] for line in said.splitlines()] == [
        f"Wrote     4 records as dolly to {out}",
        "Lost      2 x a system message",
        "Lost      1 x the field weight",
    ]
    assert len(out.read_text().splitlines()) == 5


def test_unreadable_records_are_refused_and_counted(command: Command, chats: Path, tmp_path: Path) -> None:
    chats.write_text(chats.read_text() + '{"messages": 3}\nnot JSON\n')
    arguments = ("convert", chats, "--to", "messages", "-o", tmp_path / "team.jsonl")
    code, _, err = command(*arguments)
    assert code == 2
    assert f"2 x a record that can not be read; first in {chats}, row 5" in err
    code, out, _ = command(*arguments, "--lossy")
    assert (code, out) == (
        0,
        f"Wrote     4 records as messages to {tmp_path}/team.jsonl   2 unreadable left out\n",
    )


def test_a_file_in_which_nothing_can_be_read_is_an_unreadable_input(command: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"messages": 3}\n')
    code, _, err = command(
        "convert", tmp_path / "bad.jsonl", "--to", "alpaca", "-o", tmp_path / "o.json", "--lossy"
    )
    assert code == 3
    assert "no record can be read, of 1 in all; nothing was written." in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "alpaca", "-o", "team.xlsx"), "team.xlsx: the ending does not say what kind of file to write."),
        (("--to", "alpacca", "-o", "team.csv"), "there is no format called 'alpacca'. Did you mean 'alpaca'?"),
        (("--to", "alpaca", "-o", "team.parquet.gz"), "a parquet file is compressed inside"),
        (("--to", "alpaca", "-o", "taken/team.csv"), "taken/team.csv can not be written"),
        (("--to", "alpaca", "-o", "team.csv", "--map", "prompt"), "does not say which field stands where"),
    ],
)
def test_what_can_not_be_done_is_said_with_exit_code_2(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.jsonl").write_text('{"prompt": "Stir?", "completion": "Yes."}\n')
    Path("taken").write_text("")
    code, _, err = command("convert", "in.jsonl", *options)
    assert code == 2
    assert said in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "taken"]


def test_a_refusal_of_the_system_is_told_with_its_reason(
    command: Command, chats: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("curate.files.disk.create", denied)
    out = tmp_path / "team.jsonl"
    code, _, err = command("convert", chats, "--to", "messages", "-o", out)
    assert code == 2
    assert f"curate: {out} can not be written: permission denied." in err
    assert not out.exists()


def test_an_existing_file_is_replaced_whole(command: Command, chats: Path, tmp_path: Path) -> None:
    out = tmp_path / "team.jsonl"
    out.write_text("x" * 100_000)
    assert command("convert", chats, "--to", "sharegpt", "-o", out)[0] == 0
    assert [list(json.loads(line)) for line in out.read_text().splitlines()][1:] == [
        ["conversations", "system"]
    ] * 2 + [["conversations"]]
    assert command("convert", chats, "--to", "dolly", "-o", out)[0] == 2
    assert len(out.read_text().splitlines()) == 4


def test_any_shape_is_read_by_a_map(command: Command, tmp_path: Path) -> None:
    (tmp_path / "gsm.jsonl").write_text('{"question": "2 + 2?", "answer": "4", "level": "easy"}\n')
    out = tmp_path / "gsm.csv"
    maps = ("--map", "prompt=question", "--map", "response=answer")
    assert command("convert", tmp_path / "gsm.jsonl", *maps, "--to", "alpaca", "-o", out)[0] == 0
    assert out.read_text() == "instruction,input,output,level\n2 + 2?,,4,easy\n"


def test_llama_factory_is_told_beside_the_file(command: Command, chats: Path, tmp_path: Path) -> None:
    out = tmp_path / "data" / "team.json"
    code, said, _ = command("convert", chats, "--to", "sharegpt", "-o", out, "--dataset-info")
    assert code == 0
    assert said.splitlines()[1] == f"          {tmp_path}/data/dataset_info.json tells LLaMA-Factory of it"
    assert json.loads((tmp_path / "data" / "dataset_info.json").read_text())["team"]["file_name"] == "team.json"


def test_what_llama_factory_can_not_read_is_refused_before_it_is_written(
    command: Command, chats: Path, tmp_path: Path
) -> None:
    out = tmp_path / "data" / "team.tsv"
    code, _, err = command("convert", chats, "--to", "sharegpt", "-o", out, "--dataset-info")
    assert code == 2
    assert "LLaMA-Factory does not read" in err
    assert not out.parent.exists()


def test_quiet_prints_nothing(command: Command, chats: Path, tmp_path: Path) -> None:
    arguments = ("convert", chats, "--to", "dolly", "-o", tmp_path / "team.jsonl", "--lossy", "--quiet")
    assert command(*arguments) == (0, "", "")


@pytest.mark.hf
def test_a_name_that_ends_in_a_slash_is_a_dataset(command: Command, chats: Path, tmp_path: Path) -> None:
    from datasets import load_from_disk

    code, out, err = command("convert", chats, "--to", "messages", "-o", f"{tmp_path}/team/")
    assert (code, out) == (0, f"Wrote     4 records as messages to {tmp_path}/team/\n")
    assert "shards" not in err
    assert load_from_disk(f"{tmp_path}/team").num_rows == 4
    assert command("convert", f"{tmp_path}/team", "--to", "messages", "-o", tmp_path / "again.jsonl")[0] == 0
