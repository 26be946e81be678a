"""What people say of which type prompts are: a table that a person fills in, in a terminal or a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import PurePath
from typing import NamedTuple

from curate.errors import UnknownName, UsageError
from curate.taxonomy.labels import folded, meanings
from curate.taxonomy.model import NONE, OTHER, Taxonomy

COLUMNS = ("key", "id", "file", "row", "prompt", "label", "by")
"""`key` says of which record a label is; `label` is empty as long as there is none; `by` is who gave it.

What is told of the type without people does not stand there: it would speak to who labels.
"""
_ASKED = ("key", "label")
AS_TEXT = "'"
"""Stands before a key that a spreadsheet would take for a number, and spoil."""
UNABLE = "?"
"""The label of a prompt whose type a person can not tell; it counts for nothing."""


class Label(NamedTuple):
    """One person's word on one record."""

    key: str
    means: str
    """A type, a group where only that is said, or `other:none`."""
    by: str


def parse_labels(text: str, file: str, by: Taxonomy, scheme: str = "") -> list[Label]:
    """Read labels from CSV with the columns `key`, `label` and perhaps `by`; a line without a label is none yet.

    A label is a type of the taxonomy or whatever means one. Without `by`, who gave it is called as the file is.

    Raises:
        UsageError: it is no such table, a label means no type, or one person has labelled a record in two ways;
            with file and line.
    """
    known, seen = meanings(by, scheme), dict[tuple[str, str], tuple[Label, int]]()
    for line, row in table_lines(text, file, _ASKED)[1]:
        given = {name: row.get(name, "").strip() for name in COLUMNS}
        if given["label"] in ("", UNABLE):
            continue
        where = f"{file}, line {line}"
        label = Label(given["key"], _meaning(given["label"], known, where), given["by"] or PurePath(file).stem)
        first, before = seen.setdefault((label.key, label.by), (label, line))
        if first != label:
            said = f"{first.means} in line {before}, and {label.means} here"
            raise UsageError(f"{where}: {label.by} has labelled {label.key} as {said}.", hint="Leave one of them.")
    return [label for label, _ in seen.values()]


def table_lines(text: str, file: str, asked: Iterable[str]) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The columns of a table of labels, and each row with its line; as a spreadsheet may have written it.

    Raises:
        UsageError: a column is missing, or a row does not fit the first line; with file and line.
    """
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=_delimiter(text))
    lines = list[tuple[int, dict[str, str]]]()
    try:
        columns = list(dict.fromkeys(rows.fieldnames or ()))
        if absent := [name for name in asked if name not in columns]:
            raise UsageError(
                f"{file} is no table of labels: the column {absent[0]!r} is missing.",
                hint=f"The first line is: {','.join(COLUMNS)}",
            )
        for row in rows:
            if None in row:
                raise UsageError(f"{file}, line {rows.line_num}: there are more cells than columns.")
            told = {name: cell or "" for name, cell in row.items()}
            lines.append((rows.line_num, told | {"key": told["key"].strip().removeprefix(AS_TEXT)}))
    except csv.Error as error:
        raise UsageError(f"{file}, line {rows.line_num}: {error}.", hint="A quotation mark may be open.") from None
    return columns, lines


def _delimiter(text: str) -> str:
    """Where a comma stands in numbers, spreadsheets put other signs between cells."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def together(files: Mapping[str, Sequence[Label]]) -> list[Label]:
    """The labels of several files.

    Raises:
        UsageError: one person has labelled a record in two ways.
    """
    seen = dict[tuple[str, str], tuple[Label, str]]()
    for file, labels in files.items():
        for label in labels:
            first, before = seen.setdefault((label.key, label.by), (label, file))
            if first != label:
                said = f"{first.means} in {before}, and {label.means} in {file}"
                raise UsageError(
                    f"{label.by} has labelled {label.key} as {said}.",
                    hint="If these are two persons, the column by must say so: curate label --by NAME",
                )
    return [label for label, _ in seen.values()]


def _meaning(label: str, known: Mapping[str, str], where: str) -> str:
    if folded(label) not in known:
        raise UnknownName.among(dict.fromkeys(known.values()), kind="type", name=label, where=where)
    means = known[folded(label)]
    return NONE if means == OTHER else means


def by_record(labels: Iterable[Label]) -> dict[str, dict[str, str]]:
    """By key of a record what each person says."""
    told = dict[str, dict[str, str]]()
    for each in labels:
        told.setdefault(each.key, {})[each.by] = each.means
    return told


def agreed(told: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """By key what most of those say who labelled a record; nothing where none has more than the others."""
    settled = dict[str, str]()
    for key, said in told.items():
        counts = sorted(((list(said.values()).count(each), each) for each in set(said.values())), reverse=True)
        if len(counts) == 1 or counts[0][0] > counts[1][0]:
            settled[key] = counts[0][1]
    return settled


def confusions(told: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, int]]:
    """Which two types people give to one record, and how often, the most frequent first."""
    pairs = dict[tuple[str, str], int]()
    for said in told.values():
        kinds: Sequence[str] = sorted(set(said.values()))
        for at, one in enumerate(kinds):
            for other in kinds[at + 1 :]:
                pairs[one, other] = pairs.get((one, other), 0) + 1
    return sorted(((*pair, count) for pair, count in pairs.items()), key=lambda each: (-each[2], each))
