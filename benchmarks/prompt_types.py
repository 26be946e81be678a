"""How often is the type of a prompt told rightly, by patterns that were not fitted to it, and how fast?

POLARS_MAX_THREADS=1 OPENBLAS_NUM_THREADS=1 python -m benchmarks.prompt_types --data DIR
    [--fetched DIR] [--rounds 5] [--out benchmarks/results/prompt-types.json]

Reads `dolly.jsonl.gz` and `vicuna_bench.jsonl` of DIR, and from the other folder, where they are there, checkouts
of GAIR-NLP/auto-j, lm-sys/FastChat and LianjiaTech/BELLE; none of that is part of this project, and nothing is
trained on it. Each source is cut in halves by a hash of the prompt. Patterns were written with an eye on the first
half, which is told as `open`; figures are of the second, `held`, which was not read. No label is given to anybody.
What labels put right is told by drawing some of the open half as `curate` would, many times: a head is made from
them, and the held half is told by it. Then `python -m benchmarks.tables` renews the tables.
"""

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.prompts.judged import agreement, fitted, judged, together
from benchmarks.prompts.labelled import drawn, elsewhere, head_of_all, with_labels
from benchmarks.prompts.sources import SOURCES, Prompt, Source, instructions, is_open, prompts
from curate.taxonomy import window
from curate.taxonomy.assign import assign
from curate.taxonomy.head import fit
from curate.taxonomy.model import Taxonomy
from curate.taxonomy.read import taxonomy

RESULTS = Path(__file__).parent / "results" / "prompt-types.json"
LARGE = 400
"""Prompts of an open half that calibration counts."""
FEW = 300
"""Labels of the head whose speed is told."""
WHOLE = 1 << 20
"""Characters: more than any of these prompts has."""
ONE_THREAD = "POLARS_MAX_THREADS=1 OPENBLAS_NUM_THREADS=1 " if pl.thread_pool_size() == 1 else ""
"""Threads that wait for each other use CPU time too: what a core does is told by one."""
COPIES = 5
"""Of a source, so that its prompts are about as many as are looked at at once."""

Half = list[tuple[Source, list[Prompt]]]


def halves(found: Sequence[tuple[Source, list[Prompt]]]) -> dict[str, Half]:
    """What was looked at, and what is told."""
    return {
        "open": [(source, [each for each in own if is_open(each.text)]) for source, own in found],
        "held": [(source, [each for each in own if not is_open(each.text)]) for source, own in found],
    }


def speed(texts: Sequence[str], tell: Callable[[pl.Series], object], rounds: int) -> dict[str, Any]:
    """Prompts in a CPU second, the median of rounds, with what it takes to begin."""
    column = pl.Series(list(texts) * COPIES, dtype=pl.String)
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        tell(column)
        taken.append(time.process_time() - began)
    lengths = column.str.len_chars()
    return {
        "prompts": len(column),
        "median_characters": lengths.median(),
        "prompts_a_cpu_s": round(len(column) / statistics.median(taken)),
        "best": round(len(column) / min(taken)),
    }


def _by_patterns(by: Taxonomy) -> Callable[[pl.Series], object]:
    return lambda prompts: assign(prompts, None, by)


def labelled(two: dict[str, Half], by: Taxonomy, rounds: int) -> dict[str, Any]:
    """What labels put right: by how many there are, on other sources, and how fast."""
    pairs = list(zip(two["open"], two["held"], strict=True))
    large = [(source, own, held) for (source, own), (_, held) in pairs if len(own) >= LARGE]
    found = {source.name: with_labels(source, own, held, by) for source, own, held in large}
    first, own, held = large[0]
    head = head_of_all(own, by)
    travelled = {source.name: elsewhere(head, source, rest) for source, rest in two["held"] if source != first}
    few = drawn(own, min(FEW, len(own)), by, 0)
    fast = fit(few.prompts, None, few.labels, by, few.stand_for)
    return {
        "by_source": found,
        "elsewhere": {"learned": first.name, "labels": head.labels, "sources": travelled},
        "speed": speed([each.text for each in [*own, *held]], fast.assign, rounds),
    }


def whole(held: Half, by: Taxonomy) -> dict[str, Any]:
    """How right and fast it is if all of each prompt is read in place of a window."""
    before = (window.HEAD, window.TAIL)
    window.HEAD, window.TAIL = WHOLE, WHOLE
    try:
        right = {source.name: judged(source, own, by)["accuracy"] for source, own in held}
        return {
            "accuracy": right,
            "prompts_a_cpu_s": speed([each.text for each in held[0][1]], _by_patterns(by), 1)["prompts_a_cpu_s"],
        }
    finally:
        window.HEAD, window.TAIL = before


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """All sources that are there, and what is left out."""
    folders = [asked.data, *([asked.fetched] if asked.fetched else [])]
    read = [(source, prompts(source, folders)) for source in SOURCES]
    found = [(source, own) for source, own in read if own is not None]
    by = taxonomy()
    two = halves(found)
    large = [(source, own) for source, own in two["open"] if len(own) >= LARGE]
    return {
        "sources": {source.name: source.from_ for source, _ in found},
        "left_out": {source.name: "its files are not there" for source, own in read if own is None},
        "least": by.least,
        "patterns": len(by.patterns),
        "fitted": fitted(large, by),
        **{half: {source.name: judged(source, own, by) for source, own in each} for half, each in two.items()},
        "together": together(two["held"], by),
        "agreement": agreement(instructions(asked.data)),
        "whole": whole(two["held"], by),
        "speed": speed([each.text for each in found[0][1]], _by_patterns(by), asked.rounds),
        **({"labelled": labelled(two, by, asked.rounds)} if large else {}),
    }


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fetched", type=Path, help="a folder with checkouts of auto-j, FastChat and BELLE")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args(given)


def main() -> None:
    """Measure, and store."""
    asked = arguments()
    fetched = " --fetched DIR" if asked.fetched else ""
    result = {
        "question": "How often is the type of a prompt told rightly, and how fast?",
        "command": f"{ONE_THREAD}python -m benchmarks.prompt_types --data DIR{fetched} --rounds {asked.rounds}",
        "python": platform.python_version(),
        **measure(asked),
    }
    asked.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{asked.out} is written")


if __name__ == "__main__":
    main()
