"""What is told of several rounds."""

import argparse
import sys
from pathlib import Path
from typing import Any

from benchmarks.contenders import DEFAULT, Contender
from benchmarks.processes import Watched
from benchmarks.table.throughput import throughput as throughput_table
from benchmarks.throughput import Corpora, Taken, digest, summary, take_turns


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


_COPIES = """
import sys, pathlib, shutil
corpus, out, log = sys.argv[1:]
pathlib.Path(out).mkdir()
shutil.copy(corpus, pathlib.Path(out, "kept.jsonl"))
pathlib.Path(log).open("a").write(pathlib.Path(corpus).name + "\\n")
"""


def test_the_first_start_of_a_program_is_none_of_its_rounds(tmp_path: Path) -> None:
    corpus, single, log = (tmp_path / name for name in ("corpus.jsonl", "single.jsonl", "log"))
    corpus.write_text('{"id": "a"}\n{"id": "b"}\n')
    single.write_text('{"id": "a"}\n')

    def command(corpus: Path, folder: Path, _: str) -> list[str]:
        return [sys.executable, "-c", _COPIES, str(corpus), str(folder), str(log)]

    taken = Taken(Contender("copier", "as shipped", command, "kept.jsonl", lambda _: {}, is_peer=False))
    asked = argparse.Namespace(rounds=2, peer_rounds=1, no_language=True, expect="", cores=1)
    take_turns([taken], Corpora(tmp_path, corpus, single, {}), asked)
    assert log.read_text().split() == ["single.jsonl", *["single.jsonl", "corpus.jsonl"] * 2]
    assert (len(taken.startups), len(taken.rounds), taken.kept) == (2, 2, ["a", "b"])


def test_the_table_of_throughput_has_a_line_for_each_program_and_part() -> None:
    said = {"a": b"1", "b": b"2", "c": b"3"}
    contenders = [summary(_taken(name, 2.0), 4, said, set(said)) for name in ("curate", DEFAULT, "Data-Juicer")]
    machine = {"cores_used": 1, "cores_there": 2, "python": "3.11"}
    result = {"records": 4, "megabytes": 0.1, "copies": 0, "rounds": 3, "peer_rounds": 1, "languages": ""}
    table = throughput_table(
        {**result, "machine": machine, "memory": "PSS", "command": "python", "contenders": contenders}
    )
    assert "languages not told" in table
    assert "rounds: 3, 1 of the peers" in table
    assert "| Data-Juicer | 2.0 | 3.0 | 0.4 | 2 | 160 | 3 | 0 | 3 |" in table
    assert "| read | 0.5 | 0.5 |" in table
    assert "| starting up, and what it does not tell of | 2.5 | 2.5 |" in table
    assert f"| part of {DEFAULT} |" in table


# Processes that are watched and killed.
