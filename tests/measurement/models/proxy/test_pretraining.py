"""The proxy learns the language of a set."""

import numpy as np
import pytest

pytestmark = pytest.mark.torch
pytest.importorskip("torch")

from curate.files.arrays import Arrays  # noqa: E402
from curate.measurement.encoded import Encoded, encoded  # noqa: E402
from curate.measurement.models.proxy.decoder import Size  # noqa: E402
from curate.measurement.models.proxy.pretraining import Pretraining, learned, parameters  # noqa: E402
from curate.progress import silent  # noqa: E402

WORDS = 256
HOW = Pretraining(size=Size(width=16, layers=1, heads=2), tokens=100)
SENTENCES = (
    "The ferry crosses twice an hour until the light goes.",
    "After rain the ferry waits until the river has fallen.",
    "The river carries wood and barley down to the mill.",
    "Until the mill was sold, barley came by river.",
) * 5


def texts() -> Encoded:
    return encoded((([], list(each.encode())) for each in SENTENCES), 80)


def loss(weights: Arrays | None) -> float:
    import torch

    from curate.measurement.models.proxy.net import ProxyNet

    torch.manual_seed(0)
    net = ProxyNet(weights, WORDS, HOW.size, texts())
    with torch.no_grad():
        return float(net.sums(np.arange(4)).sum() / texts().trained[:4].sum())


def test_what_it_has_read_costs_it_less() -> None:
    assert loss(learned(texts(), WORDS, HOW, silent)) < 0.8 * loss(None)


def test_the_same_texts_come_to_the_same_bytes() -> None:
    one, other = (learned(texts(), WORDS, HOW, silent) for _ in range(2))
    assert {name: each.tobytes() for name, each in one.items()} == {
        name: each.tobytes() for name, each in other.items()
    }


def test_it_is_told_how_far_it_is() -> None:
    told = list[tuple[str, int, int | None]]()
    learned(texts(), WORDS, HOW, lambda *each: told.append(each))
    numbers = [number for _, number, _ in told]
    assert numbers == list(range(len(numbers)))
    assert {of for *_, of in told} == {len(numbers)}


def test_its_weights_are_counted() -> None:
    weights = learned(texts(), WORDS, HOW, silent)
    assert parameters(WORDS, HOW.size) == sum(each.size for each in weights.values())
