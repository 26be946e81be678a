"""Tables in Markdown."""

from collections.abc import Iterable


def drawn(heads: Iterable[str], rows: Iterable[Iterable[str]], *, left: int = 1) -> list[str]:
    """The lines of a table, its first columns to the left and the others, numbers, to the right."""
    names = list(heads)
    return [
        f"| {' | '.join(names)} |",
        f"|{'---|' * left}{'--:|' * (len(names) - left)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
