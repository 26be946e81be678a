"""The verb about models: did a change to a set help what is trained on it?"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from os import fspath
from pathlib import Path
from time import time
from typing import Any

from curate.api import load_pipeline
from curate.engine.hands import Hands
from curate.errors import UsageError
from curate.files.cache import MOST, cache_folder
from curate.files.room import make_room
from curate.files.shelf import InMemory, Scratch
from curate.gates import VerdictLimit
from curate.given import FileName, Format, Readable, held, reading
from curate.into_folder import cores
from curate.measured import Measurement
from curate.measurement.another import leaving, on_another, planned_with, with_another
from curate.measurement.asked import QUICK_SEEDS, SEEDS, Asked
from curate.measurement.change import AFTER, ByPipeline, Given
from curate.measurement.fine_tunes import NotANumber
from curate.measurement.measuring import Prepared, prepare
from curate.measurement.measuring import measure as train_and_score
from curate.measurement.models.known import torch_needed
from curate.measurement.models.proxy.model import NAME
from curate.measurement.planning import plan_of
from curate.measurement.reporting import files_of, report_of
from curate.measurement.study import BEFORE
from curate.pipeline import Pipeline, default_checks
from curate.progress import Tell, silent
from curate.records.known import AUTO
from curate.records.records import Records
from curate.report.measured.model import MeasureReport
from curate.report.measured.plan import PlanReport
from curate.report.measured.plan_text import over_budget
from curate.report.measured.sentences import with_sentences
from curate.report.measured.words import NOTHING_CHANGED

LOG = logging.getLogger("curate")
_SPARED = 24 * 60 * 60
"""Seconds since a fine-tune was used in which it stays, whatever all take: somebody may be measuring."""
_PROCESSES = 2
"""More are started only where somebody says so: each holds a model and its records."""
_FOLDER = "curate-fine-tunes"
"""Beside the cache of frames, whose files are many and small."""
_OF_ASKED = ("model", "also", "seed", "budget", "quick", "learning_rate", "epochs", "layers", "margin")


def measure(
    before: Readable,
    after: Readable | None = None,
    *,
    pipeline: str | Pipeline | None = None,
    model: str = NAME,
    also: str | None = None,
    seeds: int | None = None,
    quick: bool = False,
    budget: float | None = None,
    held_out: Readable | None = None,
    learning_rate: float | None = None,
    epochs: float | None = None,
    layers: int | None = None,
    margin: float | None = None,
    seed: int = 0,
    processes: int | None = None,
    work: FileName | None = None,
    allow_plugins: bool = False,
    format: Format = AUTO,
    map: Mapping[str, str] | None = None,
    in_memory: bool = True,
    tell: Tell = silent,
) -> Measurement:
    """Fine-tune a small model on a set before and after a change, and say what the change did to it.

    Args:
        before: The set before: what `read` gave, or files to read.
        after: The set after.
        pipeline: In place of a set after, what makes it of the set before; each of its steps is judged, too.
        model: `proxy`, a small decoder that is trained here from nothing; `proxy-wide`, a larger one;
            `smollm2-135m`; a folder; or the id of a model on a hub.
        also: Another model that is then trained on both sets, and asked whether it says the same.
        seeds: How often each arm is trained; five, or three with `quick`.
        quick: Whether to take the usual recipe, rather than look for the one that sees most.
        budget: Seconds from this call on: no further seed is begun, once two are done, that would end later.
        held_out: Records to judge by, in place of some of the set before.
        learning_rate: Of the recipe; if any of it is given, none is looked for.
        epochs: Of the recipe, over the set before.
        layers: How many of the uppermost layers are trained; 0 for all.
        margin: From which effect on it matters, in nats a response token; else a fiftieth of what training gains.
        seed: Of all that is drawn.
        processes: How many train at once; two, or one where there is but one processor, if it is not given.
        work: The folder where fine-tunes are kept, so that none is done twice; else in the user's cache folder.
        allow_plugins: Whether the pipeline may load classes from outside of this package.
        format: How to read files; `auto` tells by content.
        map: Where fields stand that no format knows by name.
        in_memory: Whether files are held in memory, or in a temporary folder.
        tell: Called now and then with what is being done and how much of it is.

    Raises:
        InputError: an input can not be read.
        UsageError: neither a set after nor a pipeline is given, or both are; there is too little to train on; or
            the model can not be had.
    """
    wanted = _Wanted(
        pipeline, model, also, seeds, quick, budget, held_out, learning_rate, epochs, layers, margin, seed,
        processes, work, allow_plugins, format, map, in_memory,
    )  # fmt: skip
    prepared = wanted.prepared(before, after, tell)
    another = on_another(prepared, tell)
    prepared = _beforehand(prepared, another, wanted)
    if wanted.work is None:
        make_room(wanted.folder.glob("*"), MOST, spared=time() - _SPARED)
    with Hands(wanted.hands) as hands:
        report = report_of(train_and_score(prepared, wanted.folder, hands, tell))
        if another:
            report = _asked_too(report, another, (wanted.folder, hands, tell))
    return Measurement(with_sentences(report), wanted.verdict_not)


def _asked_too(report: MeasureReport, another: Prepared, how: tuple[Path, Hands, Tell]) -> MeasureReport:
    """The measurement beside what another model says; without it, where that can not be trained."""
    (folder, hands, tell), name = how, another.study.model.name
    try:
        second = train_and_score(another, folder, hands, lambda what, done, of: tell(f"{name}: {what}", done, of))
    except NotANumber as why:
        LOG.warning("%s can not be asked: %s", name, why.message)
        return report
    return with_another(report, second)


def measure_plan(
    before: Readable,
    after: Readable | None = None,
    *,
    tell: Tell = silent,
    **settings: Any,  # noqa: ANN401  as `measure` takes them
) -> PlanReport:
    """Tell what `measure` would train with the same arguments, how long that takes, and what it could see.

    Raises:
        InputError: an input can not be read.
        UsageError: as `measure` raises it.
    """
    wanted = _Wanted(**settings)
    prepared = wanted.prepared(before, after, tell)
    return _plan(prepared, on_another(prepared, tell), wanted)


def _plan(prepared: Prepared, another: Prepared | None, wanted: "_Wanted") -> PlanReport:
    plan = plan_of(prepared, wanted.folder, wanted.hands)
    return planned_with(plan, another, wanted.folder, wanted.hands) if another else plan


def kept_in(work: FileName | None) -> Path:
    """Where `measure` keeps fine-tunes, in a folder that is named or in the user's cache.

    Raises:
        UsageError: none is named, and the user has no cache folder.
    """
    return _Wanted(work=work).folder


def _beforehand(prepared: Prepared, another: Prepared | None, wanted: "_Wanted") -> Prepared:
    """Say what is better known before hours go by, and leave as much of a budget as another model takes."""
    if len(prepared.change.before.sources) > 1:
        LOG.info("before is %s", files_of(prepared.change.before))
    if prepared.study.same(AFTER, BEFORE):
        LOG.warning("%s", NOTHING_CHANGED)
    if wanted.budget is None:
        return prepared
    plan = _plan(prepared, another, wanted)
    if said := over_budget(plan):
        LOG.warning("the budget is %s", said)
    return leaving(prepared, plan.another.least if plan.another else 0)


@dataclass(frozen=True)
class _Wanted:
    """The arguments of `measure`, but for the sets."""

    pipeline: str | Pipeline | None = None
    model: str = NAME
    also: str | None = None
    seeds: int | None = None
    quick: bool = False
    budget: float | None = None
    held_out: Readable | None = None
    learning_rate: float | None = None
    epochs: float | None = None
    layers: int | None = None
    margin: float | None = None
    seed: int = 0
    processes: int | None = None
    work: FileName | None = None
    allow_plugins: bool = False
    format: Format = AUTO
    map: Mapping[str, str] | None = None
    in_memory: bool = True

    @property
    def asked(self) -> Asked:
        """What is asked of the measurement itself."""
        usual = QUICK_SEEDS if self.quick else SEEDS
        seeds = usual if self.seeds is None else self.seeds
        own = {name: getattr(self, name) for name in _OF_ASKED}
        return Asked(seeds=seeds, **own)

    @property
    def hands(self) -> int:
        """How many processes train at once."""
        return self.processes or min(_PROCESSES, cores())

    @property
    def folder(self) -> Path:
        """Where fine-tunes are kept.

        Raises:
            UsageError: none is named, and the user has no cache folder.
        """
        if self.work is not None:
            return Path(fspath(self.work))
        cache = cache_folder()
        if cache is None:
            raise UsageError(
                "there is no home in which fine-tunes could be kept.", hint="Name a folder: --work DIR"
            )
        return cache.with_name(_FOLDER)

    def prepared(self, before: Readable, after: Readable | None, tell: Tell) -> Prepared:
        """All that is settled before anything is trained. A wrong call is told before anything is read."""
        asked, other = self.asked, self._made_by(after)
        torch_needed()

        def read_in(given: Readable) -> Records:
            shelf = InMemory() if self.in_memory else Scratch()
            return held(given, reading(self.format, self.map), tell, shelf)

        own = read_in(before)
        change = ByPipeline(own, other) if isinstance(other, Pipeline) else Given(own, read_in(other))
        return prepare(change, None if self.held_out is None else read_in(self.held_out), asked, tell)

    def _made_by(self, after: Readable | None) -> Readable | Pipeline:
        """The set after, or what makes it of the set before.

        Raises:
            UsageError: neither is named, or both are; or there is no such pipeline.
        """
        if after is not None and self.pipeline is None:
            return after
        own = self._loaded
        if after is not None or own is None:
            raise UsageError(
                "a set is measured against another one, or against what a pipeline makes of it.",
                hint="curate measure BEFORE AFTER, or curate measure --pipeline NAME DATA",
            )
        return own.model_copy(update={"checks": own.checks or default_checks()})

    @cached_property
    def _loaded(self) -> Pipeline | None:
        """The pipeline that is named.

        Raises:
            UsageError: there is none of this name, or it is wrong.
        """
        named = self.pipeline
        return load_pipeline(named, allow_plugins=self.allow_plugins) if isinstance(named, str) else named

    @property
    def verdict_not(self) -> VerdictLimit | None:
        """What the pipeline's gates say of the verdict on it."""
        return self._loaded.gates.verdict_not if self._loaded else None
