"""What lower layers make of a record is computed once, and found by its tokens."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curate.measurement.encoded import encoded
from curate.progress import silent
from tests.tiny_models import model_in

pytestmark = pytest.mark.torch

TEXTS = [([5, 6, 7], [8, 9]), ([5, 6], [7]), ([5, 6, 7], [8, 9]), ([11], [12, 13, 14, 15, 16])]


@pytest.mark.parametrize(("numbers", "close"), [("float32", 1e-5), ("bfloat16", 2e-2)])
def test_they_are_those_of_the_model_and_nothing_behind_the_end(
    tmp_path: Path, numbers: Any, close: float
) -> None:
    import torch

    from curate.measurement.models.layers import states_before
    from curate.measurement.models.states import States

    model, examples = model_in(tmp_path), encoded(TEXTS, 96)
    states = States(tmp_path / "kept", 16, numbers)
    states.compute(model, 2, examples, silent)
    found = states.of(examples, np.arange(4)).float()

    assert found.shape == (4, 6, 16)
    for row, (tokens, _) in enumerate(examples):
        with torch.no_grad():
            alone = states_before(model, torch.from_numpy(tokens.astype(np.int64))[None], 2)[0]
        torch.testing.assert_close(found[row, : len(tokens)], alone, rtol=close, atol=close)
        assert not found[row, len(tokens) :].any()


def test_a_record_that_is_there_twice_is_computed_once(tmp_path: Path) -> None:
    from curate.measurement.models.states import States

    examples = encoded(TEXTS, 96)

    assert States(tmp_path / "kept", 16, "float32").missing(examples).tolist() == [0, 1, 3]


def test_a_computation_that_was_ended_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from curate.measurement.models import states as module
    from curate.measurement.models.states import States

    model, examples = model_in(tmp_path), encoded(TEXTS, 96)
    States(tmp_path / "whole", 16, "float32").compute(model, 2, examples, silent)
    monkeypatch.setattr(module, "_PIECE", 1)
    monkeypatch.setattr(module, "_TOGETHER", 6)
    done = []

    def ended(_what: str, number: int, _total: int | None) -> None:
        done.append(number)
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        States(tmp_path / "kept", 16, "float32").compute(model, 2, examples, ended)
    again = States(tmp_path / "kept", 16, "float32")
    assert again.missing(examples).tolist() == [1]
    again.compute(model, 2, examples, silent)

    found, known = (
        States(tmp_path / name, 16, "float32").of(examples, np.arange(4)) for name in ("kept", "whole")
    )
    torch.testing.assert_close(found, known, rtol=1e-5, atol=1e-5)
