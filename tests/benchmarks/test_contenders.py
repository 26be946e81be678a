"""The programs that are measured side by side."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.contenders import PEERS, ours, peers
from benchmarks.peers import run_data_juicer, run_datatrove
from curate.api import load_pipeline


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
        {"name": "📖 - READER: 🐿 Jsonl", "time_stats": {"total": 2.0}, "stats": {"input_files": 1}},
        {"name": "🔻 - FILTER: 👤 Lambda", "time_stats": 0, "stats": {"total": 9}},
        {"name": "🫂 - DEDUP: 🎯 MinHash stage 1", "time_stats": {"total": 5.0}, "stats": {"total": 7}},
    ]
    told = run_datatrove.parts_of(blocks)
    assert [(part["job"], part["wall_s"], part.get("records")) for part in told] == [
        ("read", 2.0, None),
        ("length", 0, 9),
        ("near-duplicates", 3.0, 7),
    ]


def test_a_han_character_is_a_word_to_the_peers() -> None:
    assert run_datatrove.words_of("Say 你好 twice") == ["Say", "你", "好", "twice"]


def test_the_log_of_data_juicer_tells_what_each_operator_took() -> None:
    log = [
        (10.0, "Loading dataset from dataset builder..."),
        (13.0, "Preparing process operators..."),
        (14.0, "[1/3] OP [text_of_messages_mapper] Done in 0.500s. Left 99 samples."),
        (15.0, "[2/3] OP [words_num_filter] Done in 1.250s. Left 90 samples."),
        (15.5, "[3/3] OP [language_id_score_filter] Done in 0.250s. Left 80 samples."),
        (16.0, "Exporting dataset to disk..."),
    ]
    told = run_data_juicer.parts_of(log, 18.5)
    assert [(part["job"], part["wall_s"]) for part in told] == [
        ("read", 3.0),
        ("read", 0.5),
        ("length", 1.25),
        ("language", 0.25),
        ("write", 2.5),
    ]
    assert [part.get("records") for part in told] == [None, 99, 99, 90, None]


def test_a_recipe_without_languages_tells_none() -> None:
    def operators(languages: list[str]) -> list[str]:
        return [
            name for each in run_data_juicer.recipe(Path("a"), Path("b"), languages)["process"] for name in each
        ]

    assert "language_id_score_filter" in operators(["en"])
    assert "language_id_score_filter" not in operators([])
