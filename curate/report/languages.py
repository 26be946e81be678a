"""How many responses are in each language."""

from collections.abc import Iterator

import polars as pl
from rich.text import Text

from curate.langid.names import NAMES
from curate.report.toml_text import counted, share

SHOWN = 5
"""Languages that are told one by one."""
_NOT_TOLD = {"und": "can not be told", "zxx": "code"}


def language_lines(told: pl.DataFrame | None) -> Iterator[Text]:
    """A line for each of the most frequent languages, and one for all others; none where none was told."""
    if told is None or told.is_empty():
        return
    every = sum(told["records"])
    rows = [
        (f"{code}  {_NOT_TOLD.get(code) or NAMES[code]}", count) for code, count in told.head(SHOWN).iter_rows()
    ]
    if others := told[SHOWN:]["records"].to_list():
        rows.append((f"    {counted(len(others), 'other')}", sum(others)))
    width, digits = max(len(name) for name, _ in rows), len(f"{rows[0][1]:,}")
    for number, (name, count) in enumerate(rows):
        label = "" if number else "Language"
        yield Text(f"{label:<10}{name:<{width}}  {count:>{digits},}  {share(count, every)}")
