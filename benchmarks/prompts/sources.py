"""Prompts with a label that a person gave: in which files they stand, and what the labels mean."""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xxhash import xxh3_64_intdigest

from curate.taxonomy.labels import folded, label_schemes
from curate.taxonomy.model import OTHER, Taxonomy

Row = dict[str, Any]


class Source(NamedTuple):
    """Prompts of one origin."""

    name: str
    from_: str
    """Where they were published."""
    files: tuple[str, ...]
    """Below the folder of the project's data, or of what was fetched."""
    read: Callable[[Row], tuple[str, str]]
    """Prompt and label of a row."""
    scheme: str | Mapping[str, str]
    """The name of a scheme of labels, or what each label means; others are left out."""
    beside: Mapping[str, tuple[str, ...]] = {}
    """Types that a label may mean as well, where the scheme has no label of their own for them."""


class Prompt(NamedTuple):
    """A prompt, and what its label means: a type, or a group."""

    text: str
    meant: str


def _with_input(row: Row) -> str:
    """As `curate` reads an instruction with an input."""
    given = row.get("context") or row.get("input") or ""
    return f"{row['instruction']}\n\n{given}" if given.strip() else str(row["instruction"])


def _first_turn(row: Row) -> tuple[str, str]:
    return row["turns"][0], row["category"]


def _auto_j(row: Row) -> tuple[str, str]:
    return (row["prompt"], row["scenario"]) if "prompt" in row else (_with_input(row), row["category"])


_SCENARIOS = "auto-j/other_resources/scenario_classifier_data"
SOURCES = (
    Source(
        "Dolly",
        "databricks-dolly-15k, of which 8,964 records",
        ("dolly.jsonl.gz",),
        lambda row: (_with_input(row), row["category"]),
        "dolly",
        {"open_qa": ("advice_planning",), "creative_writing": ("functional_writing",)},
    ),
    Source(
        "Auto-J",
        "GAIR-NLP/auto-j at 2ae17a39",
        (
            f"{_SCENARIOS}/traindata.jsonl",
            f"{_SCENARIOS}/testdata.jsonl",
            "auto-j/data/test/testdata_pairwise.jsonl",
        ),
        _auto_j,
        "auto_j",
    ),
    Source(
        "BELLE, Chinese",
        "LianjiaTech/BELLE at 645084d3",
        ("BELLE/eval/eval_set.json",),
        lambda row: (row["question"], row["class"]),
        "belle",
    ),
    Source(
        "MT-bench",
        "lm-sys/FastChat at 0e6d3e4b",
        ("FastChat/fastchat/llm_judge/data/mt_bench/question.jsonl",),
        _first_turn,
        {
            "roleplay": "chat_roleplay",
            "reasoning": "math_reasoning",
            "math": "math_reasoning",
            "coding": "coding",
            "extraction": "extraction",
        },
    ),
    Source(
        "Vicuna",
        "lm-sys/FastChat, vicuna_bench",
        ("vicuna_bench.jsonl",),
        _first_turn,
        {
            "generic": "open_qa",
            "knowledge": "open_qa",
            "common-sense": "open_qa",
            "roleplay": "chat_roleplay",
            "fermi": "math_reasoning",
            "counterfactual": "math_reasoning",
            "math": "math_reasoning",
            "coding": "coding",
        },
    ),
)


def rows(path: Path) -> list[Row]:
    """The records of a file, whichever way they stand there."""
    text = (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode()
    if text.lstrip().startswith("["):
        read: list[Row] = json.loads(text)
        return read
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def prompts(source: Source, folders: Sequence[Path]) -> list[Prompt] | None:
    """Each prompt once, of those whose label means a type or a group; None where a file is not there."""
    paths = [
        next((folder / file for folder in folders if (folder / file).exists()), None) for file in source.files
    ]
    if None in paths:
        return None
    read = [source.read(row) for path in paths if path for row in rows(path)]
    scheme = label_schemes()[source.scheme] if isinstance(source.scheme, str) else source.scheme
    meant = ((text, scheme.get(folded(label), scheme.get(label, OTHER))) for text, label in read)
    return [Prompt(text, label) for text, label in dict(reversed(list(meant))).items() if label != OTHER]


def instructions(data: Path) -> list[tuple[str, str]]:
    """Dolly's instructions without their contexts, with what their labels mean."""
    scheme = label_schemes()["dolly"]
    return [(row["instruction"], scheme[folded(row["category"])]) for row in rows(data / SOURCES[0].files[0])]


def is_open(text: str) -> bool:
    """Whether a prompt is of the half that was looked at while patterns were written. Figures are of the other."""
    return xxh3_64_intdigest(text.encode()) % 2 == 0


def accepted(source: Source, by: Taxonomy) -> dict[str, frozenset[str]]:
    """By what a label means the types that agree with it."""
    types = {each.id: frozenset({each.id, *source.beside.get(each.id, ())}) for each in by.types}
    of_group = {each.id: frozenset(kind.id for kind in by.types if kind.group == each.id) for each in by.groups}
    return {**of_group, **types}
