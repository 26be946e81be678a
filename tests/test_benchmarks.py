"""The tables of benchmarks/README.md are those of the stored results, and the results are made rightly."""

import json
import re
import sys
import time
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import curate
from benchmarks import tables
from benchmarks.charts import lines
from benchmarks.checks import TARGETS, asked_for, facts_of, measured
from benchmarks.contenders import DEFAULT, PEERS, Contender, ours, peers
from benchmarks.further_sets import mails_in, pairs_in, write
from benchmarks.kills import Outcome, Setting, Trial, differing, digests_of
from benchmarks.kills import summary as summary_of_kills
from benchmarks.language import _error, accuracy
from benchmarks.memory import as_toml, thinned, without, write_pipeline
from benchmarks.peers import run_data_juicer, run_datatrove
from benchmarks.processes import Watched, kill, last_cores, memory_of, start, watch
from benchmarks.tables import README, renewed
from benchmarks.tables import checks as checks_table
from benchmarks.throughput import Taken, digest, summary
from curate.api import load_pipeline
from curate.files.resources import pipeline_text, sample_files


def test_the_tables_are_those_of_the_stored_results() -> None:
    text = README.read_text(encoding="utf-8")
    assert renewed(text) == text, "python -m benchmarks.tables"


def test_the_picture_is_that_of_the_stored_result() -> None:
    stored = json.loads((README.parent / "results" / "memory.json").read_text())
    assert tables.memory_picture(stored) == tables.PICTURE.read_text(), "python -m benchmarks.tables"


def test_the_checks_are_measured_with_their_facts_apart() -> None:
    checks = asked_for("LEN,DUP001")
    assert [check.code for check in checks] == ["LEN001", "LEN002", "LEN003", "LEN004", "DUP001"]
    assert {check.code for check in asked_for("")}.isdisjoint({"LNG001", "DUP002", "FMT001"})
    told = measured(curate.read(*sample_files()).frame, checks, rounds=1)
    assert set(told["facts"]) == {*(name for check in checks for name in facts_of(check)), "both-digests"}
    assert [row["code"] for row in told["checks"]] == [check.code for check in checks]
    table = checks_table({**HEAD, **told})
    assert "| records a CPU second, 5 checks together | >= 10,000 |" in table
    assert "| fact words |" in table


HEAD = {
    "records": 400,
    "megabytes": 0.2,
    "rounds": 1,
    "targets": TARGETS,
    "machine": {"python": "3.11"},
    "versions": {"polars": "2.1"},
    "command": "python -m benchmarks.checks",
}


# What runs side by side.


def test_the_job_of_the_peers_is_a_pipeline_of_ours() -> None:
    pipeline = load_pipeline(str(PEERS / "same-job.toml"))
    assert pipeline.selected() >= {"LEN001", "LNG001", "DUP002"}
    assert {code[:3] for code in pipeline.selected()} == {"FMT", "LEN", "LNG", "DUP"}
    assert [step.use for step in pipeline.steps] == ["drop", "keep-one"]


def test_a_peer_holds_only_pinned_versions() -> None:
    for path in PEERS.glob("*.txt"):
        asked = [line for line in path.read_text().splitlines() if not line.startswith("#")]
        assert asked
        assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", line) for line in asked), path.name


def test_every_contender_is_told_the_languages_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.contenders.environment", lambda name, folder: folder / name / "python")
    everybody = [*ours(), *peers(["data-juicer", "datatrove", "datatrove-spacy"], tmp_path)]
    assert [each.is_peer for each in everybody] == [False, False, True, True, True]
    for each in everybody:
        assert "en,zh" in each.command(Path("set.jsonl"), Path("out"), "en,zh")
        assert "en,zh" not in each.command(Path("set.jsonl"), Path("out"), "")


def test_the_parts_of_a_run_of_ours_are_those_of_the_job_each_told_once(tmp_path: Path) -> None:
    seconds = {"read": 1.0, "look": 5.0, "check LEN001": 1.5, "check DUP002": 3.0, "step 1 drop": 0.5}
    parts = [{"part": name, "wall_s": took, "cpu_s": took} for name, took in seconds.items()]
    (tmp_path / "timing.json").write_text(json.dumps(parts))
    told = ours()[0].told(tmp_path)
    assert [part["job"] for part in told["parts"]] == ["read", "other", "length", "near-duplicates", "other"]
    assert [part["cpu_s"] for part in told["parts"]] == [1.0, 0.5, 1.5, 3.0, 0.5]
    assert "polars" in told["versions"]


def test_the_first_stage_of_datatrove_is_told_without_what_stands_before_it() -> None:
    blocks: list[dict[str, Any]] = [
        {"name": "📖 - READER: 🐿 Jsonl", "time_stats": {"total": 2.0}},
        {"name": "🔻 - FILTER: 👤 Lambda", "time_stats": 0},
        {"name": "🫂 - DEDUP: 🎯 MinHash stage 1", "time_stats": {"total": 5.0}},
    ]
    told = run_datatrove.parts_of(blocks)
    assert [(part["job"], part["wall_s"]) for part in told] == [
        ("read", 2.0),
        ("length", 0),
        ("near-duplicates", 3.0),
    ]


def test_a_han_character_is_a_word_to_the_peers() -> None:
    assert run_datatrove.words_of("Say 你好 twice") == ["Say", "你", "好", "twice"]


def test_the_log_of_data_juicer_tells_what_each_operator_took() -> None:
    log = [
        (10.0, "Loading dataset from dataset builder..."),
        (13.0, "Preparing process operators..."),
        (15.0, "[1/2] OP [words_num_filter] Done in 1.250s. Left 90 samples."),
        (16.0, "Exporting dataset to disk..."),
    ]
    told = [(part["part"], part["job"], part["wall_s"]) for part in run_data_juicer.parts_of(log, 18.5)]
    assert told == [("load", "read", 3.0), ("words_num_filter", "length", 1.25), ("export", "write", 2.5)]


def test_a_recipe_without_languages_tells_none() -> None:
    def operators(languages: list[str]) -> list[str]:
        return [
            name for each in run_data_juicer.recipe(Path("a"), Path("b"), languages)["process"] for name in each
        ]

    assert "language_id_score_filter" in operators(["en"])
    assert "language_id_score_filter" not in operators([])


def test_copies_have_one_digest_whatever_their_spacing_and_case() -> None:
    def row(said: str) -> dict[str, Any]:
        return {"messages": [{"content": "Name a bird."}, {"content": said}]}

    assert digest(row("The  Osprey. ")) == digest(row("the osprey."))
    assert digest(row("The osprey.")) != digest(row("The merlin."))


def _taken(name: str, *cpu: float) -> Taken:
    parts = [{"part": "read", "job": "read", "records": 4, "wall_s": 0.5, "cpu_s": 0.5, "peak_mb": 70.0}]
    told = [{"parts": parts, "versions": {"polars": "2.1"}} for _ in cpu]
    contender = Contender(name, "as shipped", lambda *_: [], "kept.jsonl", lambda _: {})
    rounds = [Watched(seconds + 1, seconds, ((0.2, 50.0), (0.4, 80.0 * seconds))) for seconds in cpu]
    return Taken(contender, rounds, [Watched(0.5, 0.4, ())] * len(cpu), told, ["a", "b", "c"])


def test_of_several_rounds_the_one_in_the_middle_is_told_and_the_highest_peak() -> None:
    said = {"a": b"1", "b": b"1", "c": b"2", "d": b"3"}
    told = summary(_taken("curate", 3.0, 2.4, 9.0), 4, said, {"a", "d"})
    assert (told["cpu_s"], told["wall_s"], told["peak_mb"]) == (3.0, 4.0, 720.0)
    assert (told["kept"], told["copies_kept"], told["kept_by_curate_too"]) == (3, 1, 1)
    assert told["records_per_cpu_s"] == round(4 / 2.6)


def test_the_table_of_throughput_has_a_line_for_each_program_and_part() -> None:
    said = {"a": b"1", "b": b"2", "c": b"3"}
    contenders = [summary(_taken(name, 2.0), 4, said, set(said)) for name in ("curate", DEFAULT, "Data-Juicer")]
    machine = {"cores_used": 1, "cores_there": 2, "python": "3.11"}
    result = {"records": 4, "megabytes": 0.1, "copies": 0, "rounds": 3, "peer_rounds": 1, "languages": ""}
    table = tables.throughput(
        {**result, "machine": machine, "memory": "PSS", "command": "python", "contenders": contenders}
    )
    assert "languages not told" in table
    assert "rounds: 3, 1 of the peers" in table
    assert "| Data-Juicer | 2.0 | 3.0 | 0.4 | 2 | 160 | 3 | 0 | 3 |" in table
    assert "| read | 0.5 | 0.5 |" in table
    assert "| starting up, and what it does not tell of | 2.5 | 2.5 |" in table
    assert f"| part of {DEFAULT} |" in table


# Processes that are watched and killed.


def test_what_a_command_takes_is_watched_with_all_that_it_starts() -> None:
    child = "held = bytearray(60_000_000); import time; time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    watched = watch([sys.executable, "-c", parent], last_cores(1))
    assert watched.wall_s > 1
    assert 0 < watched.cpu_s < watched.wall_s
    assert 60 < watched.peak_mb < 150


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(SystemExit, match="no such bird"):
        watch([sys.executable, "-c", "raise ValueError('no such bird')"], last_cores(1))


def test_a_kill_ends_what_a_command_has_started_too() -> None:
    child = "import time; time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    process = start([sys.executable, "-c", parent], last_cores(1))
    while memory_of(process.pid) == 0:
        time.sleep(0.05)
    kill(process)
    assert process.returncode < 0
    for _ in range(100):
        if memory_of(process.pid) == 0:
            break
        time.sleep(0.05)
    assert memory_of(process.pid) == 0


def test_more_cores_than_there_are_can_not_be_had() -> None:
    with pytest.raises(SystemExit, match="cores are asked for"):
        last_cores(10_000)


# Memory over time.


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


# Runs that are killed.


def test_folders_are_compared_by_all_bytes_but_the_times(tmp_path: Path) -> None:
    for name, said in {"kept.jsonl": "a", "timing.json": "1", "deep/list.json": "b"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(said)
    one = digests_of(tmp_path)
    (tmp_path / "timing.json").write_text("2")
    assert differing(one, digests_of(tmp_path)) == ()
    (tmp_path / "deep" / "list.json").write_text("c")
    (tmp_path / "left.tmp").touch()
    assert differing(one, digests_of(tmp_path)) == ("deep/list.json", "left.tmp")


def test_what_a_kill_costs_is_beyond_an_undisturbed_run() -> None:
    setting = Setting(("true",), frozenset({0}))
    outcomes = [Outcome(0.5, 5.0, 5.5 + number, 0, ("kept.jsonl",) if number == 9 else ()) for number in range(10)]
    told = summary_of_kills(Trial(setting, Path(), [9.0, 10.0, 30.0], outcomes))
    assert (told["kills"], told["equal"]) == (10, 9)
    assert told["overhead"] == {"median": 0.5, "p90": 0.95}


def test_the_table_of_kills_has_a_line_for_each_fifth_of_a_run() -> None:
    outcomes = [
        {"share": share, "killed_s": 10 * share, "again_s": 8.0, "files_left": 3, "differing": []}
        for share in (0.1, 0.15, 0.999)
    ]
    told = {"kills": 3, "equal": 3, "undisturbed_s": [10.0], "overhead": {"median": -0.05, "p90": 0.8}}
    machine = {"cores_used": 1, "cores_there": 2, "python": "3.11"}
    head = {"records": 10, "pipeline": "sft-default", "versions": {}, "command": "python"}
    table = tables.kills({**head, **told, "machine": machine, "outcomes": outcomes})
    assert "**3 of 3 killed runs" in table
    assert "| 0 to 20 % | 2 | 2 | 3 | -8% |" in table
    assert "| 80 to 100 % | 1 | 1 | 3 | 80% |" in table


def test_further_sets_hold_each_new_pair_once_and_a_mail_asks_for_its_subject(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"prompt": "Wo?", "completion": "Hier."}\n{"prompt": "Wo?", "response": "Da."}\n'
    )
    (tmp_path / "b.jsonl").write_text('{"prompt": "Wo?", "completion": "Hier."}\n')
    write(tmp_path / "out.jsonl", pairs_in(tmp_path), frozenset([("Wo?", "Da.")]))
    assert (tmp_path / "out.jsonl").read_text() == '{"prompt": "Wo?", "completion": "Hier."}\n'

    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "1.subject").write_text("See you at six.\n\n@subject\nDinner\n\n@ann0\nAt six")
    assert list(mails_in(tmp_path / "mails")) == [
        ("Write the subject line of this mail.\n\nSee you at six.", "Dinner")
    ]


def test_accuracy_is_the_mean_over_languages_and_calibration_that_of_ten_bins() -> None:
    texts = [{"kind": "words", "lang": lang, "text": ""} for lang in ("de", "de", "de", "fr")]
    assert accuracy(texts, ["de", "de", "nl", "fr"]) == {"words": round((2 / 3 + 1) / 2, 4)}
    assert _error(np.array([0.95, 0.95, 0.15, 1.0]), np.array([True, True, False, True])) == pytest.approx(
        0.75 * abs(2.9 / 3 - 1) + 0.25 * 0.15
    )


def test_the_table_of_languages_has_a_line_for_each_way() -> None:
    stored = json.loads((README.parent / "results" / "language.json").read_text())
    for name in ("all n-grams", "langdetect, seeded", "with the gate before them"):
        assert f"| {name} |" in tables.language(stored)
