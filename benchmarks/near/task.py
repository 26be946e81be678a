"""What every contender does around its work: read texts, watch the clock and the memory, leave what it found.

Runs in the environments of the peers too, so it takes nothing but Python itself.
"""

import argparse
import gc
import json
import resource
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import chain, combinations
from pathlib import Path
from typing import Any

WARM = ["one of the first texts that were ever said", "one of the first texts that were ever said", "one other"]
"""Found in before the clock starts, so that whatever is made at a first call is there."""
EVERY_PAIR = "every pair"
"""The part of a work that lists what is else walked past."""
TOGETHER = 3
"""Words in one shingle."""


def shingles(text: str) -> list[str]:
    """Each run of three words; a text with fewer is one shingle."""
    words = text.split()
    return [" ".join(words[at : at + TOGETHER]) for at in range(max(1, len(words) - TOGETHER + 1))]


def read_texts(path: Path) -> list[str]:
    """One text from each line."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Clock:
    """Watches the parts of a work: what each takes, and the most memory by its end beyond what was there."""

    def __init__(self) -> None:
        gc.collect()
        # What was imported and read before is no work of the garbage collector's.
        gc.freeze()
        # The system forgets the most memory that it has seen.
        Path("/proc/self/clear_refs").write_text("5")
        self.before = megabytes("VmRSS")
        self.parts: list[dict[str, Any]] = []

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What is done within is a part of the work."""
        wall, cpu = time.perf_counter(), cpu_seconds()
        yield
        took = {"wall_s": time.perf_counter() - wall, "cpu_s": cpu_seconds() - cpu}
        rounded = {unit: round(seconds, 4) for unit, seconds in took.items()}
        self.parts.append({"part": name, **rounded, "peak_mb": round(megabytes("VmHWM") - self.before, 1)})


def cpu_seconds() -> float:
    """User and system time of this process since it began, and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def megabytes(field: str) -> float:
    """A line of what the system tells of the memory of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) * 1024 / 1e6
    raise KeyError(field)


Left = dict[str, Iterable[int]]
"""What was found, by what it is: `pairs` of positions, one behind the other, or those `removed` or `flagged`."""


def of_answers(answers: Iterable[Iterable[int]]) -> Left:
    """The pairs in answers to one question for each text: which others are like it."""
    every = ((other, number) for number, others in enumerate(answers) for other in others if other != number)
    return {"pairs": chain.from_iterable(every)}


def of_groups(groups: Iterable[Sequence[int]]) -> Left:
    """The pairs in groups of texts that are all taken to be alike."""
    return {"pairs": chain.from_iterable(pair for group in groups for pair in combinations(group, 2))}


def of_kept(kept: Iterable[bool]) -> Left:
    """What is removed where it is told of each text whether it is kept."""
    return {"removed": (number for number, stays in enumerate(kept) if not stays)}


def of_flags(flags: Iterable[bool]) -> Left:
    """What is flagged where it is told of each text whether it is like another."""
    return {"flagged": (number for number, flag in enumerate(flags) if flag)}


def leave(folder: Path, left: Left) -> None:
    """Write what was found into files of a folder."""
    for name, positions in left.items():
        with (folder / f"{name}.i32").open("wb") as file:
            array("i", positions).tofile(file)


def tell(folder: Path, told: dict[str, Any], packages: Iterable[str]) -> None:
    """Write what was measured, and what took part in which version."""
    versions = {name: version(name) for name in packages}
    (folder / "told.json").write_text(json.dumps({**told, "versions": versions}))


Found = Any
"""What a program gives for an answer, in its own form."""
Way = tuple[Callable[[list[str], argparse.Namespace], Found], Callable[[Found], Left]]
"""How a program finds, and how that is told."""


def arguments(doc: str | None, ways: Iterable[str]) -> argparse.Namespace:
    """The texts, a folder that is there, and how a peer is set."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--similarity", type=float, default=0.8)
    parser.add_argument("--way", choices=list(ways), default=next(iter(ways)))
    parser.add_argument("--bands", type=int)
    parser.add_argument("--rows", type=int)
    return parser.parse_args()


def take_part(doc: str | None, packages: Sequence[str], ways: Mapping[str, Way]) -> None:
    """Let a peer find what is alike, in its own form; positions are made of that when the clock has stopped."""
    asked = arguments(doc, ways)
    find, told = ways[asked.way]
    find(WARM, asked)
    startup = cpu_seconds()
    texts = read_texts(asked.texts)
    clock = Clock()
    with clock.part("all"):
        found = find(texts, asked)
    leave(asked.folder, told(found))
    tell(asked.folder, {"startup_cpu_s": round(startup, 3), "parts": clock.parts}, packages)
