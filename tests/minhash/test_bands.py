"""How a signature is cut into bands."""

import pytest

from curate.minhash.bands import LONGEST_SIGNATURE, RECALL, Bands, bands_for


@pytest.mark.parametrize("similarity", [0.2, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99, 1.0])
def test_hardly_a_pair_at_the_threshold_is_missed(similarity: float) -> None:
    bands = bands_for(similarity)
    assert bands.recall(similarity) >= RECALL
    assert bands.bands >= 2


@pytest.mark.parametrize("similarity", [0.5, 0.7, 0.8, 0.9])
def test_longer_bands_would_miss_more_or_need_a_longer_signature(similarity: float) -> None:
    bands = bands_for(similarity)
    longer = Bands(LONGEST_SIGNATURE // (bands.rows + 1), bands.rows + 1)
    assert longer.recall(similarity) < RECALL


def test_the_recall_is_the_published_formula() -> None:
    """Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, example 3.11: 20 bands of 5 rows."""
    published = {0.2: 0.006, 0.3: 0.047, 0.4: 0.186, 0.5: 0.470, 0.6: 0.802, 0.7: 0.975, 0.8: 0.9996}
    assert {s: round(Bands(20, 5).recall(s), 4 if s == 0.8 else 3) for s in published} == published
