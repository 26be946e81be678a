"""Adapters on the layers of a large model; they alone are trained."""

import sys
from pathlib import Path

import numpy as np
import pytest

from curate.errors import UsageError
from curate.measurement.models.pretrained import pretrained
from curate.measurement.recipe import Recipe
from curate.progress import silent
from tests.tiny_models import RECORDS, model_in

pytestmark = pytest.mark.torch

RECIPE = Recipe(learning_rate=1e-2, epochs=1, layers=2, tokens=50, context=96)


def test_only_large_models_get_them_unasked() -> None:
    from curate.measurement.models.adapter import fitting_rank

    assert fitting_rank(135_000_000) == 0
    assert fitting_rank(3_000_000_000) > 0


def test_without_peft_the_extra_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "peft", None)
    model_in(tmp_path)

    with pytest.raises(UsageError, match=r"training adapters of .* needs the package peft") as refused:
        pretrained(str(tmp_path), numbers="float32", adapter=4)
    assert refused.value.hint.startswith("pip install 'curate-sft[lora]'")


def test_they_begin_as_the_model_and_differ_by_seed_once_trained(tmp_path: Path) -> None:
    pytest.importorskip("peft", reason="peft, from the extra `lora`, is not installed")
    import torch

    model_in(tmp_path / "model")
    plain = pretrained(str(tmp_path / "model"), numbers="float32")
    model = pretrained(str(tmp_path / "model"), numbers="float32", adapter=4)
    examples, every = plain.encode(RECORDS, 96), np.arange(len(RECORDS))
    for each in (plain, model):
        each.lay_out(examples, RECIPE, tmp_path / "kept", silent)
    known = plain.net(examples, RECIPE, tmp_path / "kept", 1).sums(every).detach()
    trained = []
    for seed in (1, 1, 2):
        net = model.net(examples, RECIPE, tmp_path / "kept", seed)
        torch.testing.assert_close(net.sums(every).detach(), known)
        assert len(net.weights()) == 2 * 7 * 2
        optimizer = torch.optim.AdamW(net.weights(), lr=1e-2)
        for _ in range(2):
            net.sums(every).sum().backward()
            optimizer.step()
        trained.append(net.sums(every).detach())

    assert torch.equal(trained[0], trained[1])
    assert not torch.allclose(trained[0], trained[2])
    assert trained[0].sum() < known.sum()
