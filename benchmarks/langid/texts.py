"""What languages are told of: texts whose language is known, demonstrations, and texts of three lengths."""

import gzip
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from xxhash import xxh3_64_intdigest

from benchmarks.langid.codes import code

KINDS = ("sentences", "word-pairs", "single-words")
LENGTHS = (60, 400, 3000)
BATCH, FEW = 2000, 40
"""Texts of one length for those who are quick, and for those who take long."""


class Text(NamedTuple):
    """A text, the language it is in, and of which kind it is."""

    lang: str
    kind: str
    text: str


class Part(NamedTuple):
    """Demonstrations of one language, by the file that they stand in."""

    name: str
    lang: str
    file: str
    field: str


PARTS = (
    Part("instructions, English", "en", "alpaca_en_demo.json", "instruction"),
    Part("instructions, Chinese", "zh", "alpaca_zh_demo.json", "instruction"),
    Part("responses, English", "en", "alpaca_en_demo.json", "output"),
    Part("responses, Chinese", "zh", "alpaca_zh_demo.json", "output"),
)


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a file, whichever way they stand there."""
    text = (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode()
    if path.name.endswith(".json"):
        read: list[dict[str, Any]] = json.loads(text)
        return read
    return [json.loads(line) for line in text.split("\n") if line]


def letters(text: str) -> int:
    """How many characters are letters."""
    return sum(map(str.isalpha, text))


def in_languages(data: Path) -> list[Text]:
    """Texts in many languages, composed as Unicode has it (NFC), as the gate hands them on."""
    read = rows(data / "language_id.jsonl.gz")
    return [Text(code(row["lang"]), row["kind"], unicodedata.normalize("NFC", row["text"])) for row in read]


def demonstrations(data: Path) -> list[Text]:
    """Instructions and responses that have letters."""
    every = (Text(part.lang, part.name, row[part.field]) for part in PARTS for row in rows(data / part.file))
    return [each for each in every if letters(each.text)]


def is_fitted_on(language: str) -> bool:
    """Whether it belongs to the third of languages that are looked at when something is chosen."""
    return xxh3_64_intdigest(language.encode()) % 3 == 0


def joined(texts: Iterable[Text]) -> dict[str, str]:
    """The sentences of each language that nothing was fitted on, one behind the other."""
    sentences = defaultdict[str, list[str]](list)
    for each in texts:
        if each.kind == KINDS[0] and not is_fitted_on(each.lang):
            sentences[each.lang].append(each.text)
    return {lang: " ".join(own) for lang, own in sentences.items()}


def long_texts(texts: Iterable[Text], length: int) -> list[Text]:
    """Texts of so many characters, each of one language."""
    return [
        Text(lang, str(length), prose[at * length : (at + 1) * length])
        for lang, prose in joined(texts).items()
        for at in range(len(prose) // length)
    ]


def cut(texts: Sequence[Text], length: int) -> list[str]:
    """Texts of so many characters out of all sentences, for measuring speed alone."""
    prose = " ".join(each.text for each in texts if each.kind == KINDS[0])
    return [prose[at : at + length] for at in np.linspace(0, len(prose) - length, BATCH).astype(int)]


def write(path: Path, texts: Iterable[str]) -> Path:
    """One text on each line, as JSON."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
    return path
