"""Weights averaged over the last steps."""

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch


def test_a_few_steps_are_averaged_alike() -> None:
    from curate.measurement.averaging import Averaged

    weight = torch.zeros(2)
    averaged = Averaged([weight], over=10)
    for value in (1.0, 2.0, 6.0):
        weight.fill_(value)
        averaged.add()
    with averaged.in_place():
        assert weight.tolist() == pytest.approx([3.0, 3.0])
    assert weight.tolist() == [6.0, 6.0]


def test_of_many_steps_the_latest_count_most() -> None:
    from curate.measurement.averaging import Averaged

    weight = torch.zeros(1)
    averaged = Averaged([weight], over=4)
    for step in range(40):
        weight.fill_(float(step >= 30))
        averaged.add()
    with averaged.in_place():
        assert weight.item() == pytest.approx(1 - 0.75**10)


def test_one_step_is_its_own_average() -> None:
    from curate.measurement.averaging import Averaged

    weight = torch.ones(1)
    averaged = Averaged([weight], over=0.3)
    weight.fill_(5.0)
    averaged.add()
    with averaged.in_place():
        assert weight.item() == 5.0


def test_after_an_error_the_weights_stand_as_they_did() -> None:
    from curate.measurement.averaging import Averaged

    weight = torch.ones(1)
    averaged = Averaged([weight], over=2)
    averaged.add()
    weight.fill_(3.0)
    with pytest.raises(ZeroDivisionError), averaged.in_place():
        raise ZeroDivisionError
    assert weight.item() == 3.0
