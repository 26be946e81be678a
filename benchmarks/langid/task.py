"""What everybody does around telling languages: read texts, watch the clock and the memory, leave what was told.

Runs in the environments of the peers too, so it takes nothing but Python itself.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.near.task import cpu_seconds, megabytes, read_texts, tell

WARM = ["This is said before the clock starts, so that what is made at a first call is there.", "这句话也是。", ""]
UNDECIDED = ("und", 0.0)
"""Of a text whose language is not told."""

Told = tuple[str, float]
"""A label, in the code of whoever told it, and how sure that is."""
Found = Any
"""What a program gives for an answer, in its own form."""


@dataclass(frozen=True)
class Way:
    """How one program tells languages, once it is loaded."""

    find: Callable[[Any], Found]
    """Tell the language of each text, in the form of the program."""
    told: Callable[[Found], Iterable[Told]]
    """Make labels of that, when the clock has stopped."""
    knows: Sequence[str] = ()
    """The labels that it can give."""
    ready: Callable[[list[str]], Any] = list
    """Make of the texts what the program reads, before the clock starts."""
    more: Callable[[], dict[str, Any]] = dict
    """What else is told of it."""


def arguments(doc: str | None) -> argparse.Namespace:
    """The texts, a folder that is there, and how a program is set."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("texts", type=Path, nargs="+", help="files of JSON lines, each a text")
    parser.add_argument("--way", default="", help="which of several")
    parser.add_argument("--languages", default="", help="the only ones that are asked for, with commas")
    parser.add_argument("--at-least", type=float, default=0.0, help="tell the same again for so many CPU seconds")
    asked = parser.parse_args()
    asked.languages = asked.languages.split(",") if asked.languages else []
    return asked


def timed(find: Callable[[Any], Found], given: object, at_least: float) -> tuple[Found, int, float]:
    """What is found, how often that was done, and the CPU seconds of all times together."""
    times, started = 0, time.process_time()
    while True:
        found = find(given)
        times += 1
        taken = time.process_time() - started
        if taken >= at_least:
            return found, times, taken


def take_part(doc: str | None, packages: Sequence[str], load: Callable[[argparse.Namespace], Way]) -> None:
    """Load a program, let it tell the languages of the texts of each file, and leave both labels and figures."""
    asked = arguments(doc)
    way = load(asked)
    list(way.told(way.find(way.ready(WARM))))
    told = {"load_cpu_s": round(cpu_seconds(), 3), "load_mb": round(megabytes("VmRSS"), 1), **way.more()}
    speeds = {}
    for path in asked.texts:
        texts = read_texts(path)
        found, times, taken = timed(way.find, way.ready(texts), asked.at_least)
        speeds[path.stem] = round(len(texts) * times / taken)
        with (asked.folder / f"{path.stem}.labels").open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps([label, float(sure)])}\n" for label, sure in way.told(found))
    told |= {"most_mb": round(megabytes("VmHWM"), 1), "texts_a_cpu_s": speeds, "knows": list(way.knows)}
    tell(asked.folder, told, packages)
