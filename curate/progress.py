"""How long work tells what it is doing, without knowing who listens."""

from collections.abc import Callable

Tell = Callable[[str, int, int | None], None]
"""Called with what is being done, how many are done, and how many there are (None: unknown)."""


def silent(_what: str, _done: int, _total: int | None) -> None:
    """Tell nobody."""
