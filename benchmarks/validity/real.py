"""Verdicts on changes whose effect is known, each set drawn anew from real records; goes on where it was ended."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import curate
from benchmarks.validity.sets import CLEANED, FEWER, WITH_JUNK, Variants
from curate.engine.hands import Hands
from curate.measurement.asked import Asked
from curate.measurement.course import Course
from curate.measurement.fine_tunes import Done, FineTunes
from curate.measurement.judging import LEVEL, OF_READING, PART_OF_GAIN, READINGS
from curate.measurement.measuring import Prepared, prepare
from curate.measurement.scores import Scores
from curate.measurement.study import BEFORE
from curate.measurement.train import Losses
from curate.measurement.verdict import Seen, joint
from curate.progress import silent
from curate.report.measured.model import Reading
from curate.statistics.crossed import Components, Crossed, crossed
from curate.statistics.holm import holds
from curate.statistics.power import detectable, power

RECORDS, HELD_OUT, SEEDS = 700, 200, 3


class Repeat(NamedTuple):
    """A set that is drawn anew."""

    number: int
    changed: bool
    """Whether it has all known changes, or only the arms that every measurement has."""


def repeat(data: Path, drawn: Repeat, model: str, work: Path, processes: int) -> dict[str, Any]:
    """One set, each of its variants against what it was made of, as numbers and as verdicts."""
    number = drawn.number
    before, held_out = drawn_sets(data, number, work, (RECORDS, HELD_OUT))
    asked = Asked(model=model, seeds=SEEDS, quick=True, seed=number)
    prepared = prepare(Variants(before, number, drawn.changed), held_out, asked, silent)
    scores = trained(prepared, work, processes)
    margin = PART_OF_GAIN * abs(float(scores.gained(BEFORE).mean()))
    pairs = [(name, BEFORE) for name in prepared.study.folds[0].arms if name not in (BEFORE, "after", WITH_JUNK)]
    pairs = [pair for pair in pairs if pair[0] not in (CLEANED, FEWER, "random")]
    if drawn.changed:
        pairs += [(CLEANED, WITH_JUNK), (CLEANED, FEWER), (FEWER, WITH_JUNK)]
    return {
        "repeat": number,
        "gain": float(scores.gained(BEFORE).mean()),
        "contrasts": {f"{arm} / {against}": _told(scores, arm, against, margin) for arm, against in pairs},
        "types": dict(_harm_by_type(scores, prepared)),
        "seconds": scores.seconds,
    }


def drawn_sets(
    data: Path, number: int, work: Path, sizes: tuple[int, int], longest: int = 1 << 20
) -> tuple[curate.Records, curate.Records]:
    """So many records of at most so many bytes, and others to judge by; no two sets of one draw share any."""
    import gzip

    lines = gzip.decompress((data / "dolly.jsonl.gz").read_bytes()).decode().splitlines()
    records, held_out = sizes
    fitting = [line for line in lines if len(line.encode()) <= longest]
    chosen = random.Random(number).sample(fitting, records + held_out)
    sets = []
    for name, part in (("before", chosen[:records]), ("held-out", chosen[records:])):
        file = work / f"{name}-{number}.jsonl"
        file.write_text("\n".join(part) + "\n", encoding="utf-8")
        sets.append(curate.read(str(file), format="dolly"))
    return sets[0], sets[1]


def trained(prepared: Prepared, work: Path, processes: int) -> Scores:
    """All arms of the first fold, scored after their last step."""
    study = prepared.study
    tunes, course = (
        FineTunes(study.model, study.examples, work),
        Course(study.examples, study.folds[0], prepared.usual),
    )
    last, arms = {course.steps: course.last_look}, study.folds[0].arms
    made = {"untrained": course.untrained(prepared.asked.seed)}
    for number, seed in enumerate(prepared.asked.of_seeds):
        for name, task in course.tasks([], number, seed):
            made[f"{name} {seed}"] = type(task)(task.arm, seed, course.steps, last)
    with Hands(processes) as hands:
        done = dict(zip(made, tunes.done(tunes.of(made, prepared.usual), hands, silent), strict=True))
    results: dict[str, list[Done]] = {
        name: [done[f"{name} {seed}"] for seed in prepared.asked.of_seeds] for name in arms
    }
    return Scores([course], [results], [done["untrained"]])


def _told(scores: Scores, arm: str, against: str, margin: float) -> dict[str, Any]:
    looks: dict[Reading, Callable[[str], Losses]] = {"loss": scores.own, "dependence": scores.dependence}
    found: dict[Reading, Crossed] = {
        name: crossed(look(arm) - look(against), scores.clusters) for name, look in looks.items()
    }
    held = holds([each.chance for each in found.values()], LEVEL)
    margins: dict[Reading, float] = {
        "loss": margin,
        "dependence": PART_OF_GAIN * abs(float(scores.dependence(BEFORE).mean())),
    }
    seen = [
        Seen(name, each.estimate, each.low, each.high, margins[name], bool(flag), each.chance)
        for (name, each), flag in zip(found.items(), held, strict=True)
    ]
    return {
        "verdict": joint(seen).verdict,
        "found": [each.reading for each in seen if each.found],
        **{
            name: {
                "estimate": each.estimate,
                "low": each.low,
                "high": each.high,
                "chance": each.chance,
                "by_seed": list(each.by_seed),
                "detectable": detectable(each, OF_READING),
                "components": list(each.components),
            }
            for name, each in found.items()
        },
    }


def _harm_by_type(scores: Scores, prepared: Prepared) -> Iterator[tuple[str, dict[str, float]]]:
    """Of the arm that lacks a type, how much more loss each type has."""
    types = np.asarray(scores.types)
    for name in prepared.study.folds[0].arms:
        if name.startswith("no-"):
            harm = (scores.own(name) - scores.own(BEFORE)).mean(axis=1)
            yield name, {kind: float(harm[types == kind].mean()) for kind in sorted(set(types.tolist()))}


def real(data: Path, drawn: Sequence[Repeat], model: str, work: Path, processes: int) -> dict[str, Any]:
    """All repeats that lie in the folder of work, after doing those that are missing."""
    work.mkdir(parents=True, exist_ok=True)
    told = []
    for each in drawn:
        number = each.number
        file = work / f"repeat-{model}-{number}.json"
        if not file.exists():
            made = json.dumps(repeat(data, each, model, work, processes))
            passing = file.with_suffix(".part")
            passing.write_text(made, encoding="utf-8")
            passing.rename(file)
            for losses in work.glob("losses-*.npz"):
                losses.unlink()
        told.append(json.loads(file.read_text(encoding="utf-8")))
        print(f"repeat {number} is told", flush=True)
    return {"repeats": told, "summary": summary(told)}


def summary(told: list[dict[str, Any]]) -> dict[str, Any]:
    """How often each change was seen, and which way."""
    names = sorted({name for each in told for name in each["contrasts"] if not name.startswith("no-")})
    rows = {
        name: _counts([each["contrasts"][name] for each in told if name in each["contrasts"]]) for name in names
    }
    removed = [(name.removeprefix("no-"), harm) for each in told for name, harm in each["types"].items()]
    first = sum(max(harm, key=harm.__getitem__) == kind for kind, harm in removed if kind in harm)
    return {"contrasts": rows, "removed_type_first": first, "removed_types": len(removed)}


def _counts(told: list[dict[str, Any]]) -> dict[str, Any]:
    verdicts = [each["verdict"] for each in told]
    good, bad = ("better", "better_small"), ("worse", "worse_small")
    return {
        "repeats": len(told),
        "better": sum(each in good for each in verdicts),
        "worse": sum(each in bad for each in verdicts),
        **{name: _of_reading([each[name] for each in told], name, told) for name in READINGS},
    }


def _of_reading(each: list[dict[str, Any]], name: str, told: list[dict[str, Any]]) -> dict[str, float]:
    mean = float(np.mean([one["estimate"] for one in each]))
    squares = np.square([one["components"] for one in each]).mean(axis=0)
    return {
        "mean": mean,
        "found": sum(name in one["found"] for one in told),
        "detectable": float(np.median([one["detectable"] for one in each])),
        "power": power(mean, Components(*np.sqrt(squares).tolist()), HELD_OUT, SEEDS, OF_READING),
    }
