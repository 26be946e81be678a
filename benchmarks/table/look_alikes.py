"""Languages that look alike, and what is told of those that have no profile."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from benchmarks.langid.contenders import BACKENDS, CURATE, IDENTIFY
from benchmarks.table.drawn import drawn
from curate.langid.names import NAMES

Told = dict[str, Any]
OTHERS = {
    "bs": "Bosnian", "eo": "Esperanto", "la": "Latin", "lg": "Ganda", "mi": "Maori", "ms": "Malay", "om": "Oromo",
    "sn": "Shona", "st": "Sotho", "ti": "Tigrinya", "tn": "Tswana", "ts": "Tsonga", "xh": "Xhosa", "yo": "Yoruba",
    "zu": "Zulu", "und": "not told", "zxx": "code",
}  # fmt: skip
"""Names of languages that no backend tells."""
FIRST = 3
"""Of the labels that are told of a language so many are shown."""


def named(code: str) -> str:
    """The English name of a language."""
    return NAMES.get(code) or OTHERS.get(code, code)


def look_alikes(result: Told) -> str:
    """How often each of two is taken for the other: by the best label, and by what each backend tells."""
    told = result["confusions"]
    names = [name for name in (CURATE, *BACKENDS.values()) if name in told]
    shares = {name: _shares(told[name]["look_alikes"]) for name in names}
    lines = drawn(
        (
            "sentences in",
            "told as",
            "best label, however unsure",
            *(f"told by {_backend(name)}" for name in names[1:]),
        ),
        (
            [named(own), named(other), *(f"{shares[name][own, other]:.1%}" for name in names)]
            for own, other in shares[CURATE]
        ),
        left=2,
    )
    return "\n".join(lines)


def _shares(rows: Iterable[Told]) -> dict[tuple[str, str], float]:
    return {(row["own"], row["told"]): row["share"] for row in rows}


def _backend(name: str) -> str:
    return next(backend for backend, own in BACKENDS.items() if own == name)


def not_known(result: Told) -> str:
    """What sentences in a language without a profile are told as."""
    shown = [name for name in (CURATE, IDENTIFY, BACKENDS["py3langid"]) if name in result["confusions"]]
    by_name = {name: result["confusions"][name]["not_known"] for name in shown}
    told = {name: _by_language(rows) for name, rows in by_name.items()}
    lines = drawn(
        ("sentences in", "best label, however unsure", *(f"told by {_backend(name)}" for name in shown[1:])),
        ([named(own), *(told[name].get(own, "") for name in by_name)] for own in sorted(told[CURATE], key=named)),
        left=1 + len(shown),
    )
    return "\n".join(lines)


def _by_language(rows: Iterable[Told]) -> dict[str, str]:
    shown = defaultdict[str, list[str]](list)
    for row in rows:
        shown[row["own"]].append(f"{named(row['told'])} {row['share']:.0%}")
    return {own: ", ".join(each[:FIRST]) for own, each in shown.items()}
