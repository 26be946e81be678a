"""A pipeline without some checks, and memory over time."""

import tomllib
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.charts import lines
from benchmarks.memory import as_toml, thinned, without, write_pipeline
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


def test_the_table_tells_how_fast_cores_are_that_share_no_work() -> None:
    runs = [
        {"cores": cores, "peak_mb": 900.0, "wall_s": wall_s, "cpu_s": 40.0, "ledger": {"dropped": 1, "kept": 9}}
        for cores, wall_s in ((1, 40.0), (2, 25.0))
    ]
    machine = {"cores_there": 2, "python": "3.11"}
    head = {"records": 10, "megabytes": 1000, "pipeline": "sft-default", "without": "A,B", "versions": {}}
    whole = {**head, "machine": machine, "memory": "PSS", "command": "python", "runs": runs}
    assert "| 2 | 900 | 0.90 | 25.0 | 40.0 | 0 | 1.60 |" in memory(whole)
    assert "beside" not in memory(whole)
    assert "rounds" not in memory(whole)
    assert "Times are medians of 3 rounds." in memory({**whole, "rounds": 3})
    told = memory({**whole, "beside_wall_s": [43.0, 45.0]})
    assert "2 runs beside each other, on a core each, share no work, and are 1.82 times as fast" in told
