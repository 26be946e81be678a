"""What a taxonomy says: prompt types in groups, and the patterns by which a prompt is told to be of one."""

from typing import Literal

from pydantic import Field

from curate.params import Params

OTHER, NONE, UNSURE = "other", "other:none", "other:unsure"
"""No type of a taxonomy: nothing fits, or more than one does; and both together."""
Where = Literal["head", "tail", "any"]
Sign = Literal[
    "asks", "code", "ends-asking", "items", "long", "maths", "numbers", "opens-with-text", "options", "short",
    "supplied", "table",
]  # fmt: skip
"""What the shape of a prompt shows; see `curate.taxonomy.signs`."""


class Group(Params):
    """Types that are near to each other: where the type is unsure, the group may not be."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str


class PromptType(Params):
    """A kind of prompt: what its answer must do with what is given, whatever it is about."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    definition: str
    """One line that a person can decide by."""
    group: str
    aliases: tuple[str, ...] = ()
    """What others call it. Case, spaces and hyphens do not matter."""
    examples: tuple[str, ...] = ()


class Language(Params):
    """A language that patterns are written for."""

    id: str = Field(pattern=r"^[a-z]{2,3}$")
    """Its ISO 639 code."""
    cue: str = ""
    """A pattern that shows it: where this is found, its patterns are tried, whatever language the prompt is in."""
    courtesy: str = ""
    """What may stand before a request without changing it, such as *please*."""


class Pattern(Params):
    """Words or a shape that speak for a type, or against it."""

    type: str
    name: str = Field(min_length=1)
    """A few words that tell a person why."""
    regex: str = ""
    """Read by Rust's engine, whose time grows with the text and no faster; on small letters, composed as NFKC."""
    where: Where = "any"
    """The first 240 characters without courtesies, the last 120, or both."""
    weight: float = Field(ge=-10, le=10)
    """In natural logarithms, as far as one pattern can tell: 1 is for nearly three times as likely."""
    lang: str = ""
    """The language it is written for; empty for every one."""
    when: tuple[Sign, ...] = ()
    """Signs that there must be."""
    unless: tuple[Sign, ...] = ()
    """Signs that there must not be."""


class Taxonomy(Params):
    """Named prompt types, and how they are told."""

    name: str
    least: float = Field(0.45, ge=0, le=1)
    """From this sureness on a type, or a group, is told."""
    groups: tuple[Group, ...] = ()
    types: tuple[PromptType, ...] = ()
    languages: tuple[Language, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    own: tuple[Pattern, ...] = ()
    """Patterns of a file that extends this taxonomy. They outrank the others."""

    def group_of(self, type_id: str) -> str | None:
        """The group of a type; None of what is no type."""
        return next((each.group for each in self.types if each.id == type_id), None)
