"""Measurements with invented numbers, as `measure.json` holds them."""

from collections.abc import Sequence
from typing import Any

from curate.report.measured.model import (
    AnotherModel,
    ArmModel,
    BoundsModel,
    ContrastModel,
    ControlsModel,
    CurveModel,
    EpochModel,
    HeldOutModel,
    Kind,
    MeasureReport,
    ModelModel,
    NearModel,
    NearnessModel,
    NeedsModel,
    Reading,
    ReadingModel,
    RecipeModel,
    TriedModel,
    TypeEffectModel,
    Verdict,
)
from curate.report.measured.plan import PlannedArmModel, PlanReport
from curate.report.measured.sentences import sentence, with_sentences

SEEDS = (11, 12, 13)
MARGIN = 0.008
TYPES = {"open_qa": 80, "summarization": 60, "creative_writing": 60, "classification": 40}
MODEL = ModelModel(
    name="proxy",
    parameters=1_900_000,
    trained=1_900_000,
    layers=4,
    digest="5f1c8a",
    device="cpu",
    number_format="float32",
)
RECIPE = RecipeModel(
    learning_rate=0.001,
    epochs=3.0,
    layers=0,
    steps=240,
    tokens=2048,
    context=512,
    tried=[TriedModel(learning_rate=0.001, epochs=3.0, layers=0, harm=0.046, error=0.005)],
)
HELD_OUT = HeldOutModel(
    prompts=240,
    clusters=221,
    types=TYPES,
    source="drawn",
    left_out=0,
    records=2400,
    folds=1,
    trained=2000,
    tuned=118,
    reserve=40,
    unused=0,
    overlap=0,
    unlike=0,
    nearest=[NearModel(key="9f2c41d07ab3e655", nearest="77aa0c0ffec9678d", similarity=0.31)],
)


def bounds(estimate: float, reach: float) -> BoundsModel:
    """An estimate with as much room on either side."""
    return BoundsModel(estimate=estimate, low=estimate - reach, high=estimate + reach)


def arm(id: str, kind: Kind, title: str, records: int = 2000) -> ArmModel:
    """An arm of which nothing else matters."""
    return ArmModel(
        id=id,
        kind=kind,
        title=title,
        records=records,
        tokens=92 * records,
        lost=0.002,
        types=TYPES,
        losses=[3.412, 3.405, 3.418],
        dependences=[0.221, 0.217, 0.224],
    )


def reading(name: Reading, estimate: float, reach: float, verdict: Verdict) -> ReadingModel:
    """One way to read a contrast, by three seeds around the estimate."""
    return ReadingModel(
        reading=name,
        estimate=estimate,
        low=estimate - reach,
        high=estimate + reach,
        freedom=38.0,
        chance=0.0004 if abs(estimate) > reach else 0.3,
        held=abs(estimate) > reach,
        detectable=1.4 * reach,
        margin=MARGIN,
        of_gain=estimate / -0.42,
        verdict=verdict,
        seeds=[estimate - 0.4 * reach, estimate + 0.1 * reach, estimate + 0.3 * reach],
        prompt_deviation=0.07,
        seed_deviation=0.002,
        residual_deviation=0.03,
        equal_epochs=bounds(estimate, reach),
    )


def contrast(
    arms: tuple[str, str],
    title: str,
    verdict: Verdict,
    loss: tuple[float, float],
    **changed: Any,  # noqa: ANN401  as models take them
) -> ContrastModel:
    """The first arm compared with the second: by loss, an effect and how far its interval reaches."""
    depends = changed.pop("depends", (0.001, 0.009, "too_small_to_tell"))
    made = ContrastModel(
        id=f"{arms[0]}-{arms[1]}",
        title=title,
        arm=arms[0],
        against=arms[1],
        removed=None,
        verdict=verdict,
        by="loss",
        compute_dependent=False,
        same=False,
        readings=[reading("loss", *loss, verdict), reading("dependence", *depends)],
        needs=None,
        types=[],
        nearness=[],
        unfamiliar_gap=None,
        sentence="",
    )
    return made.model_copy(update=changed)


def type_effect(name: str, estimate: float, reach: float, *, found: bool = False) -> TypeEffectModel:
    """The effect on one type; half as large where it is drawn to that on all."""
    return TypeEffectModel(
        type=name,
        prompts=TYPES.get(name, 20),
        estimate=estimate,
        low=estimate - reach,
        high=estimate + reach,
        shrunk=estimate / 2,
        shrunk_low=estimate / 2 - reach / 2,
        shrunk_high=estimate / 2 + reach / 2,
        chance=0.001 if found else 0.4,
        found=found,
    )


def nearness(familiar: float = -0.026, unfamiliar: float = -0.021, reach: float = 0.014) -> list[NearnessModel]:
    """Prompts in three groups, by how near they are to what was trained on."""
    groups = (
        ("familiar", 0.19, 0.31, familiar),
        ("between", 0.11, 0.19, (familiar + unfamiliar) / 2),
        ("unfamiliar", 0.0, 0.11, unfamiliar),
    )
    return [
        NearnessModel(
            group=group,
            prompts=80,
            least=least,
            most=most,
            estimate=estimate,
            low=estimate - reach,
            high=estimate + reach,
        )
        for group, least, most, estimate in groups
    ]


def curve(id: str, held_out: Sequence[float], seen: Sequence[float], turns: float | None) -> CurveModel:
    """How an arm went on, an epoch at a time."""
    epochs = [
        EpochModel(epoch=float(at), held_out=out, seen=own)
        for at, (out, own) in enumerate(zip(held_out, seen, strict=True), 1)
    ]
    return CurveModel(
        arm=id, base=3.83, epochs=epochs, gap=bounds(held_out[-1] - seen[-1] - 0.01, 0.03), turns=turns
    )


CHANGE = contrast(
    ("after", "before"),
    "the whole pipeline",
    "better",
    (-0.024, 0.012),
    removed=840,
    types=[
        type_effect("summarization", -0.07, 0.031, found=True),
        type_effect("open_qa", -0.018, 0.022),
        type_effect("classification", -0.012, 0.048),
        type_effect("creative_writing", 0.02, 0.027),
    ],
    nearness=nearness(),
    unfamiliar_gap=bounds(0.005, 0.014),
)
CHOICE = contrast(("after", "random"), "against as many at random", "better", (-0.015, 0.012))
AT_RANDOM = contrast(("random", "before"), "random removal of as many", "equivalent", (0.002, 0.006))
HELPS = contrast(
    ("after", "without-3"),
    "keep-one DUP002",
    "too_small_to_tell",
    (-0.011, 0.013),
    needs=NeedsModel(prompts=400, seeds=3, minutes=6.2, reachable=True),
)
IDLE = contrast(("after", "without-2"), "drop LNG001", "equivalent", (-0.001, 0.005))
NULL = contrast(("null", "before"), "nothing changed (null)", "equivalent", (0.001, 0.006))
PLANTED = contrast(
    ("planted", "before"),
    "10 % of responses swapped (planted)",
    "worse",
    (0.041, 0.012),
    depends=(-0.093, 0.013, "worse"),
)
ARMS = [
    arm("before", "before", "dolly.jsonl"),
    arm("after", "after", "dolly.jsonl after sft-default", 1160),
    arm("random", "random", "as many at random", 1160),
    arm("without-3", "without", "without keep-one DUP002", 1240),
    arm("without-2", "without", "without drop LNG001", 1190),
    arm("null", "null", "2 % swapped"),
    arm("planted", "planted", "10 % of responses swapped"),
]
CURVES = [
    curve("before", [3.52, 3.43, 3.41], [3.50, 3.36, 3.27], None),
    curve("after", [3.53, 3.40, 3.42], [3.51, 3.34, 3.22], 2.0),
]
BELIEVED = ControlsModel(valid=True, null_moved=False, planted_seen=True, planted_detectable=True, told="")
UNDONE = ControlsModel(valid=None, null_moved=None, planted_seen=None, planted_detectable=None, told="")
"""The set is too small for either control."""


def measured(*contrasts: ContrastModel, **changed: Any) -> MeasureReport:  # noqa: ANN401  as models take them
    """A measurement of a pipeline; of these contrasts, where any are given, with the controls."""
    report = MeasureReport(
        before="dolly.jsonl",
        after="dolly.jsonl after sft-default",
        pipeline="sft-default",
        quick=True,
        seed=0,
        seeds=list(SEEDS),
        seeds_asked=len(SEEDS),
        model=MODEL,
        recipe=RECIPE,
        held_out=HELD_OUT,
        gain=bounds(0.42, 0.03),
        arms=ARMS,
        contrasts=[*(contrasts or (CHANGE, CHOICE, HELPS, IDLE)), NULL, PLANTED],
        controls=BELIEVED,
        another=None,
        curves=CURVES,
        runs=21,
        seconds=570.0,
        versions={"curate": "0.1.0", "torch": "2.9.0"},
    )
    return with_sentences(report.model_copy(update=changed))


def another(verdict: Verdict, loss: tuple[float, float] = (-0.02, 0.01), **changed: Any) -> AnotherModel:  # noqa: ANN401  as models take them
    """What a larger model says of the change."""
    made = AnotherModel(
        model=MODEL.model_copy(update={"name": "proxy-wide"}),
        recipe=RECIPE,
        seeds=list(SEEDS),
        verdict=verdict,
        by="loss",
        readings=[reading("loss", *loss, verdict), reading("dependence", 0.02, 0.009, "better")],
        proxy_dependent=False,
        runs=6,
        seconds=400.0,
    )
    return made.model_copy(update=changed)


def said(contrast: ContrastModel, report: MeasureReport | None = None, **changed: Any) -> str:  # noqa: ANN401  as models take them
    """The sentence on a contrast that is a little different."""
    return sentence(contrast.model_copy(update=changed), report or measured())


def planned(**changed: Any) -> PlanReport:  # noqa: ANN401  as models take them
    """What would be trained for it."""
    plan = PlanReport(
        before="dolly.jsonl",
        after="dolly.jsonl after sft-default",
        pipeline="sft-default",
        quick=True,
        seed=0,
        seeds=list(SEEDS),
        model="proxy",
        parameters=1_900_000,
        layers=4,
        recipe=None,
        tries=6,
        held_out=HELD_OUT,
        arms=[
            PlannedArmModel(
                id=each.id,
                kind=each.kind,
                title=each.title,
                records=each.records,
                tokens=each.tokens,
                runs=3,
                same=False,
            )
            for each in ARMS
        ],
        another=None,
        runs=21,
        seconds=570.0,
        ahead=45.0,
        least=395.0,
        budget=None,
        processes=2,
        detectable=0.017,
        detectable_dependence=0.004,
        margin=None,
    )
    return plan.model_copy(update=changed)
