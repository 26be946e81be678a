import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate.records import columns as c

ASKED = [
    {"id": "k-1", "prompt": "Wann fährt der letzte Bus?", "completion": "Um 23:40 Uhr."},
    {"id": "k-2", "prompt": "Ist der Markt am Montag offen?", "completion": "Nein, montags ist Ruhetag."},
    {"prompt": "Welche Farbe hat die Linie 6?", "completion": "Grün."},
]
SPACED = b'  {"prompt" : "Wo ist das Bad?",\t"completion":"Im ersten Stock. \xe2\x80\xa8"  , "weight": 1.50}'
WRITTEN = [*(json.dumps(row, ensure_ascii=False).encode() for row in ASKED), SPACED]
BROKEN = b'{"prompt": "Wo ist'


def as_lines(raws: list[bytes]) -> bytes:
    return b"\r\n".join(raws) + b"\n"


def as_array(raws: list[bytes]) -> bytes:
    return b"\xef\xbb\xbf[\n  " + b",\n  ".join(raws) + b"\n]\n"


def packed(raws: list[bytes]) -> bytes:
    return gzip.compress(as_lines(raws), mtime=0)


@pytest.mark.parametrize("container", [as_lines, as_array, packed])
def test_the_very_bytes_of_each_record_come_back(
    tmp_path: Path, container: Callable[[list[bytes]], bytes]
) -> None:
    (tmp_path / "bus").write_bytes(container(WRITTEN))
    records = curate.read(tmp_path / "bus")

    assert [raw.lstrip() for raw in records.raw(0)] == [raw.lstrip() for raw in WRITTEN]


def test_the_bytes_come_in_the_order_of_their_own_file_however_the_records_are_ordered(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_lines(WRITTEN[:2]))
    (tmp_path / "b.jsonl").write_bytes(as_lines([BROKEN, *WRITTEN[2:]]))
    records = curate.read(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    turned = records.of(records.frame.reverse())

    assert list(turned.raw(0)) == WRITTEN[:2]
    assert list(turned.raw(1)) == WRITTEN[2:]


def test_what_was_read_is_what_could_be_parsed_and_what_was_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_lines([*WRITTEN, BROKEN]))
    (tmp_path / "b.json").write_bytes(as_array([WRITTEN[0], b"null", b"5"]))
    records = curate.read(tmp_path / "a.jsonl", tmp_path / "b.json")

    assert [(each.read, each.parsed, each.rejected) for each in records.inputs] == [(5, 4, 1), (3, 1, 2)]
    assert records.read == 8 == len(records) + len(records.rejects)


def test_a_part_of_the_records_keeps_the_inputs_and_rejects_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_lines([*WRITTEN, BROKEN]))
    records = curate.read(tmp_path / "a.jsonl")
    part = records.of(records.frame.filter(pl.col(c.ID) == "k-2"))

    assert (len(part), part.rejects, part.inputs) == (1, (), records.inputs)
    assert list(part.raw(0)) == [WRITTEN[1]]


def test_records_are_walked_in_the_order_of_the_input(write_lines: Callable[..., Path]) -> None:
    told = list(curate.read(write_lines(ASKED)))

    assert [each["id"] for each in told] == ["k-1", "k-2", None]
    assert told[2].keys() == {"key", "id", "messages"}
    assert told[2]["messages"] == [
        {"role": "user", "content": "Welche Farbe hat die Linie 6?"},
        {"role": "assistant", "content": "Grün."},
    ]


def test_records_tell_briefly_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_lines([*WRITTEN, BROKEN]))

    shown = repr(curate.read(tmp_path / "a.jsonl"))
    assert shown == "Records(4 records, 1 rejected, format prompt-completion)"


def test_a_record_can_not_put_markup_into_a_notebook(write_lines: Callable[..., Path]) -> None:
    attack: dict[str, Any] = {"id": "<script>alert(1)</script>", "prompt": "<img src=x>", "completion": "<b>"}
    shown = curate.read(write_lines([attack]))._repr_html_()

    assert "Records(1 records" in shown
    assert not any(tag in shown for tag in ("<script>", "<img", "<b>"))


def test_every_record_that_was_read_can_be_walked(write_lines: Callable[..., Path]) -> None:
    records = curate.read(write_lines([*ASKED, {"prompt": [], "completion": []}]))

    assert all(each["messages"] for each in records)


@pytest.mark.parametrize("name", ["set.jsonl", "set.csv"])
def test_what_a_record_said_is_read_again_by_its_key(tmp_path: Path, name: str) -> None:
    lines = ["prompt,completion", "Wann?,Um neun", "Wo?,Am Kai"]
    rows = ['{"prompt": "Wann?", "completion": "Um neun"}', "", '{"prompt": "Wo?", "completion": "Am Kai"}']
    (tmp_path / name).write_text("\n".join(lines if name.endswith("csv") else rows) + "\n")
    records = curate.read(tmp_path / name)
    said = records.conversation(records.index[c.KEY][1])

    assert [(turn.content, turn.path) for turn in said.turns] == [("Wo?", "prompt"), ("Am Kai", "completion")]
