"""The base of everything that has settings."""

import re
from typing import Any

from pydantic import BaseModel, ConfigDict


class Params(BaseModel):
    """Settings that are validated once and never change afterwards.

    The docstring under a field is its help text everywhere: command line, documentation, JSON Schema.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def as_set(self) -> dict[str, Any]:
        """The settings as plain values, without those that are not set."""
        return {name: value for name, value in self.model_dump(mode="json").items() if value not in (None, [], "")}


def kebab_case(name: str) -> str:
    """`ShortResponse` as users write it: `short-response`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def first_sentence(doc: str | None) -> str:
    """The sentence a docstring opens with, on one line."""
    opening = " ".join((doc or "").strip().split("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s", opening, maxsplit=1)[0]
