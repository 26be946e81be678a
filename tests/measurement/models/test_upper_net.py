"""The upper layers alone: what they train, and how a response is scored."""

from pathlib import Path

import numpy as np
import pytest

from curate.measurement.encoded import encoded
from tests.tiny_models import model_in

pytestmark = pytest.mark.torch


def test_a_record_without_a_response_within_the_context_has_no_loss(tmp_path: Path) -> None:
    from curate.measurement.models.layers import copied
    from curate.measurement.models.upper_net import UpperNet

    examples = encoded([([5, 6, 7, 8], [9]), ([5, 6], [7, 8])], 4)
    net = UpperNet(copied(model_in(tmp_path), 0), examples, "float32", None)
    none, some = net.sums(np.arange(2)).tolist()

    assert none == 0
    assert some > 0
    assert net.sums(np.asarray([0])).tolist() == [0]


def test_what_stands_before_the_response_counts_only_as_what_is_given(tmp_path: Path) -> None:
    """The loss of the longer response is that of both parts."""
    from curate.measurement.models.layers import copied
    from curate.measurement.models.upper_net import UpperNet

    examples = encoded([([5, 6, 7], [8, 9]), ([5, 6, 7], [8]), ([5, 6, 7, 8], [9])], 9)
    net = UpperNet(copied(model_in(tmp_path), 0), examples, "float32", None)
    whole, first, second = net.sums(np.arange(3)).tolist()

    assert whole == pytest.approx(first + second, rel=1e-5)


def test_in_sixteen_bits_the_loss_is_nearly_the_same(tmp_path: Path) -> None:
    from curate.measurement.models.layers import copied
    from curate.measurement.models.upper_net import UpperNet

    examples = encoded([([5, 6, 7], [8, 9, 10]), ([5, 6], [7, 8])], 9)
    model = model_in(tmp_path)
    full, half = (UpperNet(copied(model, 0), examples, kind, None) for kind in ("float32", "bfloat16"))

    assert half.sums(np.arange(2)).tolist() == pytest.approx(full.sums(np.arange(2)).tolist(), rel=0.05)


def test_before_each_batch_what_the_last_one_took_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from curate.measurement.models import upper_net
    from curate.measurement.models.layers import copied

    given = list[str]()
    monkeypatch.setattr(upper_net, "give_back", lambda: given.append("memory"))
    examples = encoded([([5, 6, 7], [8, 9]), ([5, 6], [7, 8])], 9)
    net = upper_net.UpperNet(copied(model_in(tmp_path), 0), examples, "float32", None)
    for batch in ([0], [1], [0, 1]):
        net.sums(np.asarray(batch))

    assert given == ["memory"] * 3
