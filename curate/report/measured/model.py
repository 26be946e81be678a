"""A measurement as JSON, for other programs. The shape is a promise: `curate/measure/v1`.

Losses are in nats a response token, and effects are what the arm has less what it is compared with. Less response
loss is better, and more prompt dependence is. Intervals are at 95 %.
"""

from typing import Literal

from pydantic import ConfigDict, Field

from curate.findings import Exact

Verdict = Literal["better", "better_small", "equivalent", "worse_small", "worse", "too_small_to_tell", "invalid"]
Kind = Literal["before", "after", "random", "without", "null", "planted"]
Reading = Literal["loss", "dependence"]


class Finite(Exact):
    """A part of what is told; every number in it is one."""

    model_config = ConfigDict(allow_inf_nan=False)


class BoundsModel(Finite):
    """A number that was estimated, and where it lies."""

    estimate: float
    low: float
    high: float


class ModelModel(Finite):
    """What was fine-tuned."""

    name: str
    parameters: int
    trained: int
    """Of these, how many training may change."""
    layers: int
    digest: str
    """Of its weights, its tokenizer and its template."""
    device: str
    number_format: str
    """`float32` or `bfloat16`: whichever this machine does faster."""


class TriedModel(Finite):
    """A recipe that was tried, by what it sees of planted damage."""

    learning_rate: float
    epochs: float
    layers: int
    harm: float
    error: float
    """The standard error of that harm."""


class RecipeModel(Finite):
    """How every arm was trained."""

    learning_rate: float
    epochs: float
    """Of the set before; every arm gets as many steps."""
    layers: int
    """The uppermost, which are trained; 0 for all."""
    steps: int
    tokens: int
    """Response tokens of one step."""
    context: int
    """Tokens of a record beyond which it is cut."""
    tried: list[TriedModel]
    """From which it was chosen, on the set before and its planted damage alone; empty where it was given."""


class NearModel(Finite):
    """A held-out record, and the record of an arm that is most like it."""

    key: str
    nearest: str
    similarity: float


class HeldOutModel(Finite):
    """The records that no arm was trained on, and by which all are judged."""

    prompts: int
    clusters: int
    """Groups of records that hang together by near-duplicates; they are drawn whole."""
    types: dict[str, int]
    """Prompts by type; types that are too rare to be judged alone stand under `other`."""
    source: Literal["drawn", "crossed", "file"]
    """`crossed` where each record is held out once, since the set is small."""
    left_out: int
    """Records that could not be judged by: not read, without a prompt or a response, or with no token to score."""
    records: int
    """Of the set before, all that can be trained on."""
    unused: int
    """Those beside them that were not read, or have no prompt or no response that is to be learned."""
    folds: int
    """Ways in which these were parted; each with its own records to judge by, and all of the following."""
    trained: int
    """Records of the set before that are trained on in one way; the mean, where there are several."""
    tuned: int
    """Records on which a recipe is chosen, or would be."""
    reserve: int
    """Records that were set aside for the null arm."""
    overlap: int
    """Records of either set that no arm is trained on, since they or near-duplicates of them stand in the file of
    what is judged by."""
    unlike: int
    """Records of the set after that are like none of the set before, nor have the id of one: new ones, or edits of
    which nobody can tell what they were."""
    nearest: list[NearModel]
    """The pairs that are most alike, first those most; none is a near-duplicate."""


class ArmModel(Finite):
    """One set that was trained on."""

    id: str
    kind: Kind
    title: str
    records: int
    tokens: int
    """Response tokens."""
    lost: float
    """The share of response tokens beyond the context."""
    types: dict[str, int]
    losses: list[float]
    """On the held-out records after training, by seed."""
    dependences: list[float]
    """By how much a response is likelier under its own prompt than under another of its type, by seed."""


class EpochModel(Finite):
    """How an arm stood after so many epochs of its own records, on average over seeds."""

    epoch: float
    held_out: float
    """Its loss on the held-out records."""
    seen: float
    """On records it was trained on, drawn as the held-out ones were."""


class CurveModel(Finite):
    """How an arm went on: where held-out loss turns while seen loss falls, it overfits."""

    arm: str
    base: float
    """Held-out loss before any training."""
    epochs: list[EpochModel]
    gap: BoundsModel | None
    """At the end, held-out loss less seen loss, each less what it was before training."""
    turns: float | None
    """The epoch after which held-out loss surely rose, with 95 %; null where it did not."""


class ReadingModel(Finite):
    """One way to read a contrast."""

    reading: Reading
    estimate: float
    low: float
    high: float
    freedom: float
    """Degrees of freedom."""
    chance: float
    """Of an effect at least so large if there is none (p-value)."""
    held: bool
    """Whether it stands beside all other readings of its family (Holm, 5 %).

    The change as a whole is one family, what else is asked of it another, and each control one."""
    detectable: float
    """The smallest effect that would have been seen four times of five."""
    margin: float
    """From here on an effect matters."""
    of_gain: float | None
    """Of response loss, the effect as a share of what training on the set before gained; null where it is none."""
    verdict: Verdict
    seeds: list[float]
    """The effect by seed."""
    prompt_deviation: float
    seed_deviation: float
    residual_deviation: float
    """Standard deviations of the effect between clusters of prompts, between seeds, and of what is left."""
    equal_epochs: BoundsModel | None
    """The same where each arm sees its own records as often, instead of as many tokens."""


class NeedsModel(Finite):
    """What would settle a contrast that is too small to tell."""

    prompts: int
    """Held-out prompts in all."""
    seeds: int
    minutes: float
    """Of this machine, for what is not there yet."""
    reachable: bool
    """Whether the set has as many records to hold out."""


class TypeEffectModel(Finite):
    """The effect on the prompts of one type. Exploratory: see `found`."""

    type: str
    prompts: int
    estimate: float
    low: float
    high: float
    shrunk: float
    """Drawn to the effect on all types, the more the less is known of this one."""
    shrunk_low: float
    shrunk_high: float
    chance: float
    found: bool
    """Whether it stands among all types, with 10 % of such findings false (Benjamini and Hochberg)."""


class NearnessModel(Finite):
    """The effect on prompts that are so much like what was trained on."""

    group: Literal["familiar", "between", "unfamiliar"]
    prompts: int
    least: float
    most: float
    """Of their similarity to the nearest prompt that was trained on."""
    estimate: float
    low: float
    high: float


class ContrastModel(Finite):
    """Two arms compared: did this change help?"""

    id: str
    title: str
    """What was done: `the whole pipeline`, `keep-one DUP002`."""
    arm: str
    against: str
    removed: int | None
    """By how many records the arm is smaller."""
    verdict: Verdict
    """Of both readings together."""
    by: Reading
    """The reading that decided it."""
    compute_dependent: bool
    """Whether equal tokens and equal epochs say opposite things."""
    same: bool
    """Whether both arms hold the very same records, so that nothing can differ."""
    readings: list[ReadingModel]
    needs: NeedsModel | None
    types: list[TypeEffectModel]
    """By response loss."""
    nearness: list[NearnessModel]
    """By response loss."""
    unfamiliar_gap: BoundsModel | None
    """The effect on unfamiliar prompts less that on familiar ones."""
    sentence: str


class AnotherModel(Finite):
    """What another model says of the change, trained on the sets before and after by its usual recipe."""

    model: ModelModel
    recipe: RecipeModel
    seeds: list[int]
    verdict: Verdict
    """Of both readings together. Never `equivalent`, as a reading alone may be: no control vouches for it."""
    by: Reading
    """The reading that decided it."""
    readings: list[ReadingModel]
    proxy_dependent: bool
    """Whether one model calls the change better, and the other worse."""
    runs: int
    """How often it was trained."""
    seconds: float
    """Of training, by all processes together."""


class ControlsModel(Finite):
    """Whether the measurement itself can be believed."""

    valid: bool | None
    """Whether no control that was done fails; null where none was, on too small a set or with one seed."""
    null_moved: bool | None
    """An arm in which nothing changed seemed to have an effect; null where there is none, and nothing vouches."""
    planted_seen: bool | None
    """Null where planted damage tells nothing."""
    planted_detectable: bool | None
    """Whether the planted damage was as large as what could be seen; null where it tells nothing."""
    told: str
    """The same in a sentence."""


class MeasureReport(Finite):
    """All that a measurement tells."""

    schema_: Literal["curate/measure/v1"] = Field(default="curate/measure/v1", alias="schema")
    before: str
    after: str
    pipeline: str | None
    quick: bool
    seed: int
    seeds: list[int]
    seeds_asked: int
    """How many were asked for; a budget may have ended before all were begun."""
    model: ModelModel
    recipe: RecipeModel
    held_out: HeldOutModel
    gain: BoundsModel
    """What training on the set before gained over the model untouched: its held-out loss less that of before."""
    arms: list[ArmModel]
    contrasts: list[ContrastModel]
    """The change itself, that against random removal, each step left out, then null and planted damage."""
    controls: ControlsModel
    another: AnotherModel | None
    """Null where no other model was asked, or both sets hold the same records."""
    curves: list[CurveModel]
    runs: int
    """How often the first model was trained: for each arm, seed and fold, but once for arms that hold the same."""
    seconds: float
    """Of training, by all processes together."""
    versions: dict[str, str]
