"""A large set of demonstrations made from real ones, with edits, the same for the same seed."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SOURCES = (
    "dolly.jsonl.gz",
    "alpaca_en_demo.json",
    "alpaca_zh_demo.json",
    "code_alpaca_2k.jsonl.gz",
    "gpteacher_toolformer.jsonl.gz",
    "gsm8k_train.jsonl.gz",
    "t0_prompted.jsonl.gz",
)
EDITED_SHARE = 0.12
"""Share of the words that a copy replaces: most copies are no near-duplicates, a few still are."""


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    if path.name.endswith(".json"):
        yield from json.loads(text)
    else:
        yield from map(json.loads, text.split("\n")[:-1])


def _pair(row: dict[str, Any]) -> tuple[str, str]:
    prompt = row.get("instruction") or row.get("prompt") or row["question"]
    given = row.get("input") or row.get("context") or ""
    response = next(row[name] for name in ("output", "response", "completion", "answer") if name in row)
    return (f"{prompt}\n\n{given}" if given else prompt), response


def real_pairs(data: Path) -> list[tuple[str, str]]:
    """Every prompt and response of the sources, in order."""
    return [_pair(row) for name in SOURCES for row in _rows(data / name)]


def _edited(text: str, vocabulary: list[str], rng: random.Random) -> str:
    words = text.split(" ")
    for position in range(len(words)):
        if rng.random() < EDITED_SHARE:
            words[position] = rng.choice(vocabulary)
    return " ".join(words)


def write_corpus(data: Path, target: Path, count: int, seed: int) -> int:
    """Write `count` records in the messages format, real ones first, then edited copies; gives the bytes."""
    rng = random.Random(seed)
    pairs = real_pairs(data)
    vocabulary = [word for prompt, _ in pairs[:5000] for word in prompt.split(" ") if word.isalpha()]
    with target.open("w", encoding="utf-8") as file:
        for number in range(count):
            prompt, response = pairs[number % len(pairs)]
            if number >= len(pairs):
                prompt, response = _edited(prompt, vocabulary, rng), _edited(response, vocabulary, rng)
            messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
            file.write(json.dumps({"id": f"b-{number:06d}", "messages": messages}, ensure_ascii=False) + "\n")
    return target.stat().st_size
