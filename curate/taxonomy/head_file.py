"""A head in a file of its own: what each word gives each type as a byte, with its name, and a checksum."""

from json import dumps, loads
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from curate.errors import InputError, UsageError
from curate.files.additions import ALIGNED, create_additions, damaged, read_additions
from curate.files.digest import digest_of_bytes
from curate.taxonomy.features import columns_of
from curate.taxonomy.head import Head
from curate.taxonomy.model import Taxonomy

KIND = "curate/head/v1"
_CALLED = "head"


def save_head(head: Head, path: str | PathLike[str]) -> None:
    """Write a head, whole or not at all; equal heads give equal bytes.

    Raises:
        OutputRefused: it can not be written.
    """
    columns = len(columns_of(head.by))
    every = np.vstack([head.weights[:columns], head.weights[-1:]])
    pieces = [
        dumps(head.names, ensure_ascii=False).encode(),
        head.values.astype("<u8").tobytes(),
        every.astype("<i4").tobytes(),
        head.weights[columns:-1].astype("i1").tobytes(),
    ]
    settings = {
        "kind": KIND,
        "taxonomy": _digest(head.by),
        "labels": head.labels,
        "lengths": [len(each) for each in pieces],
    }
    create_additions(Path(path), settings, [each + b" " * (-len(each) % ALIGNED) for each in pieces])


def load_head(path: str | PathLike[str], by: Taxonomy) -> Head:
    """The head that a file holds.

    Args:
        path: The file.
        by: The types and patterns that it was made with.

    Raises:
        InputError: there is no such file, or it is damaged.
        UsageError: it was made with other types or patterns.
    """
    file = Path(path)
    held = read_additions(file, _CALLED)
    if held.settings.get("kind") != KIND:
        raise InputError(f"{file} is no {_CALLED}.", hint="Name another file, or make it anew from the labels.")
    if held.settings["taxonomy"] != _digest(by):
        raise UsageError(
            f"{file} was made with other types or patterns of types.", hint="Make it anew from the labels."
        )
    names, values, every, words = _pieces(bytes(held.contents[0]), held.settings["lengths"], file)
    table = np.frombuffer(every, "<i4").reshape(-1, len(by.types))
    given = np.frombuffer(words, "i1").reshape(-1, len(by.types))
    weights = np.vstack([table[:-1], given, table[-1:]]).astype(np.int32)
    return Head(
        by, tuple(loads(names)), np.frombuffer(values, "<u8").astype(np.uint64), weights, held.settings["labels"]
    )


def _pieces(content: bytes, lengths: list[int], path: Path) -> list[bytes]:
    found, at = [], 0
    for length in lengths:
        found.append(content[at : at + length])
        at += length + -length % ALIGNED
    if at != len(content):
        raise damaged(path)
    return found


def _digest(by: Taxonomy) -> str:
    """Of all that a head hangs on; from which sureness on a type is told is none of it."""
    told: dict[str, Any] = by.model_dump(mode="json", exclude={"least"})
    return digest_of_bytes(dumps(told, sort_keys=True).encode()).hex()
