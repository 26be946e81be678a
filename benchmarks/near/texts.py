"""The texts that are compared, and the halves that they fall into."""

import hashlib
import json
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.corpus import write_corpus

BETWEEN_WORDS = re.compile(r"[\s.,;:!?'\"()\[\]{}]+")
HAN = re.compile("[\u3400-\u9fff]")
Positions = npt.NDArray[np.int64]


def as_words(text: str) -> str:
    """A text as words with a space between them, so that whoever cuts it cuts it alike; a Han character is one."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return " ".join(BETWEEN_WORDS.sub(" ", HAN.sub(r" \g<0> ", plain)).split())


@dataclass(frozen=True)
class Texts:
    """A set of texts in two files: as somebody wrote them, and as words."""

    name: str
    raw: list[str]
    words: list[str]

    @property
    def megabytes(self) -> float:
        """What the words take, as UTF-8."""
        return sum(len(text.encode()) for text in self.words) / 1e6

    def write(self, folder: Path) -> "Files":
        """Leave both in a folder."""
        files = Files(folder / f"{self.name} raw.jsonl", folder / f"{self.name}.jsonl")
        write_texts(files.raw, self.raw)
        write_texts(files.words, self.words)
        return files

    def only(self, name: str, chosen: Positions) -> "Texts":
        """Some of them, in their order."""
        return Texts(name, [self.raw[at] for at in chosen], [self.words[at] for at in chosen])


@dataclass(frozen=True)
class Files:
    """Where a set of texts lies."""

    raw: Path
    words: Path


def write_texts(path: Path, texts: Sequence[str]) -> None:
    """One text a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(text, ensure_ascii=False)}\n" for text in texts)


def real_texts(data: Path, scratch: Path, count: int, seed: int) -> Texts:
    """Prompt and response of so many demonstrations, one below the other."""
    corpus = scratch / "corpus.jsonl"
    write_corpus(data, corpus, count, seed)
    raw = list(_joined(corpus))
    return Texts("whole", raw, [as_words(text) for text in raw])


def _joined(corpus: Path) -> Iterator[str]:
    with corpus.open(encoding="utf-8") as file:
        for line in file:
            yield "\n".join(turn["content"] for turn in json.loads(line)["messages"])


def digest(text: str) -> bytes:
    """The same for equal texts, and for unlike ones by chance alone."""
    return hashlib.sha256(text.encode()).digest()


def halves(texts: Texts) -> tuple[Positions, Positions]:
    """Where the texts stand that may be looked at while a kernel is worked on, and those that are held back.

    Which is which is told by a bit of a digest of the text, so that equal texts are together.
    """
    held = np.array([digest(text)[-1] & 1 for text in texts.words], np.bool_)
    return np.flatnonzero(~held), np.flatnonzero(held)


def drawn(texts: Texts, count: int) -> Positions:
    """So many texts, or all, those with the least digests, in their order."""
    ordered = sorted(range(len(texts.words)), key=lambda at: (digest(texts.words[at]), at))
    return np.sort(np.array(ordered[:count], np.int64))


TEMPLATE_WORDS, SLOTS, WORDS_IN_A_SLOT = 90, 3, 4
"""Of 100 runs of three words 82 are those of the template, and 18 a text's own: two texts are 82 / 118 alike."""


def of_one_template(count: int, seed: int) -> list[str]:
    """Texts that have a template in common, and in each of a few places words of their own."""
    rng = random.Random(seed)
    between = TEMPLATE_WORDS // SLOTS
    return [
        " ".join(
            f"{word} {_own_words(rng)}" if place % between == between // 2 else word
            for place, word in enumerate(f"word{number}" for number in range(TEMPLATE_WORDS))
        )
        for _ in range(count)
    ]


def _own_words(rng: random.Random) -> str:
    return " ".join(f"{rng.getrandbits(40):x}" for _ in range(WORDS_IN_A_SLOT))
