"""Who may tell languages: one interface, by name."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from curate.langid.answering import Answering
from curate.langid.names import KNOWN_TO, BackendName


@dataclass(frozen=True)
class Backend:
    """One way to tell languages. All leave out the same, and ask for as many letters; who reads prose differs."""

    name: BackendName
    answering: Callable[[], Answering]
    """Loads what it reads with, once for a process."""

    def languages(self) -> tuple[str, ...]:
        """The labels that it can give, apart from `und` and `zxx`."""
        return KNOWN_TO[self.name]

    def identify(self, texts: pl.Series) -> pl.Series:
        """What it tells of each text; see `curate.langid.identify.identify`.

        Raises:
            UsageError: it needs a package that is not installed, or one that does not fit.
        """
        from curate.langid.identify import identify

        return identify(texts, self.answering())


def _profiles() -> Answering:
    from curate.langid.identify import by_profiles

    return by_profiles()


def _langdetect() -> Answering:
    from curate.langid.by_langdetect import by_langdetect

    return by_langdetect()


def _py3langid() -> Answering:
    from curate.langid.by_py3langid import by_py3langid

    return by_py3langid()


BACKENDS: dict[BackendName, Backend] = {
    backend.name: backend
    for backend in (
        Backend("profiles", _profiles),
        Backend("langdetect", _langdetect),
        Backend("py3langid", _py3langid),
    )
}
"""The first one is the usual one. Another one is a module that gives an `Answering`, and a line here."""
