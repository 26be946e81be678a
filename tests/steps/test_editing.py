"""What an edit does to each format and container, from the texts that were found to the bytes that are written."""

import gzip
import json
import sys
from collections.abc import Callable, Sequence
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

import curate
from curate.checks import Check
from curate.errors import UnknownName, UsageError
from curate.files.outputs import write_rows
from curate.files.values import same
from curate.pipeline import default_checks
from curate.records.edits import with_value
from curate.steps import Drop, Repair
from curate.steps.editing import Editor, EditStep
from tests.steps.laws import DoubleSpace, pipeline

zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
Row = dict[str, Any]
MENDING = pipeline(Repair(on=("ACME001",)))


def said(
    *texts: str, role: str = "role", text: str = "content", who: tuple[str, str] = ("user", "assistant")
) -> list[Row]:
    return [{role: who[at % 2], text: each} for at, each in enumerate(texts)]


PARTS = [
    {"type": "text", "text": "Is this  moss,"},
    {"type": "image_url", "image_url": {"url": "m.png"}},
    {"type": "text", "text": "or  not?"},
]
MOSS, FERN = "Wall  screw-moss, most  likely.", "A hart's-tongue  fern."
FORMATS: dict[str, tuple[Row, dict[str, str]]] = {
    "messages": ({"messages": said("Which  moss?", MOSS), "n": 1}, {}),
    "parts": ({"messages": [{"role": "user", "content": PARTS}, *said("", MOSS)[1:]]}, {}),
    "sharegpt": (
        {
            "conversations": said("Which  moss?", MOSS, role="from", text="value", who=("human", "gpt")),
            "system": "Be  kind.",
        },
        {},
    ),
    "alpaca": ({"instruction": "Name  it:", "input": "grey,  on a wall", "output": MOSS}, {}),
    "alpaca with history": (
        {"instruction": "And  this?", "input": "", "output": FERN, "history": [["Which  moss?", MOSS]]},
        {},
    ),
    "prompt-completion": ({"prompt": "Which  moss?", "completion": MOSS}, {}),
    "kto": ({"prompt": "Which  moss?", "completion": MOSS, "label": True}, {}),
    "preference": ({"prompt": "Which  moss?", "chosen": MOSS, "rejected": FERN}, {}),
    "preference that repeats its prompt": (
        {"chosen": said("Which  moss?", MOSS), "rejected": said("Which  moss?", FERN), "score": 0.5},
        {},
    ),
    "preference that gives its prompt thrice": (
        {"prompt": "Which  moss?", "chosen": said("Which  moss?", MOSS), "rejected": said("Which  moss?", FERN)},
        {},
    ),
    "mapped": (
        {"q": {"text": "Which  moss?", "by": "Jo  B."}, "a": ["x  y", {"t": MOSS}]},
        {"prompt": "q.text", "response": "a[1].t"},
    ),
}  # fmt: skip
EACH_FORMAT = pytest.mark.parametrize(("row", "paths"), list(FORMATS.values()), ids=list(FORMATS))


def mended(value: Any) -> Any:  # noqa: ANN401  JSON is anything
    """A value in which no text of a record has two spaces in a row."""
    if isinstance(value, dict):
        return {name: each if name == "by" else mended(each) for name, each in value.items()}
    if isinstance(value, list):
        return [each if each == "x  y" else mended(each) for each in value]
    return value.replace("  ", " ") if isinstance(value, str) else value


def lines(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def undone(rows: Sequence[Row], folder: Path) -> list[Row]:
    """Rows that were kept, with what `edited.jsonl` says stood there before."""
    key_of = {line["output_row"]: line["key"] for line in lines(folder / "lineage.jsonl")}
    edits = lines(folder / "edited.jsonl")
    before: list[Row] = []
    for number, row in enumerate(rows, 1):
        own = [edit for edit in edits if edit["key"] == key_of[number]]
        before.append(
            reduce(lambda whole, edit: with_value(whole, edit["field"], edit["before"]), reversed(own), row)
        )
    return before


@EACH_FORMAT
def test_every_text_of_a_found_record_is_mended_and_can_be_put_back(
    tmp_path: Path, row: Row, paths: dict[str, str]
) -> None:
    twin = mended(row)
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(each) + "\n" for each in (row, {**twin, "n": 9})))
    result = curate.run(MENDING, tmp_path / "d.jsonl", map=paths, out=tmp_path / "out")
    written = lines(tmp_path / "out" / "kept.jsonl")

    assert written == [twin, {**twin, "n": 9}]
    assert undone(written, tmp_path / "out") == [row, {**twin, "n": 9}]
    assert result.ledger.steps[0].edited == 1
    again = curate.read(
        tmp_path / "out" / "kept.jsonl",
        map=paths,
        format="auto" if paths else result.records.inputs[0].known.format,
    )
    assert [each["messages"] for each in again] == [each["messages"] for each in result.kept]
    assert [each["key"] for each in result.kept] == [each["key"] for each in result.records]
    assert curate.check(again, [DoubleSpace()], select=["ACME001"])["ACME001"].frame.is_empty()


@EACH_FORMAT
def test_what_is_made_of_the_result_has_the_edits(tmp_path: Path, row: Row, paths: dict[str, str]) -> None:
    (tmp_path / "d.jsonl").write_text(json.dumps(row) + "\n")
    result = curate.run(MENDING, tmp_path / "d.jsonl", map=paths)
    curate.convert(result.kept, "messages", tmp_path / "converted.jsonl", lossy=True)
    (tmp_path / "mended.jsonl").write_text(json.dumps(mended(row)) + "\n")
    other = curate.read(
        tmp_path / "mended.jsonl", map=paths, format="auto" if paths else result.records.inputs[0].known.format
    )
    curate.convert(other, "messages", tmp_path / "expected.jsonl", lossy=True)
    assert (tmp_path / "converted.jsonl").read_text() == (tmp_path / "expected.jsonl").read_text()
    if "image_url" not in str(row):  # No column holds texts and lists of parts.
        assert result.kept.to_frame(lossy=True).equals(other.to_frame(lossy=True))


ROWS: list[Row] = [
    {"instruction": "Name it.", "output": 'Moss,\r\ncalled "screw".', "score": 0.1234567890123456},
    {"instruction": "Name  it:\nnow", "output": "A  fern, of course.", "score": 2.0},
    {"instruction": "Où est-il ?", "output": "Sur le mur, à l'ombre.", "score": None},
]
KINDS = (
    "d.jsonl",
    "d.json",
    "d.csv",
    "d.tsv",
    "d.jsonl.gz",
    "d.csv.zst",
    "d.json.gz",
    "d.parquet",
    "d.arrow",
    "d.arrows",
)


@pytest.mark.parametrize("name", KINDS)
def test_the_neighbours_of_an_edited_record_stay_as_they_were(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_rows(str(path), lambda: ROWS, ["instruction", "output", "score"])
    if name == "d.csv":
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").replace(b"\r\r\n", b"\r\n"))
    result = curate.run(MENDING, path, out=tmp_path / "out")
    (written,) = (tmp_path / "out").glob("kept.*")

    assert written.name == name.replace("d.", "kept.", 1)
    before, after = held(path), held(written)
    assert [at for at in range(len(before)) if before[at] != after[at]] == [1]
    assert [each["messages"][1]["content"] for each in curate.read(written)] == [
        each["messages"][1]["content"] for each in result.kept
    ]
    assert result.edited["field"].to_list() == ["instruction", "output"]


def held(path: Path) -> list[Any]:
    """The bytes of a file of text in pieces none of which holds two records; the rows of a table."""
    read: dict[str, Callable[[Path], pl.DataFrame]] = {
        ".parquet": pl.read_parquet, ".arrow": pl.read_ipc, ".arrows": pl.read_ipc_stream,
    }  # fmt: skip
    if path.suffix in read:
        frame = read[path.suffix](path)
        return [*frame.rows(), frame.schema]
    data = path.read_bytes()
    data = (
        gzip.decompress(data) if path.suffix == ".gz" else zstd.decompress(data) if path.suffix == ".zst" else data
    )
    first = data.index(b"Name  it" if b"Name  it" in data else b"Name it:")
    last = data.index("Où".encode() if "Où".encode() in data else b"O\\u00f9")
    start = data.rfind(b"\n", 0, first) + 1
    end = data.rfind(b"\n", 0, last)
    return [data[:start], data[start:end], data[end:]]


def test_checks_of_records_look_again_at_what_was_edited(chat: Callable[..., Row]) -> None:
    rows = [
        chat("Which  moss is it?", "Wall screw-moss, most likely."),
        chat("Which fern?", "A hart's-tongue fern."),
    ]
    steps = pipeline(Repair(on=("ACME001",)), Drop(on=("ACME001",)))
    result = curate.run(steps, curate.read(pl.DataFrame(rows)))
    assert [(step.edited, step.dropped) for step in result.ledger.steps] == [(1, 0), (0, 0)]


def test_what_is_found_after_an_edit_says_at_which_step(chat: Callable[..., Row]) -> None:
    class Loud(DoubleSpace, code="ACME002"):
        """Two spaces stand in a row, and are mended to a shout."""

        def mended(self, text: str) -> str:
            return text.replace("  ", " !!  ") if "!!" not in text else text

    with_loud = pipeline(Repair(on=("ACME002",)), more=[Loud()])
    result = curate.run(with_loud, curate.read(pl.DataFrame([chat("Which moss?", "Wall  moss, most likely.")])))
    assert result["ACME002"].frame["at"].to_list() == ["read", "1"]
    (place,) = result["ACME002"].frame["places"][1]
    assert place["end"] == len("Wall !!  moss, most likely.")


def test_a_finding_that_is_set_aside_is_not_acted_on(chat: Callable[..., Row]) -> None:
    rows = [chat("Which moss?", "Wall  moss.", curate_ignore=["ACME001"]), chat("Which fern?", "Hart's  tongue.")]
    result = curate.run(MENDING, curate.read(pl.DataFrame(rows, infer_schema_length=None)))
    assert [each["messages"][1]["content"] for each in result.kept] == ["Wall  moss.", "Hart's tongue."]


def test_a_change_is_taken_back_by_a_decision(tmp_path: Path, chat: Callable[..., Row]) -> None:
    records = curate.read(
        pl.DataFrame([chat("Which moss?", "Wall  moss."), chat("Which fern?", "Hart's  tongue.")])
    )
    key = records.frame.filter(pl.col("row") == 1)["key"].item()
    (tmp_path / "d.csv").write_text(f"key,code,decision,by\n{key},ACME001,keep,Ann\n")
    result = curate.run(MENDING, records, decisions=tmp_path / "d.csv")
    assert [each["messages"][1]["content"] for each in result.kept] == ["Wall  moss.", "Hart's tongue."]


def test_edits_of_records_that_are_dropped_later_are_not_told(tmp_path: Path, chat: Callable[..., Row]) -> None:
    rows = [chat("Which  moss?", "Wall moss.", id="gone"), chat("Which  fern?", "Hart's tongue.", id="stays")]
    steps = pipeline(Repair(on=("ACME001",)), Drop(ids=("gone",)))
    result = curate.run(steps, curate.read(pl.DataFrame(rows)), out=tmp_path / "out")
    assert result.ledger.steps[0].edited == 2
    assert [line["before"] for line in lines(tmp_path / "out" / "edited.jsonl")] == ["Which  fern?"]
    (dropped,) = lines(tmp_path / "out" / "dropped.jsonl")
    assert same(json.loads(dropped["raw"]), rows[0])


class Shorten(EditStep):
    """Cuts long responses."""

    @classmethod
    def fixes(cls, check: Check) -> bool:
        return check.code == "LEN002"

    def editor(self) -> Editor:
        raise NotImplementedError


def test_only_checks_that_say_how_are_acted_on_and_of_a_family_those() -> None:
    assert tuple(Shorten(on=("LEN", "long-response")).codes(default_checks())) == ("LEN002",)
    told = "shorten on LEN001: it says what is wrong, but not how to change it"
    with pytest.raises(UsageError, match=told) as refused:
        Shorten(on=("LEN001",)).codes(default_checks())
    assert refused.value.hint == "These do: LEN002."
    with pytest.raises(UnknownName, match="LEN00"):
        Shorten(on=("LEN00",)).codes(default_checks())
    with pytest.raises(ValidationError):
        Shorten(on=())
    assert Shorten(on=("LEN", "REF")).setting() == "LEN REF"
