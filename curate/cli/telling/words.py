"""Numbers of the work as a person reads them."""

from curate.cli.telling.parts import OF_FILES, Part
from curate.files.process import MB

MINUTE, HOUR = 60, 3600
LONGEST_NAME = 200
SLOW = 10
"""Records a second below which a digit behind the point says something."""


def counted(part: Part) -> str:
    """How many are done, and of how many while that is known and not reached: `40,960 of 100,000`."""
    there_are = part.there_are
    if part.ended or there_are is None or part.count == there_are:
        return done(part)
    return f"{part.count:,} of {there_are:,}"


def done(part: Part) -> str:
    """How many are done; nothing is said of none."""
    return f"{part.count:,}" if part.count else ""


def rated(rate: float | None) -> str:
    """`8,100/s`; empty where it is not known."""
    if rate is None:
        return ""
    return f"{rate:.1f}/s" if rate < SLOW else f"{rate:,.0f}/s"


def lasting(seconds: float) -> str:
    """`0.3 s`, `42 s`, `3 min 05 s`, `2 h 04 min`."""
    if seconds < SLOW - 0.05:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE:02} s"
    minutes = round(whole / MINUTE)
    return f"{minutes // MINUTE:,} h {minutes % MINUTE:02} min"


def left(remaining: float | None) -> str:
    """`7 s left`; empty where it can not be told. Nobody knows tenths of a second that are still to come."""
    if remaining is None:
        return ""
    return f"{max(1, round(remaining))} s left" if remaining < MINUTE - 0.5 else f"{lasting(remaining)} left"


def held(size: float | None) -> str:
    """`512 MB`; empty where the system does not tell."""
    return "" if size is None else f"{size / MB:,.0f} MB"


def named(part: Part) -> str:
    """What is being done, or what was; many files that were read or written are counted."""
    from curate.report.terminal import shown

    if part.ended and part.things > 1:
        return f"{part.name} {part.things:,} files" if part.name in OF_FILES else shown(part.name, LONGEST_NAME)
    return shown(part.what, LONGEST_NAME)
