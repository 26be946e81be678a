"""A small run that does something of everything: two inputs, of which records are changed, dropped, and parted."""

import io
import json
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from curate.cli import main

Contents = dict[str, bytes]


def some_slow(names: Iterable[str], *fast: str) -> list[Any]:
    """Cases of a test, of which only a few are for the fast suite."""
    return [pytest.param(name, marks=[] if name in fast else pytest.mark.slow, id=name) for name in names]


PIPELINE = """
name = "birds"
seed = 3
select = ["STR", "TXT001", "TPL001", "LEN001", "DUP001"]

[[steps]]
use = "repair"
on = ["TXT001", "TPL001"]

[[steps]]
use = "drop"
on = ["STR", "LEN001"]

[[steps]]
use = "keep-one"
of = "DUP001"

[[steps]]
use = "split"
held_out = 0.4
"""
_WEED = "Pull bindweed after rain, when the soil lets go of the white roots, and do so again every second week."
_EELS = "European eels spawn in the Sargasso Sea, far west of the rivers in which they spend most of their lives."
LINES = [
    ("Where do eels spawn?", _EELS),
    ("How do I get rid of bindweed?", _WEED),
    ("How do I get rid of bindweed?", _WEED),
    ("Do swifts sleep on the wing?", "They do: a swift may stay in the air for ten months without a landing."),
    ("Why is my bread dry?", "Too much flour, most likely: weigh it, and add water by the spoon until it sticks."),
    ("When do I prune a plum tree?", "In June or July, as wounds made in winter let in the silver leaf fungus."),
    ("What is a caf\u00c3\u00a9 cr\u00c3\u00a8me?", "A small caf\u00c3\u00a9 with cream, served in a glass."),
    ("Who wrote Middlemarch?", ""),
]
ROWS = [
    (
        "Name the longest river of Poland.",
        "The Vistula, which runs for 1,047 kilometres from the Beskids to the sea.",
    ),
    ("How do I get rid of bindweed?", _WEED),
    ("How high is the Zugspitze?", "It is 2,962 metres high, the highest mountain of Germany."),
    (
        "Why do leaves turn red?",
        "As green fades in autumn, some trees make a red dye that shields the leaf from light.",
    ),
]


def lay(folder: Path, *, more: int = 0) -> list[str]:
    """The inputs and the pipeline of the run, and what to call it by."""
    folder.mkdir(parents=True, exist_ok=True)
    counted = [
        (f"How long is a rope of {n} ells?", f"A rope of {n} ells is {n * 2} feet long.") for n in range(more)
    ]
    lines = [json.dumps({"prompt": p, "completion": r}, ensure_ascii=False) for p, r in LINES + counted]
    (folder / "tickets.jsonl").write_text("".join(f"{line}\n" for line in [*lines, '{"prompt": "Cut o']), "utf-8")
    rows = [{"instruction": p, "input": "", "output": r} for p, r in ROWS]
    (folder / "team.json").write_text(json.dumps(rows, indent=1), "utf-8")
    (folder / "birds.toml").write_text(PIPELINE, "utf-8")
    inputs = [str(folder / "tickets.jsonl"), str(folder / "team.json")]
    return ["run", str(folder / "birds.toml"), *inputs, "--threads", "1", "--out"]


def lay_several(folder: Path) -> list[str]:
    """The same with four inputs more."""
    run, pipeline, *inputs, threads, one, out = lay(folder)
    for number in range(4):
        path = folder / f"ropes-{number}.jsonl"
        ells = range(40 * number + 2, 40 * number + 42)
        told = [(f"How long is a rope of {n} ells?", f"A rope of {n} ells is {n * 45} inches long.") for n in ells]
        path.write_text(_lines([*LINES[number : number + 2], *told]), "utf-8")
        inputs.append(str(path))
    return [run, pipeline, *inputs, threads, one, out]


def _lines(told: list[tuple[str, str]]) -> str:
    rows = [json.dumps({"prompt": p, "completion": r}, ensure_ascii=False) for p, r in told]
    return "".join(f"{row}\n" for row in rows)


def called(*words: str | Path) -> tuple[int, str]:
    """Run the command line in this process; gives the exit code and the complaints."""
    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["curate", *map(str, words)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as ending:
        return int(ending.code or 0), err.getvalue()
    finally:
        sys.argv = before
    raise AssertionError("the command line always leaves")


def contents(folder: Path) -> Contents:
    """Every file of a folder but for the times, which differ."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "timing.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def wrong_with(folder: Path) -> str:
    """What is wrong with a folder that looks finished; nothing if it does not, or is whole."""
    if not (folder / "manifest.json").exists():
        return ""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    for name, digest in manifest["outputs"].items():
        if not (folder / name).exists():
            return f"{name} is missing"
        if sha256((folder / name).read_bytes()).hexdigest() != digest:
            return f"{name} is not what the manifest names"
    named = {*manifest["outputs"], "manifest.json", "timing.json"}
    beside = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - named
    foreign = sorted(name for name in beside if not name.startswith(".work"))
    return f"{foreign[0]} is named nowhere" if foreign else ""
