"""What well-known sets are made of, by type or group: something to compare with where nothing nearer is known."""

from collections.abc import Mapping
from functools import cache
from tomllib import loads

from curate.errors import UnknownName
from curate.files.resources import mixes_text
from curate.params import Params
from curate.taxonomy.labels import folded, meanings
from curate.taxonomy.model import Taxonomy


class Mix(Params):
    """How many prompts of each label a well-known set has."""

    title: str
    source: str
    """Where the numbers stand."""
    scheme: str
    """By which names it goes; `curate.taxonomy.labels` says what they mean."""
    counts: dict[str, float]

    def by_type(self, by: Taxonomy) -> dict[str, float]:
        """The same by type, or by group where a label means several types.

        Raises:
            UnknownName: its labels speak of types that this taxonomy does not have.
        """
        known, told = meanings(by, self.scheme), dict[str, float]()
        for label, count in self.counts.items():
            meant = known[folded(label)]
            told[meant] = told.get(meant, 0.0) + count
        return told


@cache
def mixes() -> Mapping[str, Mix]:
    """By their names."""
    return {name: Mix(**each) for name, each in loads(mixes_text()).items()}


def mix(name: str) -> Mix:
    """The mix of a well-known set.

    Raises:
        UnknownName: there is none of this name.
    """
    if name not in mixes():
        raise UnknownName.among(list(mixes()), kind="mix", name=name)
    return mixes()[name]
