"""How often is the language of a text told rightly, how sure is that, and how fast, beside langdetect itself?

python -m benchmarks.language --data DIR [--rounds 5] [--out benchmarks/results/language.json]

Reads `language_id.jsonl.gz` of DIR: sentences, pairs of words and single words in many languages, of which those
count that langdetect knows. Writes benchmarks/results/language.json, or what --out names; then
`python -m benchmarks.tables` renews the tables. The gate before the profiles tells which script is asked for, and
no more, but for long texts and one line of the speeds: it refuses short texts. What cools the sums is fitted on a
third of the languages, drawn by a hash of their codes, and told of the others. Long texts are sentences of one
language one after the other. Speeds are of one core and CPU time, in turns.
"""

import argparse
import gzip
import json
import platform
import statistics
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from xxhash import xxh3_64_intdigest

from curate.files.resources import langdetect_profiles
from curate.langid import identify
from curate.langid.installed import folded as code
from curate.langid.kernels.score import AHEAD, COOLED_BY
from curate.langid.profiles import profiles

RESULTS = Path(__file__).parent / "results" / "language.json"
FOLDED = {"nb": "no", "nn": "no"}
TRIED = (4, 6, 8, 10, 12, 14, 16, 20, 24, 30)
"""Numbers of n-grams that may say as much as one alone."""
LENGTHS = (60, 400, 3000)
BATCH = 2000
"""Texts of one length that are told in one round; langdetect is asked a fiftieth of them."""

Texts = list[dict[str, str]]


def read(data: Path) -> Texts:
    """The texts of languages that the profiles know, as the gate hands them on."""
    known = set(map(code, profiles().languages))
    with gzip.open(data / "language_id.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = map(json.loads, file)
        read = [{**row, "lang": FOLDED.get(row["lang"], row["lang"])} for row in rows]
    return [{**row, "text": unicodedata.normalize("NFC", row["text"])} for row in read if row["lang"] in known]


def by_profiles(texts: Sequence[str]) -> list[str]:
    """The best label of each text, however unsure."""
    scores, _ = identify.scored(pl.Series(texts))
    return [code(profiles().languages[best]) for best in scores.argmax(axis=1)]


@cache
def _factory() -> DetectorFactory:
    factory = DetectorFactory()
    factory.load_json_profile(langdetect_profiles())
    factory.set_seed(0)
    return factory


def by_langdetect(texts: Sequence[str]) -> list[str]:
    """The same by langdetect, from a fixed seed for each text."""
    told = []
    for text in texts:
        detector = _factory().create()
        detector.append(text)
        try:
            told.append(code(detector.detect()))
        except LangDetectException:
            told.append("und")
    return told


def accuracy(texts: Texts, told: Sequence[str]) -> dict[str, float]:
    """By kind, the mean over languages of the share of texts that are told rightly."""
    right = defaultdict[tuple[str, str], list[bool]](list)
    for row, each in zip(texts, told, strict=True):
        right[row["kind"], row["lang"]].append(each == row["lang"])
    kinds = {kind: [np.mean(each) for (own, _), each in right.items() if own == kind] for kind, _ in right}
    return {kind: round(float(np.mean(each)), 4) for kind, each in kinds.items()}


def chances(
    scores: npt.NDArray[np.float64], found: npt.NDArray[np.int64], cooled_by: int = COOLED_BY
) -> npt.NDArray[np.float64]:
    """What n-grams say, cooled by their number, as a chance among all languages."""
    cooled = (scores - scores.max(axis=1, keepdims=True)) / np.maximum(1, found / cooled_by)[:, np.newaxis]
    return np.asarray(np.exp(cooled) / np.exp(cooled).sum(axis=1, keepdims=True))


def is_fitted_on(language: str) -> bool:
    """Whether it belongs to the third of languages that are looked at when something is chosen."""
    return xxh3_64_intdigest(language.encode()) % 3 == 0


def calibration(texts: Texts) -> dict[str, Any]:
    """What cools best on a third of the languages, and how well it does on the others."""
    scores, found = identify.scored(pl.Series([row["text"] for row in texts]))
    labels = [code(each) for each in profiles().languages]
    best = scores.argmax(axis=1)
    right = np.array([labels[at] == row["lang"] for at, row in zip(best, texts, strict=True)])
    fit = np.array([is_fitted_on(row["lang"]) for row in texts])
    sure = {tried: chances(scores, found, tried).max(axis=1) for tried in TRIED}
    loss = {tried: _loss(each[fit], right[fit]) for tried, each in sure.items()}
    long = np.array([sum(map(str.isalpha, row["text"])) >= identify.LEAST_LETTERS for row in texts]) & ~fit
    used = sure[COOLED_BY]
    enough = used[long] >= identify.LEAST_CONFIDENCE
    return {
        "fitted_on": sorted({row["lang"] for row in texts if is_fitted_on(row["lang"])}),
        "loss": {str(tried): round(each, 4) for tried, each in loss.items()},
        "best": min(loss, key=loss.__getitem__),
        "used": COOLED_BY,
        "error_of_the_others": round(_error(used[~fit], right[~fit]), 4),
        "least_letters": identify.LEAST_LETTERS,
        "least_confidence": identify.LEAST_CONFIDENCE,
        "told": round(float(enough.mean()), 4),
        "right_of_those": round(float(right[long][enough].mean()), 4),
    }


def _loss(sure: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """The mean logarithm of what was given to what did not come true, negative."""
    given = np.clip(np.where(right, sure, 1 - sure), 1e-6, 1)
    return float(-np.log(given).mean())


def _error(sure: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """The expected calibration error in ten bins (Naeini, Cooper and Hauskrecht, AAAI 2015)."""
    bins = np.minimum((sure * 10).astype(int), 9)
    own = [bins == each for each in range(10)]
    return float(sum(abs(sure[each].mean() - right[each].mean()) * each.mean() for each in own if each.any()))


def long_texts(texts: Texts, length: int) -> Texts:
    """Texts of so many characters, each of one language that nothing was fitted on."""
    by_language = defaultdict[str, list[str]](list)
    for row in texts:
        if row["kind"] == "sentences" and not is_fitted_on(row["lang"]):
            by_language[row["lang"]].append(row["text"])
    joined = {lang: " ".join(sentences) for lang, sentences in by_language.items()}
    return [
        {"lang": lang, "text": prose[at * length : (at + 1) * length]}
        for lang, prose in joined.items()
        for at in range(len(prose) // length)
    ]


def early(texts: Texts) -> dict[str, Any]:
    """By length, what is told by some parts of a text, beside what all its n-grams tell as confidently."""
    told = dict[str, Any](ahead=AHEAD)
    for length in LENGTHS[1:]:
        rows = long_texts(texts, length)
        column, own = pl.Series([row["text"] for row in rows]), np.array([row["lang"] for row in rows])
        parts = identify.identify(column).struct.field("lang").to_numpy()
        scores, found = identify.scored(column)
        best = np.array([code(profiles().languages[each]) for each in scores.argmax(axis=1)])
        enough = chances(scores, found).max(axis=1) >= identify.LEAST_CONFIDENCE
        known = ~np.isin(parts, [identify.UND, identify.ZXX])
        told[str(length)] = {
            "texts": len(rows),
            "told": {"parts": round(float(known.mean()), 4), "whole": round(float(enough.mean()), 4)},
            "wrong": {"parts": int((known & (parts != own)).sum()), "whole": int((enough & (best != own)).sum())},
        }
    return told


def speeds(texts: Texts, rounds: int) -> dict[str, dict[str, int]]:
    """By length, texts a CPU second, the median of some rounds in turns."""
    prose = " ".join(row["text"] for row in texts if row["kind"] == "sentences")
    told = {}
    for length in LENGTHS:
        places = np.linspace(0, len(prose) - length, BATCH).astype(int)
        cut = [prose[at : at + length] for at in places]
        some, column = cut[::50], pl.Series(cut)
        taken = defaultdict[str, list[float]](list)
        for _ in range(rounds):
            taken["profiles"].append(len(cut) / _cpu(by_profiles, cut))
            taken["identify"].append(len(cut) / _cpu(identify.identify, column))
            taken["langdetect"].append(len(some) / _cpu(by_langdetect, some))
        told[str(length)] = {name: round(statistics.median(each)) for name, each in taken.items()}
    return told


def _cpu(job: Callable[[Any], object], texts: object) -> float:
    started = time.process_time()
    job(texts)
    return time.process_time() - started


def main() -> None:
    """Measure, and store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=RESULTS)
    asked = parser.parse_args()
    texts = read(asked.data)
    only = [row["text"] for row in texts]
    own, theirs = by_profiles(only), by_langdetect(only)
    result = {
        "question": "How often is the language of a text told rightly, how sure is that, and how fast?",
        "command": f"python -m benchmarks.language --data DIR --rounds {asked.rounds}",
        "versions": {name: version(name) for name in ("curate-sft", "langdetect", "numba", "numpy", "polars")},
        "python": platform.python_version(),
        "texts": len(texts),
        "languages": len({row["lang"] for row in texts}),
        "accuracy": {"profiles": accuracy(texts, own), "langdetect": accuracy(texts, theirs)},
        "same_label": round(float(np.mean([one == other for one, other in zip(own, theirs, strict=True)])), 4),
        "calibration": calibration(texts),
        "early": early(texts),
        "texts_a_cpu_s": speeds(texts, asked.rounds),
    }
    asked.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{asked.out} is written")


if __name__ == "__main__":
    main()
