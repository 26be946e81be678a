"""What checking again costs, and how it is told."""

import json
from pathlib import Path

import pytest

from benchmarks.repeats import ADDED, change_one, one_round, summary
from benchmarks.table.repeats import repeats as repeats_table


def written(path: Path) -> Path:
    rows = [
        {
            "messages": [
                {"role": "user", "content": f"Name lock {n}."},
                {"role": "assistant", "content": "The old one."},
            ]
        }
        for n in range(5)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_one_record_in_the_midst_is_another(tmp_path: Path) -> None:
    path, target = written(tmp_path / "a.jsonl"), tmp_path / "b.jsonl"
    change_one(path, target)
    before, after = (each.read_text().splitlines() for each in (path, target))
    assert [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [2]
    assert json.loads(after[2])["messages"][-1]["content"] == f"The old one.{ADDED}"


def test_what_a_check_takes_is_a_part_of_what_the_first_took() -> None:
    rounds = [{"first": 10.0, "again": 1.0, "one changed": 2.0}, {"first": 20.0, "again": 1.0, "one changed": 5.0}]
    told = summary([*rounds, {"first": 10.0, "again": 0.5, "one changed": 1.0}])
    assert told["cpu_s"] == {"first": 10.0, "again": 1.0, "one changed": 2.0}
    assert told["shares"] == {"again": 0.05, "one changed": 0.2}


def test_the_table_says_what_was_reached_and_what_was_missed() -> None:
    told = {
        "records": 100,
        "megabytes": 0.1,
        "rounds": 3,
        "machine": {"cores_used": 1, "cores_there": 2, "python": "3.11"},
        "versions": {},
        "command": "python",
        "keeps_compiled_modules": True,
        "cpu_s": {"first": 10.0, "again": 0.7, "one changed": 1.6},
        "shares": {"again": 0.07, "one changed": 0.16},
    }
    table = repeats_table(told)
    assert "| again | 0.70 | 7.0% | <= 10% | reached |" in table
    assert "| again, one record changed | 1.60 | 16.0% | <= 15% | **missed** |" in table
    assert "keeps no compiled modules" not in table
    assert "keeps no compiled modules" in repeats_table(told | {"keeps_compiled_modules": False})


def test_a_round_checks_each_set_with_one_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    caches = list[Path | None]()

    def checked(path: Path, cache: Path | None, out: Path, _cores: set[int]) -> float:
        caches.append(cache)
        out.write_text(path.stem)
        return float(len(caches))

    monkeypatch.setattr("benchmarks.repeats.checked", checked)
    for name in ("same", "other"):
        (tmp_path / f"{name}.txt").write_text(name)
    sets = {"first": Path("same.jsonl"), "again": Path("same.jsonl"), "one changed": Path("other.jsonl")}
    assert one_round(sets, tmp_path, {0}) == {"first": 2.0, "again": 3.0, "one changed": 4.0}
    assert len(set(caches)) == 1
