"""Points that lie close together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.statistics.clusters import STABLE, clusters, stability


def blobs(*centres: tuple[float, float], each: int = 40, spread: float = 0.1) -> np.ndarray:
    random = np.random.default_rng(7)
    return np.concatenate([random.normal(centre, spread, (each, 2)) for centre in centres])


def test_points_that_lie_apart_are_told_apart_and_would_be_again() -> None:
    points = blobs((0, 0), (5, 0), (0, 5))
    found = clusters(points, 3)
    groups = [set(found.of[at : at + 40].tolist()) for at in (0, 40, 80)]
    assert all(len(group) == 1 for group in groups)
    assert len(set.union(*groups)) == 3
    assert stability(points, found) == pytest.approx([1, 1, 1])


def cloud(count: int = 300) -> np.ndarray:
    return np.random.default_rng(3).normal(size=(count, 10))


def test_what_is_one_cloud_is_cut_another_way_each_time() -> None:
    assert stability(cloud(), clusters(cloud(), 8)).max() < STABLE


def test_a_cluster_that_is_there_is_stable_beside_a_cloud_that_is_not() -> None:
    points = np.concatenate([cloud(40) * 0.1 + 9, cloud()])
    found = clusters(points, 7)
    alike = stability(points, found)
    own = found.of[0]
    assert (found.of[:40] == own).all()
    assert alike[own] == pytest.approx(1)
    assert np.delete(alike, own).mean() < STABLE


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 30), st.integers(1, 6), st.integers(0, 5))
def test_every_point_is_in_the_cluster_whose_centre_is_nearest(count: int, number: int, seed: int) -> None:
    points = np.random.default_rng(seed).normal(size=(count, 3))
    found = clusters(points, min(number, count), seed)
    apart = ((points[:, None, :] - found.centres[None]) ** 2).sum(axis=2)
    assert found.distances(points) == pytest.approx(apart.min(axis=1))


def test_the_same_seed_gives_the_same_clusters_and_points_may_be_equal() -> None:
    points = blobs((0, 0), (1, 1), spread=0.6)
    assert (clusters(points, 4, 3).of == clusters(points, 4, 3).of).all()
    assert len(clusters(np.zeros((5, 2)), 3).of) == 5
