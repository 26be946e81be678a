"""A measurement as its report."""

from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import mean
from typing import TypedDict

import numpy as np

from curate.measurement.arms import SWAPPED_RESPONSES
from curate.measurement.change import AFTER, ByPipeline, Change, Given
from curate.measurement.choosing import Tried
from curate.measurement.contrasts import contrast_told
from curate.measurement.curves import curve_told
from curate.measurement.effects import pooled_types
from curate.measurement.judging import judged
from curate.measurement.measuring import Measured, Prepared
from curate.measurement.models.kept_as import trained_by
from curate.measurement.recipe import Recipe
from curate.measurement.study import BEFORE, NULL, PLANTED, RANDOM
from curate.provenance import versions
from curate.records.records import Records
from curate.report.measured.model import (
    ArmModel,
    BoundsModel,
    HeldOutModel,
    Kind,
    MeasureReport,
    ModelModel,
    NearModel,
    RecipeModel,
    TriedModel,
)
from curate.statistics.crossed import Crossed

MOST_NEAR = 10
"""Pairs that are told of those that are most alike."""
_KINDS: dict[str, Kind] = {BEFORE: "before", AFTER: "after", RANDOM: "random", NULL: "null", PLANTED: "planted"}
_TITLES = {
    BEFORE: "before",
    AFTER: "after",
    RANDOM: "as many removed at random",
    NULL: "nothing changed",
    PLANTED: SWAPPED_RESPONSES,
}


def report_of(measured: Measured) -> MeasureReport:
    """All of it, but for the sentences."""
    judgement, prepared = judged(measured), measured.prepared
    change = prepared.change
    return MeasureReport(
        **named(change),
        quick=prepared.asked.quick,
        seed=prepared.asked.seed,
        seeds=prepared.asked.of_seeds[: measured.scores.seeds],
        seeds_asked=prepared.asked.seeds,
        model=_model(measured),
        recipe=recipe_told(measured.recipe, measured),
        held_out=held_out_told(prepared),
        gain=_bounds(judgement.gain),
        arms=list(_arms(measured)),
        contrasts=[contrast_told(measured, judgement, at) for at in range(len(judgement.told))],
        controls=judgement.controls,
        another=None,
        curves=[curve_told(measured, arm) for arm in (BEFORE, AFTER)],
        runs=measured.scores.runs,
        seconds=measured.seconds,
        versions={**versions(), **trained_by()},
    )


def _model(measured: Measured) -> ModelModel:
    from curate.measurement.models.precision import device

    model = measured.prepared.study.model
    return ModelModel(
        name=model.name,
        parameters=model.parameters,
        trained=measured.scores.untrained[0].trained,
        layers=model.layers,
        digest=model.digest,
        device=device(),
        number_format=model.numbers,
    )


def recipe_told(recipe: Recipe, measured: Measured) -> RecipeModel:
    """How it is."""
    return RecipeModel(
        learning_rate=recipe.learning_rate,
        epochs=recipe.epochs,
        layers=recipe.layers,
        steps=measured.scores.courses[0].steps,
        tokens=recipe.tokens,
        context=recipe.context,
        tried=[_tried(each) for each in measured.tried],
    )


def held_out_told(prepared: Prepared) -> HeldOutModel:
    """The records that all are judged by, and the proof that nothing like them is trained on."""
    folds, sets = prepared.study.folds, prepared.sets[0]
    judged_by = [fold.judged for fold in folds]
    near = sorted(
        (-similarity, key, nearest)
        for each in judged_by
        for key, nearest, similarity in zip(each.keys, each.nearest, each.similarity.tolist(), strict=True)
        if nearest
    )
    types = [kind for each in judged_by for kind in each.types]
    return HeldOutModel(
        prompts=len(types),
        clusters=len(np.unique(np.concatenate([each.clusters for each in judged_by]))),
        types=dict(Counter(pooled_types(types)).most_common()),
        source="file" if prepared.from_file else "crossed" if len(judged_by) > 1 else "drawn",
        left_out=prepared.study.left_out + sets.unjudged,
        records=sets.records,
        folds=len(folds),
        trained=_mean(len(fold.arms[BEFORE][0].rows) for fold in folds),
        tuned=_mean(len(fold.tuned.own) for fold in folds),
        reserve=prepared.study.reserve // len(judged_by),
        unused=sets.unused,
        overlap=sets.overlap,
        unlike=sets.unlike,
        nearest=[
            NearModel(key=key, nearest=nearest, similarity=-similarity)
            for similarity, key, nearest in near[:MOST_NEAR]
        ],
    )


def _mean(counts: Iterable[int]) -> int:
    return round(mean(counts))


def kind_of(arm: str) -> Kind:
    """What an arm is for."""
    return _KINDS.get(arm, "without")


def title_of(arm: str, change: Change) -> str:
    """What an arm is called."""
    return _TITLES.get(arm) or f"without {change.steps[arm]}"


def _arms(measured: Measured) -> Iterator[ArmModel]:
    scores, study = measured.scores, measured.prepared.study
    fold, trained, lost = study.folds[0], study.examples.trained, study.examples.lost
    for name, several in fold.arms.items():
        rows = several[0].rows
        tokens, cut = int(trained[rows].sum()), int(lost[rows].sum())
        kinds = Counter(measured.prepared.study.types[row] for row in rows.tolist())
        yield ArmModel(
            id=name,
            kind=kind_of(name),
            title=title_of(name, measured.prepared.change),
            records=len(rows),
            tokens=tokens,
            lost=cut / max(1, tokens + cut),
            types=dict(kinds.most_common()),
            losses=scores.own(name).mean(axis=0).tolist(),
            dependences=scores.dependence(name).mean(axis=0).tolist(),
        )


def _tried(each: Tried) -> TriedModel:
    recipe = each.recipe
    return TriedModel(
        learning_rate=recipe.learning_rate,
        epochs=recipe.epochs,
        layers=recipe.layers,
        harm=each.harm,
        error=each.error,
    )


def _bounds(told: Crossed) -> BoundsModel:
    return BoundsModel(estimate=told.estimate, low=told.low, high=told.high)


class Named(TypedDict):
    """What is compared."""

    before: str
    after: str
    pipeline: str | None


def named(change: Change) -> Named:
    """The files of the set before, and those of the set after or the pipeline that makes it."""
    before = files_of(change.before)
    if isinstance(change, ByPipeline):
        return Named(before=before, after=change.pipeline.name, pipeline=change.pipeline.name)
    return Named(
        before=before, after=files_of(change.after) if isinstance(change, Given) else AFTER, pipeline=None
    )


def files_of(records: Records) -> str:
    """The names of its files; several are one set, which is said."""
    *others, last = [each.name for each in records.sources] or [""]
    return f"{', '.join(others)} and {last} as one set" if others else last
