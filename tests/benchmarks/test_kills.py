"""What became of runs that were killed."""

import os
import random
import sys
from pathlib import Path

import pytest

from benchmarks.kills import STARTS, Outcome, Setting, Took, Trial, beside, differing, digests_of
from benchmarks.kills import summary as summary_of_kills
from benchmarks.processes import last_cores
from benchmarks.table.kills import kills as kills_table


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
    setting = Setting(("true",), Path("set.jsonl"), frozenset({0}))
    outcomes = [Outcome(0.5, 5.0, 5.5 + number, 0, ("kept.jsonl",) if number == 9 else ()) for number in range(10)]
    undisturbed, starts = (
        [Took(each, each, was_killed=False) for each in times] for times in ((9.0, 10.0, 30.0), (0.9, 1.0, 2.0))
    )
    told = summary_of_kills(Trial(setting, Path(), undisturbed, starts, outcomes))
    assert (told["kills"], told["equal"]) == (10, 9)
    assert told["overhead"] == {"median": 0.5, "p90": 0.95}
    assert told["overhead_but_for_the_start"] == {"median": 0.4, "p90": 0.85}


@pytest.mark.parametrize("lanes", [1, 2])
def test_kills_are_shared_and_all_of_them_told(tmp_path: Path, lanes: int) -> None:
    if lanes > len(os.sched_getaffinity(0)):
        pytest.skip("each has a core of its own")
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("one\n")
    script = (
        "import sys, pathlib, time; out = pathlib.Path(sys.argv[3]); out.mkdir(exist_ok=True); time.sleep(0.3)\n"
    )
    script += "(out / 'kept.jsonl').write_text(pathlib.Path(sys.argv[1]).read_text())"
    setting = Setting((sys.executable, "-c", script), corpus, frozenset(last_cores(lanes)))
    told = summary_of_kills(beside(setting, tmp_path, 3, 7, lanes))
    assert (told["kills"], told["equal"], told["clock"]) == (3, 3, "CPU")
    assert (len(told["undisturbed_s"]), len(told["start_s"])) == (lanes, lanes * STARTS)


def test_a_start_is_a_run_over_the_first_record(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("one\ntwo\n")
    script = "import sys, pathlib; out = pathlib.Path(sys.argv[3]); out.mkdir()\n"
    script += "(out / 'kept.jsonl').write_text(pathlib.Path(sys.argv[1]).read_text())"
    trial = Trial(Setting((sys.executable, "-c", script), corpus, frozenset(last_cores(1))), tmp_path)
    trial.run(0, random.Random(1))
    assert (len(trial.starts), len(trial.undisturbed)) == (STARTS, 1)
    assert (tmp_path / "one.jsonl").read_text() == "one\n"
    assert (tmp_path / "run" / "out" / "kept.jsonl").read_text() == "one\ntwo\n"


def test_the_table_of_kills_has_a_line_for_each_fifth_of_a_run() -> None:
    outcomes = [
        {"share": share, "killed_s": 10 * share, "again_s": 8.0, "files_left": 3, "differing": []}
        for share in (0.1, 0.15, 0.999)
    ]
    told = {
        "kills": 3,
        "equal": 3,
        "clock": "CPU",
        "undisturbed_s": [10.0],
        "overhead": {"median": -0.05, "p90": 0.8},
    }
    machine = {"cores_used": 1, "cores_there": 2, "python": "3.11"}
    head = {"records": 10, "pipeline": "sft-default", "without": "A,B", "versions": {}, "command": "python"}
    table = kills_table({**head, **told, "machine": machine, "outcomes": outcomes})
    whole = {**head, **told, "machine": machine, "outcomes": outcomes}
    assert "second one" not in table
    apart = kills_table({**whole, "start_s": [0.5], "overhead_but_for_the_start": {"median": -0.1, "p90": 0.75}})
    assert "but for the second one it is -10.0% in the median, 75.0% in the ninetieth" in apart
    assert "10 records, sft-default without A and B, 1 of 2 cores" in table
    assert "**3 of 3 killed runs" in table
    assert "| 0 to 20 % | 2 | 2 | 3 | -8% |" in table
    assert "| 80 to 100 % | 1 | 1 | 3 | 80% |" in table
