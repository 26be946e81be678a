"""The user's own labels of prompts, and what types they mean."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from tomllib import loads

import polars as pl

from curate.errors import UnknownName
from curate.files.resources import label_schemes_text
from curate.taxonomy.model import NONE, OTHER, UNSURE, Taxonomy

_MOST_NAMED, _MOST_LISTED = 3, 12


def folded(label: str) -> str:
    """A label without what people write differently: case, spaces, hyphens."""
    return "_".join(label.replace("-", " ").replace("_", " ").replace("\xa0", " ").casefold().split())


@cache
def label_schemes() -> Mapping[str, Mapping[str, str]]:
    """By the name of a data set what its labels mean: a type of the default taxonomy, or a group where several."""
    schemes: dict[str, dict[str, str]] = loads(label_schemes_text())
    return {name: {folded(label): meant for label, meant in each.items()} for name, each in schemes.items()}


def meanings(by: Taxonomy, scheme: str = "") -> dict[str, str]:
    """What each known label means, by the names that a taxonomy has for its types, and by those of a scheme.

    Raises:
        UnknownName: there is no such scheme, or it speaks of types that this taxonomy does not have.
    """
    if scheme and scheme not in label_schemes():
        raise UnknownName.among(list(label_schemes()), kind="scheme of labels", name=scheme)
    known = {folded(name): name for name in (OTHER, NONE, UNSURE)}
    for each in by.types:
        known |= {folded(name): each.id for name in (each.id, each.title, *each.aliases)}
    if scheme:
        ids = {OTHER, *(each.id for each in by.types), *(each.id for each in by.groups)}
        lacking = [meant for meant in label_schemes()[scheme].values() if meant not in ids]
        if lacking:
            raise UnknownName.among(ids, kind="type", name=lacking[0], where=f"labels of {scheme}")
        known |= label_schemes()[scheme]
    return known


def types_of(labels: pl.Series, by: Taxonomy, scheme: str = "") -> pl.Series:
    """The type, or the group where only that is said, that each label means; null for null.

    Raises:
        UnknownName: a label means none, with the nearest names.
    """
    known = meanings(by, scheme)
    told = known_types_of(labels, by, scheme)
    lost = labels.filter(labels.is_not_null() & told.is_null())
    if len(lost):
        raise _unmapped(lost.cast(pl.String), known)
    return told


def known_types_of(labels: pl.Series, by: Taxonomy, scheme: str = "") -> pl.Series:
    """The same, null for a label that means none."""
    known = meanings(by, scheme)
    each = labels.cast(pl.String).drop_nulls().unique().to_list()
    meant = {label: known.get(folded(label)) for label in each}
    told = labels.cast(pl.String).replace_strict(meant, default=None, return_dtype=pl.String)
    return told.alias(labels.name)


def _listed(every: Sequence[str]) -> str:
    """All labels that mean nothing, so that they can be named at once; not where it is one."""
    if len(every) == 1:
        return ""
    left = len(every) - _MOST_LISTED
    return f": {', '.join(every[:_MOST_LISTED])}" + (f" and {left:,} more" if left > 0 else "")


def _unmapped(lost: pl.Series, known: Mapping[str, str]) -> UnknownName:
    label = str(lost[0])
    every = [
        f"{name} {count:,}"
        for name, count in lost.value_counts(sort=True).sort("count", lost.name, descending=[True, False]).rows()
    ]
    near = get_close_matches(folded(label), known, n=_MOST_NAMED, cutoff=0.4)
    ids: Collection[str] = list(dict.fromkeys(known[name] for name in near))
    nearest = f" The nearest: {', '.join(ids)}." if ids else ""
    unknown = UnknownName(
        f"the label {label!r} is that of no type ({len(lost):,} prompts have such a label{_listed(every)})."
        f"{nearest}",
        hint=f"Add it to the `aliases` of a type in a taxonomy of your own (--types), name whose labels these are"
        f" (--scheme), or leave labels aside, those of the set and of its target alike (--no-own-labels). Types: "
        f"{', '.join(dict.fromkeys(known.values()))}.",
    )
    unknown.name = label
    return unknown
