"""The programs that `throughput.py` runs side by side, each in an environment of its own."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

PEERS = Path(__file__).parent / "peers"
MODEL = PEERS / "model.txt"
"""Holds the model by which Data-Juicer and datatrove tell languages."""
JOB = ("read", "length", "language", "near-duplicates", "write")
"""What all of them do, in this order. Anything else that a program tells of is `other`."""
PACKAGES = ("curate-sft", "polars", "pydantic", "numpy", "numba", "datasketch", "langdetect")
_PARTS_OF_CURATE = {
    "read": "read",
    "check LEN001": "length",
    "check LNG001": "language",
    "check DUP002": "near-duplicates",
    "compare": "near-duplicates",
    "step 2 keep-one": "near-duplicates",
    "write": "write",
}
"""On the same job as the peers, in which no other check compares records."""

Command = Callable[[Path, Path, str], list[str]]
"""What to run, for a corpus, a folder that is not there yet, and languages as codes with commas."""


@dataclass(frozen=True)
class Contender:
    """One program, set to one job."""

    name: str
    settings: str
    """How it was set, in words."""
    command: Command
    kept: str
    """Where the records stand that it keeps: a pattern in its folder."""
    told: Callable[[Path], dict[str, Any]]
    """From its folder, `parts` and `versions`."""
    is_peer: bool = True


def _curate(pipeline: str) -> Command:
    def command(corpus: Path, folder: Path, languages: str) -> list[str]:
        expected = ["--expect", languages] if languages else []
        run = ["curate", "run", pipeline, str(corpus), "--out", str(folder), *expected, "--quiet", "--no-cache"]
        return [sys.executable, "-m", *run]

    return command


def _told_by_curate(folder: Path) -> dict[str, Any]:
    parts = apart(json.loads((folder / "timing.json").read_text()))
    told = [part | {"job": _PARTS_OF_CURATE.get(part["part"], "other")} for part in parts]
    return {"parts": told, "versions": {name: version(name) for name in PACKAGES}}


def apart(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts of a run, where the look at all records is told without the checks that were made in it."""
    checks = [part for part in parts if part["part"].startswith("check ")]

    def around(look: dict[str, Any]) -> dict[str, Any]:
        less = {name: look[name] - sum(check[name] for check in checks) for name in ("wall_s", "cpu_s")}
        told = look | {"part": "around the checks"} | {name: max(0.0, time) for name, time in less.items()}
        told.pop("records_per_s", None)  # it was that of the whole look
        return told

    return [around(part) if part["part"] == "look" else part for part in parts]


def _peer(python: Path, script: str, *more: str) -> Command:
    def command(corpus: Path, folder: Path, languages: str) -> list[str]:
        return [str(python), str(PEERS / script), str(corpus), str(folder), "--languages", languages, *more]

    return command


def _told_by_peer(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "told.json").read_text())
    return told


def ours() -> list[Contender]:
    """This project: on the same job as the peers, and with its default pipeline."""
    same = "pipeline peers/same-job.toml: LEN001 with min_words 3, LNG001, DUP002 at similarity 0.8, each verified"
    kept = "kept.jsonl"
    return [
        Contender("curate", same, _curate(str(PEERS / "same-job.toml")), kept, _told_by_curate, is_peer=False),
        Contender(DEFAULT, "as shipped", _curate("sft-default"), kept, _told_by_curate, is_peer=False),
    ]


DEFAULT = "curate, sft-default"


def peers(names: Iterable[str], environments: Path) -> list[Contender]:
    """Those of these names, in environments made where they are not there yet."""
    return [_PEERS[name](environment(name.removesuffix(SPACY), environments)) for name in names]


SPACY = "-spacy"
"""At the end of the name of a peer whose words are those of spaCy; its environment is the same."""


def _data_juicer(python: Path) -> Contender:
    settings = (
        "np 1, turbo; words_num_filter min_num 3 on the response, language_id_score_filter min_score 0.5, "
        "document_minhash_deduplicator on words of the text, window_size 3, jaccard_threshold 0.8, "
        "num_permutations 128, from which it makes 9 bands of 13 rows"
    )
    return Contender("Data-Juicer", settings, _peer(python, "run_data_juicer.py"), "kept.jsonl", _told_by_peer)


def _datatrove(python: Path) -> Contender:
    command = _peer(python, "run_datatrove.py", "--words", "spaces")
    return Contender("datatrove", f"{_DATATROVE} between spaces", command, _KEPT, _told_by_peer)


def _datatrove_spacy(python: Path) -> Contender:
    command = _peer(python, "run_datatrove.py", "--words", "spacy")
    settings = f"{_DATATROVE} by spaCy, which is its default for English"
    return Contender("datatrove, spaCy", settings, command, _KEPT, _told_by_peer)


_KEPT = "kept/*.jsonl"
_DATATROVE = (
    "LocalPipelineExecutor with 1 worker; LambdaFilter on 3 words of the response, LanguageFilter "
    "language_threshold 0.5, MinhashConfig n_grams 3, num_buckets 9, hashes_per_bucket 13, words"
)
_PEERS = {"data-juicer": _data_juicer, "datatrove": _datatrove, f"datatrove{SPACY}": _datatrove_spacy}
NAMES = tuple(_PEERS)
"""By which peers are asked for."""


def environment(name: str, folder: Path, *, alone: Path | None = MODEL) -> Path:
    """The Python of a peer, in a virtual environment that is made anew whenever what it holds changes.

    Args:
        name: That of its list of packages.
        folder: Where environments are.
        alone: A list of what is installed without the packages that it asks for.
    """
    wanted = PEERS / f"{name}.txt"
    mark = hashlib.sha256(wanted.read_bytes() + (alone.read_bytes() if alone else b"")).hexdigest()[:12]
    home = folder / name
    python, ready = home / "bin" / "python", home / f".ready-{mark}"
    if not ready.exists():
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        subprocess.run([*pip, "-r", str(wanted)], check=True)
        if alone:
            subprocess.run([*pip, "--no-deps", "-r", str(alone)], check=True)
        ready.touch()
    # Not resolved: the link is what tells Python its environment.
    return python.absolute()
