import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate.errors import InputError
from tests.conftest import Command

PAIRS = {"prompt": ["Wo?", "Wann?", "Wer?"], "completion": ["Hier.", "Nie.", "Niemand."]}
WIDE = pl.DataFrame(
    {**PAIRS, "tags": [["a"], [], None], "by": [{"name": "Ines", "at": 1.5}, None, {"name": None, "at": 2.0}]}
)
WRITE: dict[str, Callable[[pl.DataFrame, Any], object]] = {
    "parquet": pl.DataFrame.write_parquet,
    "arrow": pl.DataFrame.write_ipc,
    "arrows": pl.DataFrame.write_ipc_stream,
}
KINDS = pytest.mark.parametrize("kind", list(WRITE))


def table(frame: pl.DataFrame, kind: str) -> bytes:
    file = BytesIO()
    WRITE[kind](frame, file)
    return file.getvalue()


def of(folder: Path, data: bytes, kind: str) -> Path:
    path = folder / f"set.{kind}"
    path.write_bytes(data)
    return path


@KINDS
def test_a_table_ended_anywhere_is_unreadable_or_adds_up(tmp_path: Path, kind: str) -> None:
    whole = table(WIDE, kind)
    for end in range(1, len(whole), 23):
        try:
            records = curate.read(of(tmp_path, whole[:end], kind))
        except InputError:
            continue
        # A stream has no end mark that must be there; what is whole of it is read.
        assert kind == "arrows"
        assert records.read == len(records) + len(records.rejects)


@KINDS
def test_a_table_with_bytes_changed_is_unreadable_or_adds_up(tmp_path: Path, kind: str) -> None:
    whole, dice = table(WIDE, kind), random.Random(11)
    for _ in range(120):
        changed = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            changed[dice.randrange(4, len(changed))] = dice.choice([0, 1, 127, 128, 255, dice.randrange(256)])
        try:
            records = curate.read(of(tmp_path, bytes(changed), kind))
        except InputError:
            continue
        assert records.read == len(records) + len(records.rejects)


def test_a_stream_at_which_the_library_panics_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panicking(*_: object) -> None:
        raise pl.exceptions.PanicException("called `Result::unwrap()` on an `Err` value")

    path = of(tmp_path, table(WIDE, "arrows"), "arrows")
    monkeypatch.setattr(pl, "read_ipc_stream", panicking)
    with pytest.raises(InputError, match="can not be read as a table"):
        curate.read(path)


@KINDS
@pytest.mark.parametrize("magic", [b"PAR1", b"ARROW1", b"ARROW1\0\0", b"\xff\xff\xff\xff", b"PAR1PAR1"])
def test_a_first_word_alone_is_no_table(tmp_path: Path, kind: str, magic: bytes) -> None:
    for behind in (b"", bytes(100), b"\xff" * 100, magic, b'{"prompt": "Wo?", "completion": "Hier."}\n'):
        with pytest.raises(InputError):
            curate.read(of(tmp_path, magic + behind, kind))


@KINDS
@pytest.mark.parametrize(
    "prompts",
    [
        [1, 2, 3],
        [1.5, float("nan"), float("inf")],
        [True, False, None],
        [b"\xff", b"a", b""],
        [date(2024, 2, 29), date(1, 1, 1), None],
        [timedelta(1), timedelta(0), timedelta(-1)],
        [Decimal("1.50"), None, Decimal(0)],
        [{"a": {"b": 1}}, {"a": {"b": 2}}, {"a": None}],
        [[1, 2], [], None],
        [[["a"]], [[]], []],
        [[{"role": 1}], [{"role": None}], [None]],
    ],
    ids=str,
)
def test_a_column_of_another_type_rejects_its_rows_with_a_place(
    tmp_path: Path, command: Command, kind: str, prompts: list[Any]
) -> None:
    frame = pl.DataFrame({"prompt": prompts, "completion": PAIRS["completion"]}, strict=False)
    path = of(tmp_path, table(frame, kind), kind)
    records = curate.read(path, format="prompt-completion")

    assert (len(records), records.read, len(records.rejects)) == (0, 3, 3)
    for number, reject in enumerate(records.rejects, 1):
        assert (reject.code, reject.row, reject.line) == ("FMT004", number, 0)
        assert reject.path.split(".")[0].split("[")[0] in ("prompt", "")
        json.loads(reject.raw)
    code, out, _ = command("check", path, "--from", "prompt-completion", "--output-format", "json")
    assert (code, json.loads(out)["rejected"]) == (3, 3)


@KINDS
def test_a_table_without_rows_or_columns_holds_no_records(tmp_path: Path, kind: str) -> None:
    for frame in (WIDE.clear(), pl.DataFrame(), pl.DataFrame({"prompt": []})):
        with pytest.raises(InputError, match="holds no records"):
            curate.read(of(tmp_path, table(frame, kind), kind))


@KINDS
def test_two_columns_of_one_name_are_refused_or_told_apart(tmp_path: Path, kind: str) -> None:
    frame = pl.DataFrame({**PAIRS, "prompu": ["x", "y", "z"]})
    twice = table(frame, kind).replace(b"prompu", b"prompt")
    try:
        records = curate.read(of(tmp_path, twice, kind))
    except InputError:
        return
    assert [record["messages"][0]["content"] for record in records] == PAIRS["prompt"]


@KINDS
@pytest.mark.parametrize("name", ["", "row", "a\nb", "🦔", "key", "source", "_index", "fact:words", "x" * 5_000])
def test_no_name_of_a_column_is_in_our_way(tmp_path: Path, command: Command, kind: str, name: str) -> None:
    path = of(tmp_path, table(pl.DataFrame({**PAIRS, name: [1, None, 3]}), kind), kind)

    assert len(curate.read(path)) == 3
    assert command("run", "dedup-only", path, "--out", tmp_path / "out")[0] == 0


def saved(folder: Path, state: object) -> Path:
    folder.mkdir()
    for number in range(2):
        WIDE.write_ipc_stream(folder / f"data-{number:05}-of-00002.arrow")
    text = state if isinstance(state, str) else json.dumps(state)
    (folder / "state.json").write_text(text, encoding="utf-8")
    (folder / "dataset_info.json").write_text("{}", encoding="utf-8")
    return folder


FILES = [{"filename": f"data-{number:05}-of-00002.arrow"} for number in range(2)]


def test_a_saved_dataset_is_read_whole(tmp_path: Path) -> None:
    assert len(curate.read(saved(tmp_path / "set", {"_data_files": FILES}))) == 6


@pytest.mark.parametrize(
    "state",
    [
        "", "{", "[]", "null", "1", "{}", "[" * 100_000, "\x00",
        '{"_data_files": 1}', '{"_data_files": []}',
        {"_data_files": [*FILES, {"filename": "data-00002-of-00002.arrow"}]},
        {"_data_files": [{"filename": None}]}, {"_data_files": [{"filename": ""}]},
        {"_data_files": [{"filename": "\x00"}]}, {"_data_files": [{"name": "a"}]},
        {"_data_files": ["data-00000-of-00002.arrow"]}, {"_data_files": [{"filename": "state.json"}]},
        {"_data_files": [{"filename": "."}]}, {"_data_files": [{"filename": "\ud800"}]},
    ],
    ids=lambda state: repr(state)[:40],
)  # fmt: skip
def test_a_saved_dataset_whose_state_names_no_file_there_is_unreadable(
    tmp_path: Path, command: Command, state: object
) -> None:
    code, out, err = command("check", saved(tmp_path / "set", state))

    assert (code, out) == (3, "")
    assert "Traceback" not in err


def test_a_saved_dataset_with_a_missing_or_a_broken_shard_is_unreadable(tmp_path: Path) -> None:
    folder = saved(tmp_path / "set", {"_data_files": FILES})
    shard = folder / FILES[1]["filename"]
    shard.write_bytes(shard.read_bytes()[:100])
    with pytest.raises(InputError):
        curate.read(folder)

    shard.unlink()
    with pytest.raises(InputError, match=r"does not exist|can not be read"):
        curate.read(folder)
