"""Two records side by side, message by message, with the words that differ."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from curate.checks.privacy import unquoted
from curate.report.said import Said
from curate.report.spelled import on_one_line
from curate.report.toml_text import counted
from curate.report.wordwise import Run, runs, words_of

_BRIEF = 8
"""Words up to which a message that both records have is shown twice."""
Pair = tuple[Said | None, Said | None]


def beside(one: Sequence[Said], other: Sequence[Said], *titles: str) -> Table:
    """Both records, each under its title; what only one of them says is marked, `+there+` or `-here-`."""
    rows = Table(box=None, padding=(0, 3, 0, 2), show_edge=False, expand=True)
    for title in titles:
        rows.add_column(title, ratio=1, overflow="fold")
    pairs = list(_paired(one, other))
    named = len(pairs) > 2  # noqa: PLR2004  a prompt and a response
    for alike, group in groupby(pairs, key=_is_alike):
        first, *others = group
        for pair in (first, *(() if alike else others)):
            rows.add_row()
            rows.add_row(*_both(*pair, named=named))
        if alike and others:
            rows.add_row(Text(f"[{counted(len(others), 'message')}]", "dim"), Text("the same", "dim"))
    return rows


def _is_alike(pair: Pair) -> bool:
    """Whether both have a message that is long enough to be shown once."""
    left, right = pair
    return bool(left and right and left.text == right.text and len(words_of(left.text)) > _BRIEF)


def _paired(one: Sequence[Said], other: Sequence[Said]) -> Iterator[Pair]:
    """Messages side by side from the first on; the last ones always beside each other."""
    most = max(len(one), len(other))
    for number in range(most - 1):
        yield tuple(said[number] if number < len(said) - 1 else None for said in (one, other))  # type: ignore[misc]
    yield (one[-1] if one else None), (other[-1] if other else None)


def _both(left: Said | None, right: Said | None, *, named: bool) -> tuple[Text, Text]:
    """One message of each, the words that differ as `+only there+` and `-only here-`."""
    told = runs(*(unquoted(each.text) if each else "" for each in (left, right)))
    names = (f"{each.part or each.role}\n" if named and each else "" for each in (left, right))
    cells = [Text().append(name, "dim") for name in names]
    one = cells[0].append_text(_side(told, 0))
    other = Text("the same", "dim") if _is_alike((left, right)) else _side(told, 1)
    return one, cells[1].append_text(other)


def _side(told: Sequence[Run], side: int) -> Text:
    made, sign, style = Text(), "+-"[side], ("green", "red")[side]
    for run in told:
        words = (run.one, run.other)[side]
        if run.same:
            made.append(on_one_line(words) + " ")
        elif words:
            made.append(f"{sign}{on_one_line(words)}{sign} ", style)
    return made
