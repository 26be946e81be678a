"""Coverage as Markdown, for a pull request."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from curate.checks import type_check as v
from curate.report.coverage.cells import FACET, VALUE
from curate.report.coverage.result import Coverage
from curate.report.coverage.table import COLLECT, NAME
from curate.report.coverage.text import ABOUT, families_words, how_told, ratio_words
from curate.report.coverage.verdicts import verdicts
from curate.report.markdown_text import cell
from curate.report.terminal import shown


def coverage_markdown(found: Coverage) -> str:
    """The types as a table, and what was found as a list."""
    return "\n".join([*_heading(found), "", *_table(found), *_flags(found)]) + "\n"


def _heading(found: Coverage) -> Iterator[str]:
    yield f"**{found.prompts.height:,} prompts in {found.families:,} families**, types {how_told(found)}"
    if found.counts.errors is not None:
        yield f"{ABOUT} and all shares: estimated from labels; all else is counted"
    yield f"Target: {cell(found.target.name)}" if found.target else "Target: none"


def _table(found: Coverage) -> Iterator[str]:
    words = verdicts(found)
    yield "| type | families | share | target | ratio | collect | |"
    yield "|---|--:|--:|--:|---|--:|---|"
    rows = found.table.filter((pl.col("kind") != "unsure") & ((pl.col(v.RECORDS) > 0) | (pl.col(v.TARGET) > 0)))
    for row in rows.sort(v.RATIO, nulls_last=True, maintain_order=True).iter_rows(named=True):
        cells = (
            row[NAME],
            families_words(row, found),
            _percent(row[v.SHARE]),
            _percent(row[v.TARGET]),
            ratio_words(row),
            f"+{row[COLLECT]:,}" if row[COLLECT] else "",
            words.get(row[NAME], ""),
        )
        yield f"| {' | '.join(map(cell, cells))} |"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


def _flags(found: Coverage) -> Iterator[str]:
    for number, row in enumerate(found.flags.iter_rows(named=True)):
        if not number:
            yield ""
        yield f"- {row['code']} {row['name']}: {cell(_what(row))}: {cell(row['message'])} ({row['status']})"


def _what(row: dict[str, Any]) -> str:
    return row["type"] if row[FACET] is None else f"{row['type']}, {row[FACET]} {shown(row[VALUE], 30)}"
