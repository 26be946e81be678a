"""The profiles of the installed `langdetect`, looked at before they are used."""

import json
from importlib.metadata import PackageNotFoundError, version
from typing import TypedDict

from curate.errors import UnfitPackage
from curate.langid.names import KNOWN_TO

_LENGTHS = 3
"""N-grams have one, two or three characters."""


class Profile(TypedDict):
    """How often each n-gram stands in texts of one language."""

    name: str
    freq: dict[str, int]
    n_words: list[int]
    """How many n-grams of one, two and three characters were counted."""


def parsed(texts: list[str]) -> list[Profile]:
    """The profiles, of which each language that can be told has one.

    Raises:
        UnfitPackage: they are missing, can not be read, or are of other languages.
    """
    try:
        found: list[Profile] = [json.loads(each) for each in texts]
        for profile in found:
            _must_be_whole(profile)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _unfit("a language profile that can not be read") from None
    told = {folded(profile["name"]) for profile in found}
    known = set(KNOWN_TO["profiles"])
    if missing := sorted(known - told):
        raise _unfit(f"no language profiles for {', '.join(missing)}")
    if unknown := sorted(told - known):
        raise _unfit(f"language profiles that are not known: {', '.join(unknown)}")
    return found


def folded(name: str) -> str:
    """`zh` for `zh-cn`."""
    return name.partition("-")[0]


def _must_be_whole(profile: Profile) -> None:
    counted = profile["n_words"]
    if len(counted) != _LENGTHS or min(counted) < 1 or min(profile["freq"].values()) < 0:
        raise ValueError(profile["name"])


def _unfit(found: str) -> UnfitPackage:
    try:
        installed = f"langdetect {version('langdetect')}"
    except PackageNotFoundError:
        installed = "langdetect of unknown version"
    return UnfitPackage(
        f"{installed} is installed, and has {found}.",
        hint="The profiles of langdetect 1.0.9 are known to fit: pip install --force-reinstall langdetect==1.0.9",
    )
