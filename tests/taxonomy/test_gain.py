"""What labels teach, told on labels that were not learned from."""

import polars as pl
import pytest

from curate.errors import UsageError
from curate.taxonomy.gain import Gain, gained, learned
from curate.taxonomy.read import taxonomy
from tests.taxonomy.test_head import LABELS, PROMPTS

BY = taxonomy()
WORKS = ("Emma", "Faust", "Ulysses", "Hamlet", "Dracula", "Utopia", "Candide", "Persuasion", "Middlemarch")
PLAIN = [
    f"{asks} {what}?" for asks in ("Who wrote", "When was", "Where is", "Why do people read") for what in WORKS
]
TOLD = [*PLAIN, *(f"Translate this into French: the {word}" for word in ("sea", "sun", "sky", "sand", "salt"))]
MEANT = ["open_qa"] * len(PLAIN) + ["translation"] * 5
"""What patterns tell rightly."""
SHOP = [text for text, label in zip(PROMPTS, LABELS, strict=True) if label == "functional_writing"]
"""What they do not."""


def of(prompts: list[str], labels: list[str], stand_for: list[float] | None = None) -> Gain:
    weights = None if stand_for is None else pl.Series(stand_for)
    return gained(pl.Series(prompts), None, pl.Series(labels), BY, weights)


def test_what_the_labels_put_right_is_a_sure_gain_and_there_is_a_head() -> None:
    gain = of(PROMPTS, LABELS)
    assert gain.labels == gain.as_good_as == len(LABELS)
    assert gain.rules < gain.head
    assert gain.rules_within.low < gain.rules < gain.rules_within.high
    assert gain.head_within.low < gain.head
    assert gain.difference.low < gain.head - gain.rules < gain.difference.high
    assert gain.is_sure
    assert 0 <= gain.error <= 1
    head, told = learned(pl.Series(PROMPTS), None, pl.Series(LABELS), BY)
    assert told == gain
    assert head is not None
    assert head.labels == len(LABELS)


def test_where_patterns_are_right_there_is_no_head() -> None:
    head, gain = learned(pl.Series(TOLD), None, pl.Series(MEANT), BY)
    assert gain.rules == 1
    assert not gain.is_sure
    assert head is None


@pytest.mark.parametrize(("each", "is_used"), [(1.0, True), (0.5, False)])
def test_a_head_is_used_before_it_is_surely_better_but_not_for_two_labels(each: float, *, is_used: bool) -> None:
    """Three prompts that patterns tell wrongly, and what they stand for."""
    prompts, labels = [*TOLD, *SHOP[:3]], [*MEANT, *["functional_writing"] * 3]
    stand_for = pl.Series([1.0] * len(TOLD) + [each] * 3)
    head, gain = learned(pl.Series(prompts), None, pl.Series(labels), BY, stand_for)
    assert gain.head == pytest.approx(1)
    assert (1 - gain.rules) * gain.as_good_as == pytest.approx(3 * each, abs=0.1)
    assert not gain.is_sure
    assert gain.is_enough == (head is not None) == is_used


def test_labels_that_mean_nothing_are_no_gain() -> None:
    labels = ["open_qa" if at % 2 else "classification" for at in range(len(PLAIN))]
    gain = of(PLAIN, labels)
    assert not gain.is_sure
    assert not gain.is_enough


def test_the_order_changes_nothing() -> None:
    assert of(PROMPTS[::-1], LABELS[::-1]) == of(PROMPTS, LABELS)


def test_the_same_prompt_is_never_learned_and_told() -> None:
    """Labels that only repeating the very prompt could tell."""
    prompts = [f"{word} and {word}" for word in ("kelp", "moss", "fern", "reed", "hemp", "flax")] * 6
    labels = ["coding", "translation", "coding", "translation", "coding", "translation"] * 6
    gain = of(prompts, labels)
    assert gain.head < 0.7


def test_shares_are_of_the_prompts_that_labels_stand_for() -> None:
    """Of what patterns tell rightly there are ten times as many as are labelled."""
    prompts, labels = [*PROMPTS, *PLAIN], [*LABELS, *["open_qa"] * len(PLAIN)]
    alike, weighted = of(prompts, labels), of(prompts, labels, [1.0] * len(PROMPTS) + [10.0] * len(PLAIN))
    assert weighted.rules > alike.rules
    assert weighted.as_good_as < alike.as_good_as == len(labels)
    assert weighted.head - weighted.rules < alike.head - alike.rules


def test_too_few_labels_are_refused() -> None:
    with pytest.raises(UsageError, match="18 more are needed"):
        of(PROMPTS[:12], LABELS[:12])
