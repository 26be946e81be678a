"""What a run was made from, and what it made."""

from typing import Any

from pydantic import Field

from curate.findings import Exact


class InputFile(Exact):
    """One input, as it was read."""

    file: str
    bytes: int
    sha256: str
    format: str
    map: dict[str, str]
    """Where the user said that fields stand."""
    outputs: list[str]
    """The files that hold what was kept of it: one, or one for each part of a split."""


class Manifest(Exact):
    """What a run was made from, and what it made. Written last: without it the run is not finished."""

    schema_: str = Field("curate/manifest/v1", alias="schema")
    versions: dict[str, str]
    seed: int
    pipeline: dict[str, Any]
    """All settings, defaults included."""
    inputs: list[InputFile]
    outputs: dict[str, str]
    """The SHA-256 of each file of the result, in hex."""
