"""Where a run left its result."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.report.terminal import captured
from curate.report.written import files_in, print_ending, written_lines

Lines = Callable[..., Path]
SOUP = "I stir the leeks in butter until they are soft, then add the stock and a potato."
SHORT = '[[steps]]\nuse = "drop"\non = ["LEN001"]\n'


@pytest.fixture
def kitchen(write_lines: Lines, chat: Callable[..., dict[str, Any]]) -> Path:
    """Two demonstrations, the second too short."""
    return write_lines([chat("How do you make leek soup?", SOUP), chat("How do you make leek stew?", "ok.")])


def pipeline(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(f'name = "mine"\n{text}')
    return str(path)


def told(result: curate.Result, out: Path | None) -> dict[str, str]:
    """By file, as a path in the folder, what it holds."""
    return {name.removeprefix(f"{out}/"): holds for name, holds in written_lines(result, out)}


def test_what_was_dropped_and_kept_is_found(kitchen: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = curate.run(pipeline(tmp_path, SHORT), kitchen, out=out)
    assert told(result, out) == {
        "kept.jsonl": "1 record kept",
        "dropped.jsonl": "1 record, each with its reason",
        "ledger.json": "the account; beside it findings, edits, lineage, manifest and times",
    }


def test_where_all_were_kept_there_is_no_word_of_what_was_dropped(kitchen: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = curate.run(pipeline(tmp_path, ""), kitchen, out=out)
    assert list(told(result, out)) == ["kept.jsonl", "ledger.json"]
    shown = captured(lambda screen: print_ending(screen, result, out))
    assert shown.splitlines()[1].startswith(f"Written   {out}/kept.jsonl")
    assert f"curate report {out}" in shown
    assert "why" not in shown


def test_what_can_not_be_read_is_found(tmp_path: Path) -> None:
    torn, out = tmp_path / "torn.jsonl", tmp_path / "out"
    torn.write_text('{"prompt": "Where do eels spa\n')
    result = curate.run(pipeline(tmp_path, ""), torn, out=out, format="prompt-completion")
    assert told(result, out)["rejected.jsonl"] == "1 record that can not be read, and why"
    assert told(result, out)["kept.jsonl"] == "0 records kept"


def test_several_inputs_are_kept_in_a_folder(kitchen: Path, tmp_path: Path) -> None:
    other, out = tmp_path / "other.jsonl", tmp_path / "out"
    other.write_bytes(kitchen.read_bytes())
    result = curate.run(pipeline(tmp_path, SHORT), [kitchen, other], out=out)
    assert told(result, out)["kept/"] == "2 records kept, in 2 files"


def test_the_parts_of_a_split_are_told_together(kitchen: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    split = '[[steps]]\nuse = "split"\nheld_out = 0.5\n'
    result = curate.run(pipeline(tmp_path, split), kitchen, out=out)
    name, holds = next(iter(told(result, out).items()))
    assert holds.startswith("2 records kept")
    assert name == "kept.*" or (out / name).exists()


def test_where_nothing_was_written_that_is_the_last_line(kitchen: Path, tmp_path: Path) -> None:
    result = curate.run(pipeline(tmp_path, SHORT), kitchen)
    shown = captured(lambda screen: print_ending(screen, result, None))
    last = "Written   nothing   only looked at; --out DIR in place of --dry-run writes it"
    assert shown.splitlines() == ["", last]


def test_every_file_of_a_run_is_listed_what_was_kept_first(sample_run: tuple[curate.Result, Path]) -> None:
    files = files_in(sample_run[1])
    assert sorted(files) == sorted(path for path in sample_run[1].rglob("*") if path.is_file())
    kept = json.loads((sample_run[1] / "manifest.json").read_text(encoding="utf-8"))["inputs"][0]["outputs"]
    assert files[0] == sample_run[1] / kept[0]
