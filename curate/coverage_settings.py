"""What a pipeline asks of the coverage of what it keeps: the table `[coverage]`."""

from pydantic import Field

from curate.params import Params
from curate.statistics.collecting import WANTED
from curate.taxonomy.read import DEFAULT

SIMILARITY = 0.8
"""From here on two prompts count as one."""


class CoverageSettings(Params):
    """How types of prompts are told, and what they are compared with."""

    target: str | dict[str, float] = ""
    """A file of prompts, a TOML file of quotas, the name of a well-known mix, or shares by type."""
    types: str = DEFAULT
    """The name of a taxonomy, or a TOML file of your own."""
    scheme: str = ""
    """Whose names the records' own labels are, if not those of the taxonomy: `dolly`, `belle`, ..."""
    own_labels: bool = True
    """Whether a record's own label tells its type."""
    labels: tuple[str, ...] = ()
    """Files of labels that people gave to a sample, as `curate label` makes them."""
    sampled: bool = False
    """Whether the set is a sample of something larger: its shares then have the doubt of a sample."""
    similarity: float = Field(SIMILARITY, gt=0, le=1)
    """From here on two prompts count as one."""
    reach: float = Field(WANTED, gt=0, le=1)
    """Which part of its target each type is to reach, by what is to be collected."""
    fields: tuple[str, ...] = ()
    """Fields of the records, such as `writer`, over whose values types are told to spread, too."""
