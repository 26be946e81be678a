"""Coverage as a person reads it: each type with its share, what it was to be, and how sure that is."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from curate.checks import type_check as v
from curate.findings import worst_first
from curate.report.coverage.cells import FACET, VALUE
from curate.report.coverage.flags import CHECK
from curate.report.coverage.result import UNCHECKED, Coverage
from curate.report.coverage.table import COLLECT, NAME, SHARE_HIGH, SHARE_LOW
from curate.report.coverage.verdicts import FINE, UNTOLD, WORDS, verdicts
from curate.report.terminal import COLOURS, read_table, shown, table
from curate.report.toml_text import counted, listed

BAR = 6
OWN = "by the records' own labels"
TOGETHER = 4
"""Types that one check may find before they stand on one line."""
_FULL, _EMPTY = "█", "·"
_PARTS = " ▏▎▍▌▋▊▉"
_STYLES = {"missing": "red", "under": "red", "low": "yellow", "over": "cyan", FINE: "green"}


def print_coverage(
    out: Console, found: Coverage, *, limit: int | None, clusters: pl.DataFrame | None = None
) -> None:
    """The table of types first, then what else was found, then what all of that rests on."""
    out.print(types_table(found))
    if clusters is not None and clusters.height:
        out.print()
        out.print(clusters_table(clusters, limit))
    flags = list(flag_lines(found, limit))
    if flags:
        out.print()
        out.print(*flags, sep="\n")
    out.print()
    out.print(read_table(found.records))
    for line in standing_lines(found):
        out.print(line)


def types_table(found: Coverage) -> Table:
    """A row for each type of which there is any, or is to be."""
    return _against_target(found) if found.target else _alone(found)


def _told(found: Coverage) -> list[dict[str, Any]]:
    rows = found.table.filter((pl.col("kind") != "unsure") & ((pl.col(v.RECORDS) > 0) | (pl.col(v.TARGET) > 0)))
    return list(rows.sort(v.RATIO, v.SHARE, descending=[False, True], nulls_last=True).iter_rows(named=True))


def _against_target(found: Coverage) -> Table:
    rows = table()
    for name, justify in (
        ("type", "left"), ("families", "right"), ("share", "right"), ("target", "right"), ("", "left"),
        ("ratio", "left"), ("collect", "right"),
    ):  # fmt: skip
        rows.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    words = verdicts(found)
    # On a narrow screen all else is cut before this is.
    rows.add_column(no_wrap=True, min_width=max(map(len, words.values()), default=0))
    for row in _told(found):
        word = words.get(row[NAME], "")
        more = f"+{row[COLLECT]:,}" if row[COLLECT] else ""
        rows.add_row(
            row[NAME],
            families_words(row, found),
            _percent(row[v.SHARE]),
            "-" if row[v.TARGET] is None else _percent(row[v.TARGET]),
            "" if row[v.RATIO] is None else bar(row[v.RATIO]),
            ratio_words(row),
            more,
            Text(word, _STYLES.get(word.partition("?")[0], "dim")),
        )
    return rows


def _alone(found: Coverage) -> Table:
    told, estimated = _told(found), found.counts.errors is not None
    most = max((row[v.SHARE] or 0 for row in told), default=1) or 1
    rows = table()
    for name, justify in (
        ("type", "left"), ("records", "right"), ("families", "right"), ("share", "right"), ("", "left"),
        ("openings", "right"), ("as varied as", "right"),
    ):  # fmt: skip
        # What labels let estimate is no count of the same records.
        if not (estimated and name == "records"):
            rows.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for row in told:
        varied = "" if row[v.HILL_2] is None else f"{row[v.HILL_2]:,.0f}"
        openings = "" if row["openings"] is None else f"{row['openings']:,}"
        rows.add_row(
            row[NAME],
            *(() if estimated else (f"{row[v.RECORDS]:,}",)),
            families_words(row, found),
            _share_words(row),
            bar((row[v.SHARE] or 0) / most),
            openings,
            varied,
        )
    return rows


ABOUT = "≈"
"""Stands before a number that labels let estimate, and that nobody has counted."""


def families_words(row: dict[str, Any], found: Coverage) -> str:
    """How many families a type has: counted, or about how many."""
    return f"{ABOUT if found.counts.errors is not None else ''}{row[v.EFFECTIVE]:,.0f}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


def _share_words(row: dict[str, Any]) -> str:
    """The share, and its bounds where it is not known exactly."""
    if row[v.SHARE] is None or row[SHARE_HIGH] - row[SHARE_LOW] < _EXACT:
        return _percent(row[v.SHARE])
    return f"{_percent(row[v.SHARE])} ({100 * row[SHARE_LOW]:.1f}-{100 * row[SHARE_HIGH]:.1f})"


_EXACT = 1e-6
"""Bounds nearer to each other are one."""


def ratio_words(row: dict[str, Any]) -> str:
    """`0.22 (0.14-0.35)`; without bounds where both shares are known exactly."""
    ratio, low, high = (row[name] for name in (v.RATIO, v.RATIO_LOW, v.RATIO_HIGH))
    if ratio is None:
        return ""
    if high - low < _EXACT * max(1.0, ratio):
        return _short(ratio)
    return f"{_short(ratio)} ({_short(low)}-{'...' if high == float('inf') else _short(high)})"


def _short(ratio: float) -> str:
    """Three digits are enough for any ratio."""
    return f"{ratio:.2f}" if ratio < _TEN else f"{ratio:,.0f}"


_TEN = 9.995


def bar(part: float) -> str:
    """A part of one as a bar that is full from one on."""
    eighths = round(8 * BAR * min(1.0, max(0.0, part)))
    full, rest = divmod(eighths, 8)
    if not full and not rest and part > 0:
        rest = 1
    drawn = _FULL * full + (_PARTS[rest] if rest else "")
    return drawn + _EMPTY * (BAR - len(drawn))


def flag_lines(found: Coverage, limit: int | None) -> Iterator[Text]:
    """What was found beside what the table says, the worst first."""
    rows = found.flags.filter(~pl.col("code").is_in(list(WORDS))).rows(named=True)
    rows.sort(key=lambda row: worst_first(row["severity"]))
    lines = [line for _, own in groupby(rows, key=itemgetter("code")) for line in _of_one_check(list(own), limit)]
    longest = max((len(line.name) for line in lines), default=0)
    wide = max((len(line.what) for line in lines if line.said), default=0)
    for line in lines[:limit]:
        what = f"{line.what:<{wide}}  {line.said}" if line.said else line.what
        yield Text("  ").append(line.code, COLOURS[line.severity]).append(f"  {line.name:<{longest}}  {what}")
    if limit is not None and (left := len(lines) - limit) > 0:
        yield Text(f"  ... and {left:,} more; --limit 0 shows all of them", "dim")


class _Line(NamedTuple):
    """What one line says."""

    code: str
    name: str
    severity: str
    what: str
    said: str


def _of_one_check(rows: list[dict[str, Any]], limit: int | None) -> Iterator[_Line]:
    """A line for each type or cell; one for all types, where there are many and not all was asked for."""
    code, name, severity = (rows[0][each] for each in ("code", "name", "severity"))
    if limit is not None and len(rows) > TOGETHER and rows[0][FACET] is None:
        yield _Line(
            code, name, severity, f"{len(rows):,} types: {listed((row['type'] for row in rows), TOGETHER)}", ""
        )
        return
    for row in rows:
        what = row["type"] if row[FACET] is None else f"{row['type']}, {row[FACET]} {shown(row[VALUE], 30)}"
        yield _Line(
            code, name, severity, what, f"{row['message']}   check" if row["status"] == CHECK else row["message"]
        )


PER_TYPE = 3
"""Clusters of each type that are printed; all, where all is asked for."""


def clusters_table(clusters: pl.DataFrame, limit: int | None) -> Table:
    """The largest clusters of each type, each with the prompt nearest to its middle."""
    rows = table()
    rows.add_column("kinds within", no_wrap=True)
    rows.add_column("families", justify="right", no_wrap=True)
    rows.add_column("by its words", no_wrap=True)
    rows.add_column("such as", no_wrap=True)
    for (kind,), own in clusters.group_by("type", maintain_order=True):
        told = own if limit is None else own.head(PER_TYPE)
        for number, row in enumerate(told.iter_rows(named=True)):
            said = shown(row["prompts"][0], 40) if row["prompts"] else ""
            rows.add_row(
                "" if number else str(kind), f"{row['families']:,}", shown(row["name"], 24), Text(said, "dim")
            )
    return rows


def standing_lines(found: Coverage) -> Iterator[Text]:
    """What the numbers rest on: how types are told, what they are compared with, and what nobody knows."""
    counts = found.counts
    yield Text(
        f"Prompts   {counted(found.prompts.height, 'prompt')} in {_families(found.families)} of near-duplicates"
    )
    yield Text(f"Types     {how_told(found)}")
    for doubt in _doubts(found):
        yield Text(f"          {doubt}", "yellow")
    yield from label_lines(found)
    if found.target:
        of = f", {_families(round(found.target.of))} of prompts" if found.target.of else ""
        if found.target.unsure:
            of += f", and {_percent(found.target.unsure)} of its prompts not told"
        distance = (
            "" if found.distance is None else f"; {100 * found.distance:.0f} % would have to be of other types"
        )
        yield Text(f"Target    {found.target.name}{of}{distance}")
    else:
        yield Text("Target    none: nothing is too few or too many", "dim")
    if not found.is_feasible:
        yield Text("Collect   no additions can do it: some types have to have fewer, or --reach less", "yellow")
    if counts.unsure:
        yield Text(f"Not told  {_percent(counts.unsure)} of the prompts, which count in no share")


def _doubts(found: Coverage) -> Iterator[str]:
    """What labels can not tell."""
    if found.counts.labels and found.unjudged:
        yield f"{found.unjudged}: to be checked"
    if found.settings.labels_aside:
        yield "only one side has labels of its own: left aside, so that both are told alike"
    if found.unnamed:
        count = sum(found.unnamed.values())
        yield f"labels do not tell {listed(found.unnamed, TOGETHER)}, all or in part"
        yield f"rules tell {_families(count)} of that: to be checked"


def label_lines(found: Coverage) -> Iterator[Text]:
    """Whose labels there are, how far they agree, and which count for nothing."""
    labels = found.labels
    if labels is None:
        return
    yield Text(f"Labels    {counted(len(labels.told), 'record')} by {listed(labels.by, TOGETHER)}")
    if labels.agreement is not None:
        alpha, (low, high) = labels.agreement
        yield Text(
            f"          agreement {alpha:.2f} ({low:.2f}-{high:.2f}; Krippendorff's alpha: 1 is all, 0 chance)"
        )
        for one, other, count in labels.confusions[:TOGETHER]:
            yield Text(f"          {count:,} times one says {one}, another {other}", "dim")
    yield Text(
        f"          {ABOUT} families, and shares, are estimated from these; openings, variety and the", "dim"
    )
    yield Text("          spread over languages and lengths are counted, by what each prompt is told to be", "dim")
    yield from _lesson_lines(found)
    if untold := [name for name, word in verdicts(found).items() if word == UNTOLD]:
        yield Text(f"          not even labels of all prompts would tell: {listed(untold, TOGETHER)}", "dim")
    if labels.open:
        yield Text(f"          {counted(labels.open, 'record')} on which they differ count for nothing", "yellow")
    if labels.absent:
        yield Text(f"          {counted(labels.absent, 'label')} of records that are not here", "yellow")


def _lesson_lines(found: Coverage) -> Iterator[Text]:
    """What the labels taught of prompts that nobody labelled."""
    if found.lesson is None:
        return
    gain, refusal = found.lesson.gain, found.lesson.refusal
    if gain is None:
        yield Text(f"          they teach nothing of the others yet: {refusal}", "dim")
        return
    low, high = gain.difference
    right = (
        f"cross-validated they tell {gain.head:.0%} rightly, rules {gain.rules:.0%} ({low:+.0%} to {high:+.0%})"
    )
    used = "used" if gain.is_sure else "likely better, not surely, and used"
    if found.lesson.head is None:
        used = "not surely better, and not used"
    yield Text(f"          {right}: {used} for cells, variety and the brief")


def how_told(found: Coverage) -> str:
    """By labels, by rules, or both; and whether anybody has looked."""
    counts = found.counts
    if counts.labels:
        return f"{_before_labels(counts.by_label)}, and by {counted(counts.labels, 'label')} of a sample"
    if counts.by_label >= 1:
        return OWN
    if not counts.by_label:
        return UNCHECKED
    return f"{_percent(counts.by_label)} {OWN}, the others {UNCHECKED}"


def _before_labels(by_label: float) -> str:
    """How types were told before anybody labelled a sample."""
    if not by_label:
        return "by rules"
    return OWN if by_label >= 1 else f"{_percent(by_label)} {OWN}, the others by rules"


def _families(number: int) -> str:
    return "1 family" if number == 1 else f"{number:,} families"
