"""What the verbs are given: records, or files to read and how."""

from collections.abc import Mapping
from os import PathLike
from typing import Any

from curate.files.shelf import Shelf
from curate.files.source import Source
from curate.files.sources import sources_of
from curate.progress import Tell
from curate.records.formats import RecordFormat
from curate.records.formats.mapped import parse_map
from curate.records.known import Reading
from curate.records.read import read_sources
from curate.records.records import Records

FileName = str | PathLike[str]
Format = str | RecordFormat[Any]
"""The name of a format, `auto`, or a format of your own."""
Readable = Records | Any
"""What `read` gave or takes: a file, a frame, a dataset, or several of them."""


def held(records: Readable, reading: Reading, tell: Tell, shelf: Shelf | None = None) -> Records:
    """Records as they are, or read from what is named.

    Raises:
        InputError: an input can not be read.
    """
    if isinstance(records, Records):
        return records
    return read_sources(sources(records), reading, tell, shelf=shelf)


def sources(records: Readable) -> tuple[Source, ...]:
    """What is to be read.

    Raises:
        InputError: a file is not there.
    """
    return sources_of(records if isinstance(records, list | tuple) else [records])


def reading(format: Format, map: Mapping[str, str] | None) -> Reading:
    """How it is to be read.

    Raises:
        UsageError: the map is none.
    """
    return Reading(format, parse_map(f"{field}={path}" for field, path in (map or {}).items()))
