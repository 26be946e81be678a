"""A set in another shape: what is written, refused, and said of it."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate.errors import InputError, WouldLose
from curate.files.outputs import kind_of
from curate.records.formats import format_called
from curate.records.records import Records
from curate.report.converted import Conversion, Target

Row = dict[str, Any]


@pytest.fixture
def soup(write_lines: Callable[..., Path], chat: Callable[..., Row]) -> Records:
    """Three demonstrations, one of them with a weight."""
    rows = [chat(f"How do you make leek soup {n}?", "Stir.", id=f"k-{n}") for n in range(3)]
    rows[1]["messages"][1]["weight"] = 0
    return curate.read(write_lines(rows))


def target(to: str, out: Path) -> Target:
    return Target(format_called(to), kind_of(str(out)), str(out))


def test_looking_writes_nothing(soup: Records, tmp_path: Path) -> None:
    conversion = Conversion(soup, target("messages", tmp_path / "out" / "soup.json"))
    assert not (tmp_path / "out").exists()
    conversion.write()
    assert conversion.made == curate.convert(soup, "messages", tmp_path / "out" / "soup.json")


def test_a_loss_is_refused_or_left_out_and_said(soup: Records, tmp_path: Path) -> None:
    with pytest.raises(WouldLose, match=r"1 x the field weight; first in .* row 2"):
        Conversion(soup, target("alpaca", tmp_path / "soup.csv"))
    made = Conversion(soup, target("alpaca", tmp_path / "soup.csv"), lossy=True).made
    assert [(loss.what, loss.records) for loss in made.losses] == [("the field weight", 1)]
    assert repr(made) == f"Converted(3 records as alpaca to {tmp_path}/soup.csv, 1 kind of loss)"
    assert (made.plain, made.fields, made.beyond_text) == (False, ("instruction", "input", "output", "id"), ())


def test_unreadable_records_are_counted_with_the_first_of_them(
    write_lines: Callable[..., Path], chat: Callable[..., Row], tmp_path: Path
) -> None:
    path = write_lines([chat("Stir?", "Yes."), {"messages": "none"}, chat("Again?", "Yes."), {"messages": 3}])
    with pytest.raises(WouldLose) as refused:
        curate.convert(path, "messages", tmp_path / "out.jsonl")
    assert refused.value.message == (
        f"some records can not be read; nothing was written:\n"
        f"2 x a record that can not be read; first in {path}, row 2"
    )
    made = curate.convert(path, "messages", tmp_path / "out.jsonl", lossy=True)
    assert (made.written, made.unreadable, made.losses) == (2, 2, ())
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == 2


def test_where_no_record_can_be_read_the_input_is_at_fault(
    write_lines: Callable[..., Path], tmp_path: Path
) -> None:
    path = write_lines([{"messages": "none"}, {"messages": 3}])
    with pytest.raises(InputError, match="no record can be read, of 2 in all; nothing was written") as refused:
        curate.convert(path, "messages", tmp_path / "out.jsonl", lossy=True)
    assert "messages: expected a list" in refused.value.hint
    assert not (tmp_path / "out.jsonl").exists()


def test_progress_is_told_while_writing(soup: Records, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    out = tmp_path / "out.jsonl"
    curate.convert(soup, "messages", out, tell=lambda what, done, of: told.append((what, done, of)))
    assert told == [(f"writing {out}", 0, 3)]


def test_several_inputs_of_several_formats_become_one_output_in_their_order(
    write_lines: Callable[..., Path], chat: Callable[..., Row], tmp_path: Path
) -> None:
    alpaca = [{"instruction": f"Stir {n}?", "output": "Yes.", "source": "b"} for n in range(2)]
    inputs: Sequence[Any] = [
        write_lines([chat("Freeze it?", "No.", source="a")], "a.jsonl"),
        write_lines(alpaca, "b.jsonl"),
        pl.DataFrame({"prompt": ["Boil it?"], "completion": ["Never."], "source": ["c"]}),
    ]
    made = curate.convert(inputs, "prompt-completion", tmp_path / "all.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert made.written == 4
    assert [(row["prompt"], row["source"]) for row in rows] == [
        ("Freeze it?", "a"),
        ("Stir 0?", "b"),
        ("Stir 1?", "b"),
        ("Boil it?", "c"),
    ]


def test_what_a_run_kept_can_be_converted(
    write_lines: Callable[..., Path], chat: Callable[..., Row], tmp_path: Path
) -> None:
    rows = [chat(f"How do you make leek soup {n}? Explain every step.", "ok.") for n in range(2)]
    rows += [chat("Which knife is best for leeks?", "A broad one with a straight edge, kept sharp.")]
    result = curate.run("sft-default", write_lines(rows))
    made = curate.convert(result.kept, "alpaca", tmp_path / "kept.parquet")
    assert (made.written, made.unreadable) == (1, 0)
    assert pl.read_parquet(tmp_path / "kept.parquet")["instruction"].to_list() == [
        "Which knife is best for leeks?"
    ]


@pytest.mark.parametrize("ending", [".jsonl", ".json", ".csv", ".parquet", ".arrows"])
def test_of_nothing_kept_there_is_an_empty_file(soup: Records, tmp_path: Path, ending: str) -> None:
    made = curate.convert(soup.of(soup.frame.clear()), "alpaca", tmp_path / f"none{ending}")
    assert made.written == 0
    assert (tmp_path / f"none{ending}").exists()


def test_a_file_may_be_converted_onto_itself(soup: Records) -> None:
    path = Path(soup.inputs[0].source.name)
    before = path.read_bytes()
    curate.convert(path, "messages", path)
    assert path.read_bytes() == before
    curate.convert(path, "sharegpt", path)
    assert [each.format for each in curate.read(path).inputs] == ["sharegpt"]
    before = path.read_bytes()
    with pytest.raises(curate.UsageError, match="is what was read; nothing was written"):
        curate.convert(path, "alpaca", path, lossy=True)
    assert path.read_bytes() == before


def test_records_give_themselves_as_a_frame(soup: Records) -> None:
    frame = soup.to_frame()
    assert frame.columns == ["id", "messages"]
    assert frame["id"].to_list() == ["k-0", "k-1", "k-2"]
    assert curate.read(frame).frame["key"].equals(soup.frame["key"])
    assert soup.to_frame("sharegpt").columns == ["conversations", "id"]
    with pytest.raises(WouldLose, match="the field weight"):
        soup.to_frame("alpaca")
    assert soup.to_frame("alpaca", lossy=True).height == 3
    with pytest.raises(curate.UsageError, match="no format called 'alpacca'"):
        soup.to_frame("alpacca")


@pytest.mark.hf
def test_records_give_themselves_as_a_dataset_and_are_read_from_it(soup: Records) -> None:
    dataset = soup.to_dataset()
    assert dataset[1]["messages"][1] == {"role": "assistant", "content": "Stir.", "weight": 0}
    assert curate.read(dataset).frame["key"].equals(soup.frame["key"])
    assert soup.to_dataset("alpaca", lossy=True).column_names == ["instruction", "input", "output", "id"]


@pytest.mark.hf
def test_a_folder_of_datasets_reads_back_and_comes_out_alike_each_time(soup: Records, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        curate.convert(soup, "messages", f"{folder}/")
    assert curate.read(folders[0]).frame["key"].equals(soup.frame["key"])
    one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert one == two
    curate.convert(folders[0], "sharegpt", f"{folders[0]}/")
    assert [each.format for each in curate.read(folders[0]).inputs] == ["sharegpt"]
