"""A pipeline without some checks, and memory over time."""

import json
import tomllib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.charts import lines
from benchmarks.memory import (
    WAYS,
    Run,
    arguments,
    as_toml,
    stored,
    thinned,
    timed,
    versions,
    without,
    write_pipeline,
)
from benchmarks.processes import Watched
from benchmarks.table.memory import memory
from curate.api import load_pipeline
from curate.files.resources import pipeline_text


def test_a_pipeline_without_checks_neither_runs_nor_names_them(tmp_path: Path) -> None:
    write_pipeline("sft-default", ["DUP002", "LNG"], tmp_path / "less.toml")
    less, shipped = load_pipeline(str(tmp_path / "less.toml")), load_pipeline("sft-default")
    gone = shipped.selected() - less.selected()
    assert {code for code in gone if not code.startswith("LNG")} == {"DUP002"}
    assert "LNG001" in gone
    assert len(less.steps) == len(shipped.steps) - 1
    assert less.gates == shipped.gates


def test_a_step_that_acts_on_nothing_else_goes() -> None:
    steps = [{"use": "drop", "on": ["LNG001"]}, {"use": "split"}, {"use": "drop", "on": ["LNG001", "STR"]}]
    assert without({"steps": steps}, ["LNG"])["steps"] == [{"use": "split"}, {"use": "drop", "on": ["STR"]}]


def test_what_is_written_as_toml_is_read_as_it_was() -> None:
    shipped = tomllib.loads(pipeline_text("sft-strict")[1])
    assert tomllib.loads("".join(f"{name} = {as_toml(value)}\n" for name, value in shipped.items())) == shipped


def test_a_thinned_series_keeps_its_peak() -> None:
    series = [(number / 5, float(number % 97)) for number in range(1000)] + [(200.0, 500.0)]
    thin = thinned(series)
    assert len(thin) == 200
    assert (200.0, 500.0) in thin
    assert thin == sorted(thin)
    assert thinned(series[:10]) == series[:10]


def test_the_chart_has_a_line_for_each_series_and_round_numbers() -> None:
    drawn = lines("Memory", ("seconds", "MB"), {"1 core": [(0, 10), (7, 480)], "2 cores": [(0, 10), (4, 510)]})
    root = ElementTree.fromstring(drawn)
    said = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"1 core", "2 cores", "0", "8", "600"} <= set(said)
    assert drawn.count('fill="none"') == 2


def test_the_table_tells_medians_and_how_fast_cores_are_that_share_no_work() -> None:
    runs = [{"cores": cores, "peak_mb": 900.0, "ledger": {"dropped": 1, "kept": 9}} for cores in (1, 2)]
    rounds = [
        {"wall_s": [40.0, 25.0], "cpu_s": [40.0, 41.0], "beside_wall_s": []},
        {"wall_s": [60.0, 35.0], "cpu_s": [60.0, 61.0], "beside_wall_s": []},
        {"wall_s": [50.0, 20.0], "cpu_s": [50.0, 51.0], "beside_wall_s": []},
    ]
    machine = {"cores_there": 2, "python": "3.11"}
    head = {"records": 10, "megabytes": 1000, "pipeline": "sft-default", "without": "A,B", "versions": {}}
    whole = {**head, "machine": machine, "memory": "PSS", "command": "python", "runs": runs}
    once = memory({**whole, "rounds": rounds[:1]})
    assert "| 2 | 900 | 0.90 | 25.0 | 41.0 | 0 | 1.60 |" in once
    assert "beside" not in once
    assert "rounds" not in once
    thrice = memory({**whole, "rounds": rounds})
    assert "| 2 | 900 | 0.90 | 25.0 | 51.0 | 0 | 2.00 |" in thrice
    assert "medians of 3 rounds, in which the last line was 1.60, 1.71, 2.50 times as fast." in thrice
    told = memory({**whole, "rounds": [{**rounds[0], "beside_wall_s": [43.0, 45.0]}]})
    assert "2 runs beside each other, on a core each, share no work, and are 1.82 times as fast" in told
    assert "A run on all cores is 1.76 times as fast as each of these" in told


def test_rounds_begin_with_the_first_and_the_last_number_of_cores_in_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = list[int]()

    def watched(words: Sequence[str], cores: AbstractSet[int], *, memory: bool) -> Watched:
        assert not memory
        Path(words[words.index("--out") + 1]).mkdir()
        ran.append(len(cores))
        return Watched(100.0 / len(cores), 100.0 + len(cores), ())

    monkeypatch.setattr("benchmarks.memory.watch", watched)
    monkeypatch.setattr("benchmarks.memory.last_cores", lambda cores: frozenset(range(cores)))
    run = Run(tmp_path / "pipeline.toml", tmp_path / "corpus.jsonl", tmp_path / "out")
    told = [timed(run, [1, 2], number) for number in range(2)]
    assert ran == [1, 2, 1, 1, 2, 1, 1, 1]
    assert told[0] == told[1] == {"wall_s": [100.0, 50.0], "cpu_s": [101.0, 102.0], "beside_wall_s": [100.0] * 2}


def test_rounds_are_added_only_to_what_was_asked_before_with_the_same_versions(tmp_path: Path) -> None:
    words = ["--data", "DIR", "--records", "10", "--out", str(tmp_path / "memory.json")]
    first, asked = stored(arguments(words)), arguments([*words, "--more"])
    whole = {name: getattr(asked, name) for name in WAYS} | {"versions": versions()}
    whole |= {"rounds": [{"wall_s": [1.0]}], "runs": [], "command": first["command"]}
    asked.out.write_text(json.dumps(whole))
    assert first["rounds"] == []
    assert stored(asked)["rounds"] == [{"wall_s": [1.0]}]
    assert stored(asked)["command"].endswith(
        "--records 10 --seed 7 --pipeline sft-default --without DUP002,LNG --cores 1,2, then the same --more"
    )
    asked.out.write_text(json.dumps({**whole, "records": 20}))
    with pytest.raises(SystemExit, match="has records 20, and not 10"):
        stored(asked)
    asked.out.write_text(json.dumps({**whole, "versions": {}}))
    with pytest.raises(SystemExit, match="has versions"):
        stored(asked)
