"""A model is measured with only if it is computed as it itself does."""

from pathlib import Path

import pytest

from curate.errors import UsageError
from tests.tiny_models import model_in

pytestmark = pytest.mark.torch


def test_scores_that_are_changed_behind_the_head_are_refused(tmp_path: Path) -> None:
    from curate.measurement.models.weights import whole

    model_in(tmp_path, "gemma3_text", final_logit_softcapping=0.5)

    with pytest.raises(UsageError, match=r"does more than go from layer to layer and score words: its loss is \d"):
        whole(tmp_path, "tiny", "float32")


@pytest.mark.parametrize("kind", ["float32", "bfloat16"])
def test_a_plain_decoder_is_taken_and_nothing_of_it_trains(tmp_path: Path, kind: str) -> None:
    from curate.measurement.models.weights import whole

    model_in(tmp_path)
    model = whole(tmp_path, "tiny", kind)

    assert str(model.dtype) == f"torch.{kind}"
    assert not model.training
    assert not any(weight.requires_grad for weight in model.parameters())


def test_a_folder_of_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    from curate.measurement.models.weights import whole

    (tmp_path / "config.json").write_text('{"model_type": "vit"}')

    with pytest.raises(UsageError, match="the model tiny can not be read"):
        whole(tmp_path, "tiny", "float32")


def test_code_that_lies_beside_a_model_is_not_run(tmp_path: Path) -> None:
    from curate.measurement.models.weights import whole

    ran = tmp_path / "ran"
    (tmp_path / "own.py").write_text(f"open({str(ran)!r}, 'w')")
    (tmp_path / "config.json").write_text(
        '{"model_type": "own", "auto_map": {"AutoConfig": "own.Own", "AutoModelForCausalLM": "own.Own"}}'
    )

    with pytest.raises(UsageError, match="the model tiny can not be read"):
        whole(tmp_path, "tiny", "float32")
    assert not ran.exists()


@pytest.mark.parametrize("layer", [0, 2])
def test_a_head_is_held_in_the_numbers_it_computes_in_unless_words_are_read_with_its_weights(
    tmp_path: Path, layer: int
) -> None:
    from curate.measurement.models.weights import upper

    model_in(tmp_path, tie_word_embeddings=True)
    model = upper(tmp_path, "tiny", "float32", layer, "bfloat16")
    kinds = {str(weight.dtype) for weight in model.model.layers.parameters()}

    assert kinds == {"torch.float32"}
    assert str(model.get_output_embeddings().weight.dtype) == ("torch.bfloat16" if layer else "torch.float32")
    assert str(model.dtype) == "torch.float32"
