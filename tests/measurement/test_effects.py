"""Effects by type and by nearness."""

import numpy as np
import pytest

from curate.measurement.effects import FEW, REST, bounds_of, by_nearness, by_type, pooled_types
from curate.report.measured.model import TypeEffectModel
from curate.statistics.crossed import crossed


def noisy(means: list[float], seeds: int = 3) -> np.ndarray:
    draw = np.random.default_rng(3)
    return np.asarray(means)[:, None] + draw.normal(0, 0.01, (len(means), seeds))


def test_types_that_are_too_rare_are_pooled() -> None:
    types = ["coding"] * FEW + ["letter"] * (FEW - 1) + ["poem"] * 3
    assert pooled_types(types) == ["coding"] * FEW + [REST] * (FEW + 2)


def test_a_rare_type_that_is_the_only_one_keeps_its_name() -> None:
    types = ["coding"] * FEW + ["poem"] * 3
    assert pooled_types(types) == types


def test_the_type_that_is_harmed_most_stands_first() -> None:
    types = ["coding"] * 30 + ["letter"] * 30 + ["poem"] * 30
    rows = by_type(noisy([0.0] * 30 + [0.2] * 30 + [-0.1] * 30), types, np.arange(90))
    assert [(row.type, row.prompts, row.found) for row in rows] == [
        ("letter", 30, True), ("coding", 30, False), ("poem", 30, True),
    ]  # fmt: skip
    letter = rows[0]
    assert letter.low < 0.2 < letter.high
    assert abs(letter.shrunk) <= abs(letter.estimate)
    assert letter.shrunk_low < letter.shrunk < letter.shrunk_high


def test_nothing_is_found_of_a_type_by_one_seed() -> None:
    types = ["coding"] * 30 + ["letter"] * 30
    rows = by_type(noisy([0.0] * 30 + [0.2] * 30, seeds=1), types, np.arange(60))
    assert rows[0].low > 0.1
    assert not any(row.found for row in rows)


def test_nothing_is_found_of_a_type_whose_drawn_effect_may_be_none() -> None:
    """Of two seeds that agree by chance, an effect by itself may seem sure."""
    types, rows = ["coding"] * 30 + ["letter"] * 30, list[TypeEffectModel]()
    for repeat in range(40):
        draw = np.random.default_rng(repeat)
        effect = 0.1 + draw.normal(0, 0.03, (60, 2)) + draw.normal(0, 0.03, 2)
        rows += by_type(effect, types, np.arange(60))
    sure = [row for row in rows if row.low > 0]
    assert {row.found for row in sure} == {True, False}
    assert all(row.shrunk_low > 0 for row in rows if row.found)


@pytest.mark.parametrize("seeds", [3, 5])
def test_what_seeds_do_to_all_types_is_not_averaged_out(seeds: int) -> None:
    """Of types taken to be independent, intervals would miss the truth in 11 to 20 % of these cases."""
    kinds, missed = np.repeat(np.arange(7), 43), []
    for repeat in range(100):
        draw = np.random.default_rng([5, seeds, repeat])
        true = draw.normal(0.02, 0.02, 7)
        of_prompts, of_seeds = draw.normal(0, 0.1, (len(kinds), 1)), draw.normal(0, 0.03, seeds)
        effect = true[kinds][:, None] + of_prompts + of_seeds + draw.normal(0, 0.05, (len(kinds), seeds))
        rows = by_type(effect, [str(kind) for kind in kinds], np.arange(len(kinds)))
        missed += [not row.shrunk_low < true[int(row.type)] < row.shrunk_high for row in rows]
    assert 0.02 < np.mean(missed) < 0.07


def test_of_one_type_alone_nothing_is_told() -> None:
    assert by_type(noisy([0.1] * 30), ["coding"] * 30, np.arange(30)) == []


@pytest.mark.parametrize("alone", [1, 25])
def test_a_type_whose_prompts_all_hang_together_is_left_out(alone: int) -> None:
    """Of a single cluster nobody knows how others would have done."""
    types = ["coding"] * 30 + ["letter"] * 30 + ["poem"] * alone
    clusters = np.minimum(np.arange(60 + alone), 60)
    rows = by_type(noisy([0.0] * (60 + alone)), types, clusters)
    assert {row.type for row in rows} == {"coding", "letter"}


def test_prompts_are_parted_by_nearness() -> None:
    similarity = np.linspace(0, 0.9, 90)
    effect = noisy([0.3 * (at < 30) for at in range(90)])
    rows, gap = by_nearness(effect, similarity, np.arange(90))
    assert [(row.group, row.prompts) for row in rows] == [("familiar", 30), ("between", 30), ("unfamiliar", 30)]
    assert rows[0].least > rows[1].most > rows[1].least > rows[2].most
    assert rows[2].low < 0.3 < rows[2].high
    assert gap is not None
    assert gap.low < 0.3 < gap.high


def test_what_hangs_together_is_in_one_group() -> None:
    clusters = np.arange(120) // 2
    rows, _ = by_nearness(noisy([0.0] * 120), np.tile([0.1, 0.8], 60), clusters)
    assert [row.prompts for row in rows] == [40, 40, 40]
    assert {(row.least, row.most) for row in rows} == {(0.1, 0.8)}


def test_few_prompts_are_not_parted() -> None:
    assert by_nearness(noisy([0.0] * 59), np.zeros(59), np.arange(59)) == ([], None)


def test_bounds_that_have_no_end_are_none() -> None:
    assert bounds_of(crossed(noisy([0.1, 0.2]), np.zeros(2, np.int64))) is None
    told = bounds_of(crossed(noisy([0.1, 0.2]), np.arange(2)))
    assert told is not None
    assert told.low < told.estimate < told.high
