"""What sentences of each language are taken for."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

LEAST = 0.02
"""Of the sentences of a language, so many are taken for another one, or it is not told of."""
LOOK_ALIKES = (("id", "ms"), ("no", "da"), ("hr", "sr", "bs"), ("sr", "mk"), ("pt", "gl"))
"""Languages that are hardly told apart."""

Labels = npt.NDArray[np.str_]


class Confusion(NamedTuple):
    """Of the sentences of a language the share that another label is told of."""

    own: str
    told: str
    share: float


def confusions(labels: Labels, langs: Labels) -> list[Confusion]:
    """Who is taken for whom, the most often first."""
    found = [
        Confusion(str(own), str(told), round(count / int((langs == own).sum()), 4))
        for own in np.unique(langs)
        for told, count in zip(*np.unique(labels[langs == own], return_counts=True), strict=True)
        if told != own
    ]
    return sorted((each for each in found if each.share >= LEAST), key=lambda each: (-each.share, each.own))


def among_look_alikes(labels: Labels, langs: Labels) -> list[Confusion]:
    """For each pair of a group whose first language has sentences here, how often it is taken for the second."""
    pairs = [(one, other) for group in LOOK_ALIKES for one in group for other in group if one != other]
    return [
        Confusion(own, told, round(float((labels[langs == own] == told).mean()), 4))
        for own, told in pairs
        if (langs == own).any()
    ]
