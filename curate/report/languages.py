"""How many responses are in each language."""

from collections.abc import Iterator

import polars as pl
from rich.text import Text

from curate.langid.names import NAMES, UND, ZXX
from curate.report.toml_text import counted, share

SHOWN = 5
"""Languages that are told one by one."""
_NOT_TOLD = {UND: "can not be told", ZXX: "code"}


def language_lines(told: pl.DataFrame | None) -> Iterator[Text]:
    """A line for each of the most frequent languages, and one for all others; none where none was told."""
    if told is None or told.is_empty():
        return
    every = sum(told["records"])
    rows = [
        (f"{code}  {_NOT_TOLD.get(code) or NAMES[code]}", *counts)
        for code, *counts in told.head(SHOWN).iter_rows()
    ]
    if len(others := told[SHOWN:]):
        rows.append((f"    {counted(len(others), 'other')}", sum(others["records"]), sum(others["by_record"])))
    shares = [share(count, every) for _, count, _ in rows]
    wide, digits, wider = max(len(name) for name, *_ in rows), len(f"{rows[0][1]:,}"), max(map(len, shares))
    for number, (name, count, by_record) in enumerate(rows):
        label = "" if number else "Language"
        short = (
            f"{shares[number]:<{wider}}  {by_record:,} short, by their records" if by_record else shares[number]
        )
        yield Text(f"{label:<10}{name:<{wide}}  {count:>{digits},}  {short}")
