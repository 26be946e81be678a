"""Weights from a first guess and from labels."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize
from scipy.sparse import csr_matrix

from curate.statistics.logistic import Prior, _Cost, multinomial

KINDS, PRIOR = 3, Prior(weights=2.0, level=0.7, strength=5.0, about=0.5)


def given(seed: int = 0, size: int = 40) -> tuple[Any, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    features = csr_matrix((rng.random((size, 6)) < 0.4).astype(float))
    return features, rng.normal(size=(size, KINDS)), rng.integers(0, KINDS, size), rng.uniform(0.5, 2, size)


def test_the_slope_is_that_of_the_cost() -> None:
    cost = _Cost(*given(), PRIOR)
    at = np.random.default_rng(1).normal(size=len(cost.start()))
    assert cost(at)[1] == pytest.approx(approx_fprime(at, lambda x: cost(x)[0], 1e-7), rel=1e-4, abs=1e-4)


def test_the_best_weights_are_found_which_another_method_finds_too() -> None:
    fitted = multinomial(*given(), PRIOR)
    cost = _Cost(*given(), PRIOR)
    other = minimize(cost, cost.start(), jac=True, method="BFGS", options={"gtol": 1e-6})
    weights, level, strength = cost.parts(other.x)
    assert fitted.slope < 1e-2
    assert fitted.weights == pytest.approx(weights, abs=1e-3)
    assert fitted.level == pytest.approx(level, abs=1e-3)
    assert fitted.strength == pytest.approx(strength, abs=1e-3)


def test_without_labels_what_was_believed_is_believed() -> None:
    features, offsets, kinds, counts = given()
    fitted = multinomial(features, offsets, kinds, counts * 0, PRIOR)
    assert fitted.strength == PRIOR.about
    assert not fitted.weights.any()
    assert not fitted.level.any()


def test_a_label_that_counts_twice_is_two_labels() -> None:
    features, offsets, kinds, counts = given()
    twice = np.concatenate([np.arange(len(kinds)), np.arange(len(kinds))])
    doubled = multinomial(features, offsets, kinds, counts * 2, PRIOR)
    apart = multinomial(features[twice], offsets[twice], kinds[twice], counts[twice], PRIOR)
    assert doubled.weights == pytest.approx(apart.weights, abs=1e-3)


def test_what_labels_say_weighs_more_the_more_there_are() -> None:
    """A feature that always goes with a kind that the first guess never names."""
    weights = []
    for many in (1, 10, 100):
        features, offsets = csr_matrix(np.ones((many, 1))), np.tile([2.0, 0.0], (many, 1))
        fitted = multinomial(features, offsets, np.ones(many, np.int64), np.ones(many), PRIOR)
        weights.append(fitted.weights[0, 1])
    assert 0 < weights[0] < weights[1] < weights[2]
