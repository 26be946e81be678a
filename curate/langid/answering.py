"""Who says in which language prose is: what all backends have in common."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.int64]
Shares: TypeAlias = npt.NDArray[np.float64]


class Bytes(NamedTuple):
    """Texts as UTF-8, one behind the other, and where each begins."""

    text: npt.NDArray[np.uint8]
    starts: Numbers


Answer: TypeAlias = Callable[[Bytes, Numbers], tuple[Numbers, Shares]]
"""From prose, and the number of the script of each text, to the number of its label, and how sure that is.

Texts of no script are not asked for; what is sure with 0 is no answer.
"""


class Answering(NamedTuple):
    """Who is asked for the language of prose that the gate lets through."""

    labels: tuple[str, ...]
    """What it may answer, by number; some numbers may have the same label."""
    only: tuple[str, ...]
    """For each script the language that is alone written in it, empty where there are several or none.

    Who knows fewer languages tells more of them by their script.
    """
    answer: Answer
