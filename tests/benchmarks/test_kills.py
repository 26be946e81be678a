"""What became of runs that were killed."""

from pathlib import Path

from benchmarks.kills import Outcome, Setting, Took, Trial, differing, digests_of
from benchmarks.kills import summary as summary_of_kills
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
    setting = Setting(("true",), frozenset({0}))
    outcomes = [Outcome(0.5, 5.0, 5.5 + number, 0, ("kept.jsonl",) if number == 9 else ()) for number in range(10)]
    told = summary_of_kills(
        Trial(setting, Path(), [Took(each, each, was_killed=False) for each in (9.0, 10.0, 30.0)], outcomes)
    )
    assert (told["kills"], told["equal"]) == (10, 9)
    assert told["overhead"] == {"median": 0.5, "p90": 0.95}


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
    assert "10 records, sft-default without A and B, 1 of 2 cores" in table
    assert "**3 of 3 killed runs" in table
    assert "| 0 to 20 % | 2 | 2 | 3 | -8% |" in table
    assert "| 80 to 100 % | 1 | 1 | 3 | 80% |" in table
