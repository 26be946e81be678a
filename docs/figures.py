"""Draws the pictures of the README from a real run of the sample.

python docs/figures.py
"""

import re
from io import StringIO
from pathlib import Path

from rich.console import Console

import curate
from curate.cli.demo import LANGUAGES
from curate.files.resources import sample_files
from curate.ledger import Ledger
from curate.report.results import Result
from curate.report.terminal import print_result

IMAGES = Path(__file__).parent / "images"
FONT = "font-family: Helvetica, Arial, sans-serif"
KEPT, DROPPED, REJECTED, INK, FAINT = "#2f7d5b", "#c9822b", "#b5423c", "#1f2933", "#8895a1"
WIDTH, BAR = 860, 700


def terminal(result: Result) -> str:
    """What the demo prints, as a picture of a terminal."""
    screen = Console(record=True, width=118, highlight=False, markup=False, emoji=False, file=StringIO())
    print_result(screen, result, Path("build/demo"))
    drawn = screen.export_svg(title="./demo", unique_id="demo")
    # The stock template fetches its font from the network.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def run_folder(ledger: Ledger) -> str:
    """Where every record went, and the file that holds it."""
    scale = BAR / ledger.read
    rows = [_bar(40, "read", ledger.read, 0, scale, INK, "your files, which are never changed")]
    rows.append(
        _bar(90, "rejected", ledger.rejected, ledger.read - ledger.rejected, scale, REJECTED, "rejected.jsonl")
    )
    left = ledger.parsed
    for number, step in enumerate(ledger.steps):
        left -= step.dropped
        what = f"step {step.step}, {step.use}"
        rows.append(_bar(140 + 50 * number, what, step.dropped, left, scale, DROPPED, "dropped.jsonl"))
    last = 140 + 50 * len(ledger.steps)
    rows.append(
        _bar(last, "kept", ledger.kept, 0, scale, KEPT, "kept/, each file in its own format, byte for byte")
    )
    beside = (
        "findings.jsonl: every finding · lineage.jsonl: output row to input row · ledger.json: these numbers",
        "manifest.json: inputs, settings, versions, SHA-256 of each file · timing.json: what each part took",
    )
    for number, line in enumerate(beside):
        rows.append(f'<text x="20" y="{last + 62 + 20 * number}" font-size="13" fill="{FAINT}">{line}</text>')
    height = last + 100
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img" '
        f'style="{FONT}"><title>Where every record of a run goes</title>'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n' + "\n".join(rows) + "\n</svg>\n"
    )


def _bar(top: int, name: str, count: int, start: int, scale: float, colour: str, file: str) -> str:
    x, width = 140 + start * scale, max(2.0, count * scale)
    beside = (
        f'x="{x + 8:.1f}" fill="#ffffff"' if width > 330 else f'x="{x - 8:.1f}" text-anchor="end" fill="{INK}"'
    )
    return (
        f'<text x="20" y="{top + 18}" font-size="14" fill="{INK}">{name}</text>'
        f'<rect x="{x:.1f}" y="{top}" width="{width:.1f}" height="26" fill="{colour}" rx="2"/>'
        f'<text {beside} y="{top + 18}" font-size="13">{count:,} · {file}</text>'
    )


def pictures() -> dict[str, str]:
    """Every picture by its file name."""
    result = curate.run("sft-default", curate.read(*sample_files()), expect=LANGUAGES)
    return {"demo.svg": terminal(result), "run.svg": run_folder(result.ledger)}


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    for name, drawn in pictures().items():
        (IMAGES / name).write_text(drawn, encoding="utf-8")
