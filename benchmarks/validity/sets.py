"""Sets that were changed in known ways: records with damage planted in them, without a type, or with junk."""

import random
from dataclasses import dataclass

import polars as pl
from xxhash import xxh3_64_intdigest

from curate.measurement.change import AFTER
from curate.measurement.demonstrations import CONTENT, PROMPT_TYPE, RESPONSE, SAID, SCHEMA, messages_of
from curate.progress import Tell
from curate.records.records import Records

SHARES = (0.02, 0.05, 0.1, 0.2)
JUNK = 0.2
"""The share of records that are given a junk response."""
JUNK_RESPONSES = (
    "ok.",
    "As an AI language model, I am not able to help with that request.",
    "I am sorry, but I cannot answer this question.",
    "See above.",
    "Please refer to the attached document for more information.",
    "TODO: write the answer here.",
    "N/A",
    "Thank you for your question! I hope this helps. Let me know if you have any other questions.",
)
_FREQUENT = 5
"""Types among which the one is that is removed."""
WITH_JUNK, CLEANED, FEWER = "with-junk", "cleaned", "fewer"


def damaged(share: float) -> str:
    """The arm in which so many responses are swapped."""
    return f"swapped-{share:g}"


def without(kind: str) -> str:
    """The arm without a type."""
    return f"no-{kind}"


def is_damaged(arm: str) -> bool:
    """Whether an arm is one in which responses are swapped."""
    return arm.startswith(damaged(0).removesuffix("0"))


def lacks_type(arm: str) -> bool:
    """Whether an arm is one without a type."""
    return arm.startswith(without(""))


@dataclass(frozen=True)
class Variants:
    """A set beside others that were made of it. As a change, it is that to the set with most damage."""

    before: Records
    seed: int
    changed: bool = True
    """Or else there is nothing beside it."""
    title: str = "known changes"

    @property
    def steps(self) -> dict[str, str]:
        """None."""
        return {}

    def beside(self, tell: Tell) -> pl.DataFrame:  # noqa: ARG002
        """Nothing that is known beforehand."""
        return pl.DataFrame(schema=SCHEMA)

    def made_of(self, training: pl.DataFrame, tell: Tell) -> dict[str, pl.DataFrame]:  # noqa: ARG002
        """All variants of what is trained on."""
        if not self.changed:
            return {AFTER: training.select(*SCHEMA)}
        rng = random.Random(self.seed)
        most = sorted(training[PROMPT_TYPE].value_counts(sort=True)[PROMPT_TYPE].head(_FREQUENT))
        kind = most[self.seed % len(most)]
        junk = _with_junk(training, rng)
        spoilt = training[SAID] != junk[SAID]
        drawn = pl.Series(rng.sample(range(training.height), training.height - int(spoilt.sum())))
        made = {damaged(share): _swapped(training, share, rng) for share in SHARES}
        variants = {
            AFTER: training,
            **made,
            without(kind): training.filter(pl.col(PROMPT_TYPE) != kind),
            WITH_JUNK: junk,
            CLEANED: training.filter(~spoilt),
            FEWER: junk[drawn],
        }
        return {name: each.select(*SCHEMA) for name, each in variants.items()}


def _swapped(shown: pl.DataFrame, share: float, rng: random.Random) -> pl.DataFrame:
    """Responses go round within each type, for so many of its records."""
    responses = shown[RESPONSE].to_list()
    for kind in sorted(set(shown[PROMPT_TYPE])):
        own = [at for at, each in enumerate(shown[PROMPT_TYPE]) if each == kind]
        chosen = rng.sample(own, round(share * len(own)))
        held = [responses[at] for at in chosen]
        for at, response in zip(chosen, [*held[1:], *held[:1]], strict=True):
            responses[at] = response
    return _answered(shown, responses)


def _with_junk(shown: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    responses = shown[RESPONSE].to_list()
    for at in rng.sample(range(len(responses)), round(JUNK * len(responses))):
        responses[at] = rng.choice(JUNK_RESPONSES)
    return _answered(shown, responses)


def _answered(shown: pl.DataFrame, responses: list[str]) -> pl.DataFrame:
    import json

    said = []
    for old, response in zip(shown[SAID], responses, strict=True):
        *before, last = messages_of(old)
        said.append(json.dumps([*before, {**last, "content": response}], ensure_ascii=False))
    digests = pl.Series(CONTENT, [xxh3_64_intdigest(each.encode()) for each in said], dtype=pl.UInt64)
    return shown.with_columns(pl.Series(SAID, said), pl.Series(RESPONSE, responses), digests)
