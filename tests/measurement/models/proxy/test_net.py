"""The proxy's loss of a record hangs on that record alone."""

from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.torch
pytest.importorskip("torch")

from curate.measurement.encoded import Encoded, encoded  # noqa: E402
from curate.measurement.models.proxy.decoder import Size  # noqa: E402

WORDS, SIZE = 300, Size(width=16, layers=1, heads=2)
EVERY = np.arange(5)


def some() -> Encoded:
    """Bytes of sentences; of the last, nothing is trained on."""
    said = (
        ("How deep is the lock?", "Four metres, and five after rain."),
        ("Who keeps it?", "Ida."),
        ("Tell me of the mill.", "The mill has stood still since the weir broke, but the wheel is whole."),
        ("", "Boats wait below the weir."),
        ("And the ferry?", ""),
    )
    return encoded(((list(asked.encode()), list(told.encode())) for asked, told in said), 90)


def net_of(examples: Encoded, weights: Any = None) -> Any:
    import torch

    from curate.measurement.models.proxy.net import ProxyNet

    torch.manual_seed(1)
    net = ProxyNet(weights, WORDS, SIZE, examples)
    if weights is None:
        with torch.no_grad():
            for weight in net.weights():
                weight.mul_(10)
    return net


def test_a_record_alone_has_the_loss_it_has_beside_longer_ones() -> None:
    import torch

    net = net_of(some())
    with torch.no_grad():
        together, alone = net.sums(EVERY), torch.cat([net.sums(EVERY[at : at + 1]) for at in range(5)])
    torch.testing.assert_close(together, alone, rtol=1e-5, atol=1e-4)
    assert (together[:4] > 0).all()
    assert together[4] == 0


def test_only_the_response_is_scored() -> None:
    """An untrained net without preference gives each token the same loss."""
    import torch

    examples = some()
    net = net_of(examples)
    with torch.no_grad():
        for weight in net.weights():
            weight.zero_()
        told = net.sums(EVERY)
    np.testing.assert_allclose(told, examples.trained * np.log(WORDS), rtol=1e-5)


def test_every_weight_is_trained() -> None:
    net = net_of(some())
    net.sums(EVERY).sum().backward()
    assert all(weight.grad is not None and weight.grad.any() for weight in net.weights())


def test_it_goes_on_from_weights_it_is_given() -> None:
    import torch

    examples = some()
    first = net_of(examples)
    weights = {name: weight.numpy() for name, weight in first.decoder.state_dict().items()}
    other = net_of(examples, weights)
    with torch.no_grad():
        torch.testing.assert_close(first.sums(EVERY), other.sums(EVERY), rtol=0, atol=0)
        other.weights()[0].add_(1.0)
    assert (first.weights()[0] != other.weights()[0]).any()
