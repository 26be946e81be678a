"""Where a run left its result: the last lines that it prints."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from curate.files.folder import MANIFEST, read_bytes
from curate.report.next import next_after
from curate.report.results import Result
from curate.report.terminal import print_next

TIMES = "timing.json"
KEPT = "kept"


def files_in(folder: Path) -> list[Path]:
    """The files of a finished run: what was kept, then what tells of the rest, the manifest, the times."""
    manifest = json.loads(read_bytes(folder / MANIFEST))
    kept = [name for each in manifest["inputs"] for name in each["outputs"]]
    others = [name for name in manifest["outputs"] if name not in kept]
    return [folder / name for name in (*kept, *others, MANIFEST, TIMES)]


def written_lines(result: Result, folder: Path | None) -> Iterator[tuple[str, str]]:
    """The main files of a run, each with what it holds; where nothing was written, that."""
    if folder is None:
        yield "nothing", "only looked at; --out DIR in place of --dry-run writes it"
        return
    ledger = result.ledger
    yield _kept(folder, ledger.kept)
    if ledger.dropped:
        yield str(folder / "dropped.jsonl"), f"{_records(ledger.dropped)}, each with its reason"
    if ledger.rejected:
        yield str(folder / "rejected.jsonl"), f"{_records(ledger.rejected)} that can not be read, and why"
    yield str(folder / "ledger.json"), "the account; beside it findings, edits, lineage, manifest and times"


def _kept(folder: Path, kept: int) -> tuple[str, str]:
    names = [each.relative_to(folder).parts[0] for each in files_in(folder)]
    own = [name for name in names if name.partition(".")[0] == KEPT]
    if len(own) == 1 and own[0] != KEPT:
        return str(folder / own[0]), f"{_records(kept)} kept"
    name = f"{folder / KEPT}/" if own[0] == KEPT else f"{folder / KEPT}.*"
    return name, f"{_records(kept)} kept, in {len(own):,} files"


def _records(number: int) -> str:
    return "1 record" if number == 1 else f"{number:,} records"


def print_ending(
    out: Console, result: Result, folder: Path | None, further: Iterable[tuple[str, str]] = ()
) -> None:
    """Where the result is, and what to type next."""
    written = list(written_lines(result, folder))
    width = max(len(file) for file, _ in written) + 3
    out.print()
    for number, (file, holds) in enumerate(written):
        out.print(Text(f"{'' if number else 'Written':<10}{file:<{width}}").append(holds, "dim"))
    following = [*(next_after(result, folder) if folder else ()), *further]
    if following:
        print_next(out, following)
