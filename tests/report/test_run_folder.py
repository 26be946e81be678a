"""The files that a run leaves."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import InputError
from curate.pipeline import Pipeline
from curate.records.records import Records
from curate.report import run_folder
from curate.steps import Relabel

Row = dict[str, Any]


def test_a_json_array_stays_one(tmp_path: Path, chat: Callable[..., Row]) -> None:
    rows = [chat(f"Name bridge {n} of Porto.", f"Bridge {n} is the one by the old market hall.") for n in range(3)]
    (tmp_path / "set.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    curate.run("sft-default", tmp_path / "set.json", out=tmp_path / "out")
    kept = json.loads((tmp_path / "out" / "kept.json").read_text(encoding="utf-8"))
    assert kept == [row for row in rows if row in kept]
    assert kept


def test_a_compressed_input_stays_compressed_and_is_the_same_each_time(
    tmp_path: Path, chat: Callable[..., Row]
) -> None:
    line = json.dumps(chat("Where is the quay?", "Behind the fish market, on the left.")).encode() + b"\n"
    (tmp_path / "set.jsonl.gz").write_bytes(gzip.compress(line))
    written = []
    for name in ("a", "b"):
        curate.run("dedup-only", tmp_path / "set.jsonl.gz", out=tmp_path / name)
        written.append((tmp_path / name / "kept.jsonl.gz").read_bytes())
    assert written[0] == written[1]
    assert gzip.decompress(written[0]) == line


def test_files_of_one_name_from_two_folders_are_told_apart(tmp_path: Path, chat: Callable[..., Row]) -> None:
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        row = chat(f"Which ferry leaves from the {name} pier?", f"The {name} line, every hour until nine.")
        (tmp_path / name / "set.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    files = [tmp_path / name / "set.jsonl" for name in ("north", "south")]
    curate.run("dedup-only", files, out=tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out" / "kept").iterdir()) == ["set-2.jsonl", "set.jsonl"]
    lineage = [json.loads(line) for line in (tmp_path / "out" / "lineage.jsonl").read_text().splitlines()]
    assert [(row["output"], row["output_row"]) for row in lineage] == [
        ("kept/set.jsonl", 1),
        ("kept/set-2.jsonl", 1),
    ]


def test_bytes_that_are_no_text_are_kept_in_base64(tmp_path: Path, chat: Callable[..., Row]) -> None:
    line = json.dumps(chat("Where is the quay?", "Behind the fish market.")).encode()
    (tmp_path / "set.jsonl").write_bytes(line + b"\n" + line.replace(b"quay", b"qu\xe9") + b"\n")
    curate.run("dedup-only", tmp_path / "set.jsonl", out=tmp_path / "out")
    (rejected,) = map(json.loads, (tmp_path / "out" / "rejected.jsonl").read_text().splitlines())
    assert rejected["code"] == "FMT001"
    assert "raw_base64" in rejected


def test_an_input_that_changed_meanwhile_is_noticed(
    tmp_path: Path, write_lines: Callable[..., Path], chat: Callable[..., Row]
) -> None:
    path = write_lines([chat("Where is the quay?", "Behind the fish market.")])
    records: Records = curate.read(path)
    path.write_text(path.read_text().replace("fish", "fash"))
    with pytest.raises(InputError, match="was changed after it was read"):
        curate.run("dedup-only", records, out=tmp_path / "out")
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_every_finding_has_a_place_for_its_fix(
    records_of: Callable[..., Records], chat: Callable[..., Row]
) -> None:
    found = curate.check(records_of([chat("Describe the quay.", "ok.")]))
    assert [row["fix"] for row in run_folder.finding_rows(found.findings.frame)] == [None]


def test_each_change_has_a_line_in_the_order_of_the_input_and_of_the_steps(
    tmp_path: Path, chat: Callable[..., Row]
) -> None:
    rows = [chat("Where is the quay?", "Behind the fish market.", n=n) for n in (2, [1], None)]
    (tmp_path / "set.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    steps = (Relabel(field="n", to=1), Relabel(field="kind", to="Küste"), Relabel(field="n", to="eins"))
    curate.run(Pipeline(name="labels", steps=steps), tmp_path / "set.jsonl", out=tmp_path / "out")
    told = [json.loads(line) for line in (tmp_path / "out" / "edited.jsonl").read_text().splitlines()]
    assert [list(line) for line in told] == [["key", "step", "field", "before", "after"]] * 9
    assert [(line["step"], line["field"], line["before"], line["after"]) for line in told] == [
        change
        for before in (2, [1], None)
        for change in ((1, "n", before, 1), (2, "kind", None, "Küste"), (3, "n", 1, "eins"))
    ]
    lineage = [json.loads(line)["key"] for line in (tmp_path / "out" / "lineage.jsonl").read_text().splitlines()]
    assert [line["key"] for line in told] == [key for key in lineage for _ in range(3)]


def test_a_run_that_changes_nothing_says_so_with_an_empty_file(tmp_path: Path, chat: Callable[..., Row]) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps(chat("Where is the quay?", "On the left.")) + "\n")
    curate.run("dedup-only", tmp_path / "set.jsonl", out=tmp_path / "out")
    assert (tmp_path / "out" / "edited.jsonl").read_bytes() == b""
