"""A decoder is entered between two layers, whatever its kind."""

from pathlib import Path

import pytest

from curate.errors import UsageError
from tests.tiny_models import model_in

pytestmark = pytest.mark.torch

KINDS = ("llama", "gpt2", "qwen2", "gemma3_text")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layer", [0, 1, 3])
def test_states_that_enter_where_they_were_taken_go_on_as_they_would(
    tmp_path: Path, kind: str, layer: int
) -> None:
    import torch

    from curate.measurement.models.layers import entered, states_before, without_below

    model = model_in(tmp_path, kind)
    tokens = torch.arange(40).reshape(2, 20)
    with torch.no_grad():
        whole = model.get_decoder()(input_ids=tokens).last_hidden_state
        states = states_before(model, tokens, layer)
        without_below(model, layer)
        with entered(model, layer, states) as blank:
            apart = model.get_decoder()(inputs_embeds=blank, use_cache=False).last_hidden_state

    torch.testing.assert_close(apart, whole, rtol=1e-5, atol=1e-5)


def test_nothing_below_a_layer_holds_weights_any_more(tmp_path: Path) -> None:
    from curate.measurement.models.layers import layers_of, without_below

    model = model_in(tmp_path)
    before = model.num_parameters()
    without_below(model, 3)

    assert [sum(each.numel() for each in layer.parameters()) > 0 for layer in layers_of(model)] == [False] * 3 + [
        True
    ]
    layer = sum(each.numel() for each in layers_of(model)[3].parameters())
    assert before - model.num_parameters() == 3 * layer + model.get_output_embeddings().weight.numel()


def test_a_copy_shares_all_but_what_it_trains(tmp_path: Path) -> None:
    from curate.measurement.models.layers import copied, layers_of

    model = model_in(tmp_path)
    made = copied(model, 2)
    shared = {weight.data_ptr() for weight in model.parameters()} & {
        weight.data_ptr() for weight in made.parameters()
    }
    trained = [weight for weight in made.parameters() if weight.requires_grad]

    assert len(shared) == len([*model.parameters()]) - len(trained)
    assert len(trained) == sum(len([*layer.parameters()]) for layer in layers_of(made)[2:])
    assert made.get_output_embeddings().weight is model.get_output_embeddings().weight


def test_a_model_that_keeps_its_layers_elsewhere_is_refused(tmp_path: Path) -> None:
    from curate.measurement.models.layers import layers_of

    model = model_in(tmp_path)
    model.config.num_hidden_layers = 9

    with pytest.raises(UsageError, match="LlamaForCausalLM keeps its layers where they are not looked for"):
        layers_of(model)
