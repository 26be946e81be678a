"""Sets of prompts whose types are known."""

from collections.abc import Mapping
from itertools import product
from typing import Any

Row = dict[str, Any]
THINGS = (
    "lighthouse", "orchard", "violin", "glacier", "harbour", "bakery", "compass", "meadow", "printing press",
    "beehive", "canal", "observatory", "windmill", "quarry", "greenhouse", "telegraph", "vineyard", "sundial",
    "tannery", "loom",
)  # fmt: skip
PLACES = (
    "Portugal", "Norway", "Japan", "Chile", "Kenya", "Iceland", "Vietnam", "Ireland", "Morocco", "Canada",
    "Estonia", "Greece", "Bolivia", "Finland", "Jordan", "Mexico", "Nepal", "Poland", "Turkey", "Uganda",
)  # fmt: skip
FORMS = {
    "open_qa": "Why did {place} need a {thing}?",
    "summarization": "Summarize how {place} built its first {thing}.",
    "creative_writing": "Write a ballad set in {place} about a {thing}.",
    "translation": "Translate from {place} for me: this {thing} is closed.",
    "coding": "Write Python that maps {place} and every {thing}.",
    "classification": "Which is older, {place} or the {thing}?",
    "rewriting": "Rewrite for {place} this notice at the {thing}.",
    "brainstorming": "Give ideas to {place} for naming a {thing}.",
}


def prompts(kind: str, count: int) -> list[str]:
    """So many prompts of a type, no two of them near-duplicates."""
    pairs = list(product(THINGS, PLACES))
    step = 7  # coprime to their number, so that neighbours differ in both words
    return [
        FORMS[kind].format(thing=thing, place=place)
        for thing, place in (pairs[at * step % len(pairs)] for at in range(count))
    ]


def rows(counts: Mapping[str, int], *, labelled: bool = True) -> list[Row]:
    """So many records of each type, which carry it as their label."""
    return [
        {"prompt": prompt, "completion": f"It is a matter of taste, says number {at}."}
        | ({"category": kind} if labelled else {})
        for kind, count in counts.items()
        for at, prompt in enumerate(prompts(kind, count))
    ]
