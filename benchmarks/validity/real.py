"""Verdicts on changes whose effect is known, each set drawn anew from real records; goes on where it was ended."""

import json
import random
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import curate
from benchmarks.validity.sets import CLEANED, FEWER, WITH_JUNK, Variants, is_damaged, lacks_type
from curate.engine.hands import Hands
from curate.measurement.asked import Asked
from curate.measurement.course import Course
from curate.measurement.fine_tunes import Done, FineTunes
from curate.measurement.judging import LEVEL, OF_READING, PART_OF_GAIN, READINGS
from curate.measurement.measuring import Prepared, prepare
from curate.measurement.scores import Scores
from curate.measurement.study import BEFORE, NULL
from curate.measurement.train import Losses
from curate.measurement.verdict import Seen, joint
from curate.progress import silent
from curate.report.measured.model import Reading
from curate.statistics.crossed import Components, Crossed, crossed
from curate.statistics.holm import holds
from curate.statistics.power import detectable, power

SEEDS = 3
SWAPPED, REMOVED, JUNK = CHANGES = ("swapped", "removed", "junk")
"""Known changes: responses that are swapped, a type that is removed, junk that is planted and then removed."""


class Sizes(NamedTuple):
    """Of what is drawn."""

    records: int = 700
    held_out: int = 200
    longest: int = 1 << 20
    """Bytes of a record."""


class Repeat(NamedTuple):
    """A set that is drawn anew."""

    number: int
    sizes: Sizes
    changes: tuple[str, ...] = ()
    """Of those that are known, beside none at all."""

    def file(self, model: str) -> str:
        """Where it is kept."""
        return "-".join(map(str, ["repeat", model, *self.sizes, *self.changes, self.number])) + ".json"


def repeat(data: Path, drawn: Repeat, model: str, work: Path, processes: int) -> dict[str, Any]:
    """One set, each of its variants against what it was made of, as numbers and as verdicts."""
    number = drawn.number
    before, held_out = drawn_sets(data, number, work, drawn.sizes)
    asked = Asked(model=model, seeds=SEEDS, quick=True, seed=number)
    prepared = prepare(Variants(before, number, bool(drawn.changes)), held_out, asked, silent)
    pairs = compared(prepared.study.folds[0].arms, drawn.changes)
    scores = trained(prepared, work, processes, {arm for pair in pairs for arm in pair})
    margin = PART_OF_GAIN * abs(float(scores.gained(BEFORE).mean()))
    return {
        "repeat": number,
        "gain": float(scores.gained(BEFORE).mean()),
        "contrasts": {f"{arm} / {against}": _told(scores, arm, against, margin) for arm, against in pairs},
        "types": {arm: _harm_by_type(scores, arm) for arm, _ in pairs if lacks_type(arm)},
        "seconds": scores.seconds,
    }


def compared(arms: Collection[str], changes: Collection[str]) -> list[tuple[str, str]]:
    """Each arm, and what it is set against."""
    pairs = [(NULL, BEFORE)]
    if SWAPPED in changes:
        pairs += [(arm, BEFORE) for arm in arms if is_damaged(arm)]
    if REMOVED in changes:
        pairs += [(arm, BEFORE) for arm in arms if lacks_type(arm)]
    if JUNK in changes:
        pairs += [(CLEANED, WITH_JUNK), (CLEANED, FEWER), (FEWER, WITH_JUNK)]
    return pairs


def drawn_sets(data: Path, number: int, work: Path, sizes: Sizes) -> tuple[curate.Records, curate.Records]:
    """So many records of at most so many bytes, and others to judge by; no two sets of one draw share any."""
    import gzip

    lines = gzip.decompress((data / "dolly.jsonl.gz").read_bytes()).decode().splitlines()
    fitting = [line for line in lines if len(line.encode()) <= sizes.longest]
    chosen = random.Random(number).sample(fitting, sizes.records + sizes.held_out)
    sets = []
    for name, part in (("before", chosen[: sizes.records]), ("held-out", chosen[sizes.records :])):
        file = work / f"{name}-{number}.jsonl"
        file.write_text("\n".join(part) + "\n", encoding="utf-8")
        sets.append(curate.read(str(file), format="dolly"))
    return sets[0], sets[1]


def trained(prepared: Prepared, work: Path, processes: int, arms: Collection[str]) -> Scores:
    """These arms of the first fold, scored after their last step."""
    study = prepared.study
    tunes, course = (
        FineTunes(study.model, study.examples, work),
        Course(study.examples, study.folds[0], prepared.usual),
    )
    last = {course.steps: course.last_look}
    made = {"untrained": course.untrained(prepared.asked.seed)}
    for number, seed in enumerate(prepared.asked.of_seeds):
        for name, task in course.tasks([], number, seed):
            if name in arms:
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


def _harm_by_type(scores: Scores, arm: str) -> dict[str, float]:
    """How much more loss each type has with an arm."""
    types, harm = np.asarray(scores.types), (scores.own(arm) - scores.own(BEFORE)).mean(axis=1)
    return {kind: float(harm[types == kind].mean()) for kind in sorted(set(types.tolist()))}


def real(data: Path, drawn: Sequence[Repeat], model: str, work: Path, processes: int) -> dict[str, Any]:
    """All repeats that lie in the folder of work, after doing those that are missing."""
    work.mkdir(parents=True, exist_ok=True)
    told = []
    for each in drawn:
        file = work / each.file(model)
        if not file.exists():
            made = json.dumps(repeat(data, each, model, work, processes))
            passing = file.with_suffix(".part")
            passing.write_text(made, encoding="utf-8")
            passing.rename(file)
            for losses in work.glob("losses-*.npz"):
                losses.unlink()
        told.append(json.loads(file.read_text(encoding="utf-8")))
        print(f"repeat {each.number} is told", flush=True)
    return {"repeats": told, "summary": summary(told, drawn[0].sizes.held_out)}


def summary(told: list[dict[str, Any]], held_out: int) -> dict[str, Any]:
    """How often each change was seen, and which way."""
    names = sorted({name for each in told for name in each["contrasts"] if not lacks_type(name)})
    rows = {
        name: _counts([each["contrasts"][name] for each in told if name in each["contrasts"]], held_out)
        for name in names
    }
    removed = [(name.removeprefix("no-"), harm) for each in told for name, harm in each["types"].items()]
    first = sum(max(harm, key=harm.__getitem__) == kind for kind, harm in removed if kind in harm)
    return {"contrasts": rows, "removed_type_first": first, "removed_types": len(removed)}


def _counts(told: list[dict[str, Any]], held_out: int) -> dict[str, Any]:
    verdicts = [each["verdict"] for each in told]
    good, bad = ("better", "better_small"), ("worse", "worse_small")
    return {
        "repeats": len(told),
        "better": sum(each in good for each in verdicts),
        "worse": sum(each in bad for each in verdicts),
        **{name: _of_reading(name, told, held_out) for name in READINGS},
    }


def _of_reading(name: str, told: list[dict[str, Any]], held_out: int) -> dict[str, float]:
    each = [one[name] for one in told]
    mean = float(np.mean([one["estimate"] for one in each]))
    squares = np.square([one["components"] for one in each]).mean(axis=0)
    return {
        "mean": mean,
        "found": sum(name in one["found"] for one in told),
        "detectable": float(np.median([one["detectable"] for one in each])),
        "power": power(mean, Components(*np.sqrt(squares).tolist()), held_out, SEEDS, OF_READING),
    }
