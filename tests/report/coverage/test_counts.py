"""How many prompts of each type there are, and how sure that is."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
import pytest

from curate.report.coverage.counts import AUDITED, counts_of, in_units, with_labels
from curate.statistics.audit import allocation

IDS = ["coding", "open_qa", "summarization", "other"]


def told(kinds: Sequence[str | None], how: str = "rules", labels: Mapping[int, str] | None = None) -> pl.DataFrame:
    """Prompts, each a family of its own."""
    made = pl.DataFrame(
        {
            "rank": pl.Series(range(len(kinds)), dtype=pl.UInt32),
            "prompt_type": [kind or "other:unsure" for kind in kinds],
            "group": pl.Series([None] * len(kinds), dtype=pl.String),
            "how": [how if kind else "unsure" for kind in kinds],
            "leader": pl.Series(range(len(kinds)), dtype=pl.UInt32),
            "weight": pl.Series([1.0] * len(kinds), dtype=pl.Float64),
        }
    )
    meant = [(labels or {}).get(at) for at in range(len(kinds))]
    return in_units(made, IDS).with_columns(pl.Series(AUDITED, meant, dtype=pl.String))


def test_shares_are_of_what_is_told() -> None:
    counts = counts_of(told(["coding"] * 3 + ["open_qa"] + [None] * 4), IDS)
    assert counts.shares.tolist() == [0.75, 0.25, 0, 0]
    assert counts.effective.tolist() == [3, 1, 0, 0]
    assert counts.unsure == 0.5
    assert counts.errors is None
    assert counts.by_label == 0


def test_a_family_counts_as_one_and_its_size_is_told() -> None:
    prompts = told(["coding"] * 4 + ["open_qa"] * 2).with_columns(
        pl.Series("leader", [0, 0, 0, 3, 4, 5], dtype=pl.UInt32), pl.Series("weight", [1 / 3] * 3 + [1.0] * 3)
    )
    counts = counts_of(prompts, IDS)
    assert counts.effective.tolist() == pytest.approx([2, 2, 0, 0])
    assert counts.records.tolist() == [4, 2, 0, 0]
    assert counts.largest.tolist() == [3, 1, 0, 0]


def test_labels_of_a_sample_correct_what_rules_say_and_leave_a_doubt() -> None:
    labels = {at: "coding" if at < 15 else "open_qa" for at in range(20)}
    counts = counts_of(told(["coding"] * 100 + ["open_qa"] * 100, labels=labels), IDS)
    assert counts.shares.tolist() == pytest.approx([0.375, 0.625, 0, 0])
    assert counts.errors is not None
    assert counts.errors[0] > 0.02
    assert counts.labels == 20
    assert counts.precision[0] is not None
    assert counts.precision[0].holds(0.75)
    assert counts.precision[1] is None


def test_what_nobody_could_tell_counts_once_it_is_labelled() -> None:
    labels = dict.fromkeys(range(10, 20), "summarization")
    counts = counts_of(told(["coding"] * 10 + [None] * 30, labels=labels), IDS)
    assert counts.total == pytest.approx(40)
    assert counts.shares.tolist() == pytest.approx([0.25, 0, 0.75, 0])


def test_a_label_of_the_record_leaves_no_doubt() -> None:
    counts = counts_of(told(["coding"] * 10 + ["open_qa"] * 30, how="label"), IDS)
    assert counts.by_label == 1
    assert counts.errors is None


def test_of_200_labels_the_interval_holds_the_true_share_as_often_as_it_says() -> None:
    """Simulated audits of a set in which rules are right in four of five."""
    random = np.random.default_rng(7)
    truth = random.choice(IDS[:3], 3_000, p=[0.6, 0.3, 0.1])
    said = np.where(random.random(3_000) < 0.8, truth, random.choice(IDS[:3], 3_000))
    sizes = [int((said == each).sum()) for each in IDS[:3]]
    drawn = allocation(sizes, [0.4, 0.45, 0.5], 200)
    held = []
    for _ in range(60):
        labels = {
            int(at): str(truth[at])
            for kind, number in zip(IDS[:3], drawn, strict=True)
            for at in random.choice(np.flatnonzero(said == kind), number, replace=False)
        }
        counts = counts_of(told(said.tolist(), labels=labels), IDS)
        assert counts.errors is not None
        for at, kind in enumerate(IDS[:3]):
            held.append(abs(counts.shares[at] - (truth == kind).mean()) <= 1.96 * counts.errors[at])
    assert 0.9 <= np.mean(held) <= 0.99


def test_labels_are_joined_by_the_unit_they_mean() -> None:
    prompts = told(["coding"] * 3).drop(AUDITED)
    labels = pl.DataFrame(
        {
            "rank": pl.Series([2, 0], dtype=pl.UInt32),
            "prompt_type": ["open_qa", "other:none"],
            "group": ["ask", None],
            "how": ["label", "label"],
        }
    )
    assert with_labels(prompts, labels, IDS)[AUDITED].to_list() == ["other", None, "open_qa"]


def test_nothing_told_has_no_shares() -> None:
    counts = counts_of(told([None, None]), IDS)
    assert counts.total == 0
    assert counts.unsure == 1
    assert counts_of(told([]), IDS).unsure == 0
